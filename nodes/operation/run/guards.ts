import type { Guard, Refused, Values } from '../words';
import { folded, named, withoutRepeats } from '../words';

const userOf = (values: Values, name: string) => folded(values[name]);

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
	async ({ change, subjects, settings }) => {
		if ((settings.protectedIds as readonly string[]).length === 0) return undefined;
		const kept = new Set((settings.protectedIds as readonly string[]).map(folded));
		const subject = change.subject.property.name;
		const met = withoutRepeats(
			subjects.filter((values) => kept.has(userOf(values, subject))).map((values) => values[subject]),
		);
		if (met.length === 0) return undefined;
		return {
			message: `This run would change the access of ${met.length === 1 ? 'a protected user' : `${met.length} protected users`}`,
			description: `Nothing was sent. 'Protected IDs' holds ${named(met.map(String))}: take ${met.length === 1 ? 'this user' : 'these users'} out of the input items.`,
		};
	},
];
