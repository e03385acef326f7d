import type { Guard, Refused } from '../words';
import { withoutRepeats } from '../words';
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
export const everyGuard: readonly Guard[] = [
	async ({ subjects, settings }) => {
		const most = settings.maxChanges as number;
		if (most === 0 || subjects.length <= most) return undefined;
		return tooMany(withoutRepeats(subjects).length, most);
	},
	protectsUsers,
];
