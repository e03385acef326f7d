import type { BulkChange, Change } from '../operation';
import { idsIn, isBulk } from '../operation';
import type { Values } from '../parameter';

/** The values of a change for one of its members, without the others. */
export const memberOf = ({ bulk, subject }: BulkChange, values: Values, id: string): Values => {
	const { [bulk.of.property.name]: _all, ...others } = values;
	return { ...others, [subject.property.name]: id };
};

/** The values of a change for each user that it is about. */
export const subjectsOf = (change: Change, values: Values): readonly Values[] =>
	isBulk(change) ? idsIn(change.bulk, values).map((id) => memberOf(change, values, id)) : [values];
