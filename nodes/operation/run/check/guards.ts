import { readable } from '../../panel';
import type { Guard, Reader, Refused } from '../../model';
import { subjectsOf, withoutRepeats } from '../../model';
import type { Run } from '../types';
import { protectsUsers } from './protectedUsers';

/** Why a run that makes this many changes must not start. */
export const tooMany = (changes: number, most: number): Refused | undefined =>
	most === 0 || changes <= most
		? undefined
		: {
				message: `This run would make ${changes} changes, and 'Max Changes' allows ${most}`,
				description: "Nothing was sent. Check the input items; if they are as they should be, raise 'Max Changes'.",
			};

/** The guards that every change has. They refuse the whole run: a list that is wrong in one place may be the wrong list. */
const everyGuard: readonly Guard[] = [
	async ({ subjects, settings }) => {
		const most = settings.maxChanges as number;
		if (most === 0 || subjects.length <= most) return undefined;
		return tooMany(withoutRepeats(subjects).length, most);
	},
	protectsUsers,
];

/** Why nothing of a run may be sent. */
export const guarded = async (run: Run, reader: Reader): Promise<Refused | undefined> => {
	const { operation, asked, settings, connection } = run;
	const { lookups } = connection.provider;
	const subjects = readable(asked).flatMap(([, { values }]) => subjectsOf(operation, values));
	for (const guard of [...everyGuard, ...(operation.guards ?? [])]) {
		const broken = await guard({ change: operation, subjects, settings, lookups }, reader);
		if (broken) return { ...broken, invalid: true, isOfRun: true };
	}
	return undefined;
};
