import type { Change, Values } from '../words';

/** The values of a change for one of its members, without the others. */
export const memberOf = ({ bulk, subject }: Change, values: Values, id: string): Values => {
	const { [bulk?.of.property.name ?? '']: _all, ...others } = values;
	return { ...others, [subject.property.name]: id };
};

/** The values of a change for each user that it is about. */
export const subjectsOf = (change: Change, values: Values): readonly Values[] => {
	if (!change.bulk) return [values];
	return (values[change.bulk.of.property.name] as readonly string[]).map((id) => memberOf(change, values, id));
};
