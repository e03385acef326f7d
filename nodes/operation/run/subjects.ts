import type { BulkChange, Change, Values } from '../words';
import { idsIn, isBulk } from '../words';

/** The values of a change for one of its members, without the others. */
export const memberOf = ({ bulk, subject }: BulkChange, values: Values, id: string): Values => {
	const { [bulk.of.property.name]: _all, ...others } = values;
	return { ...others, [subject.property.name]: id };
};

/** The values of a change for each user that it is about. */
export const subjectsOf = (change: Change, values: Values): readonly Values[] =>
	isBulk(change) ? idsIn(change.bulk, values).map((id) => memberOf(change, values, id)) : [values];

export interface User {
	readonly id?: string;
	/** The values of the change for this user. */
	readonly values: Values;
}

/** The users that a part of an item is about, in bulk each with its ID. */
export const usersIn = (change: Change, values: Values, members: readonly string[]): readonly User[] =>
	isBulk(change) ? members.map((id) => ({ id, values: memberOf(change, values, id) })) : [{ values }];
