import { protectsUsers } from '../../lookup';
import type { Guard, Reader, Refused } from '../../model';
import { subjectsOf } from '../../model';
import { readable } from '../../panel';
import type { Run } from '../types';

/** Why a run that makes this many changes must not start. */
export const tooMany = (changes: number, most: number): Refused | undefined =>
	most === 0 || changes <= most
		? undefined
		: {
				message: `This run would make ${changes} changes, and 'Max Changes' allows ${most}`,
				description: "Nothing was sent. Check the input items; if they are as they should be, raise 'Max Changes'.",
			};

/** The guards of a run, which refuse it as a whole: a list that is wrong in one place may be the wrong list. */
const guardsOf = ({ operation: { guards = [] }, settings }: Run): readonly Guard[] => [
	...((settings.protectedUsers as readonly string[]).length === 0 ? [] : [protectsUsers]),
	...guards,
];

/** Why nothing of a run may be sent. */
export const guarded = async (run: Run, reader: Reader): Promise<Refused | undefined> => {
	const { operation, asked, settings, connection } = run;
	const { lookups } = connection.provider;
	const guards = guardsOf(run);
	if (guards.length === 0) return undefined;
	const subjects = readable(asked).flatMap(([, { values }]) => subjectsOf(operation, values));
	for (const guard of guards) {
		const broken = await guard({ change: operation, subjects, settings, lookups }, reader);
		if (broken) return { ...broken, invalid: true, isOfRun: true };
	}
	return undefined;
};
