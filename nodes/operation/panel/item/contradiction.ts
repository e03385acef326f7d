import type { Change, Compound, Operation, Refused, Values } from '../../model';
import { isChange, isObject, isUnreadable, refuse } from '../../model';
import { approvedBy, requestedBy, selfApproved } from '../options';
import type { Fields } from './fields';
import type { Form } from './form';
import type { Sought } from './sought';

/** What an item asks for beside its values. */
interface Asked {
	/** Where it is mapped automatically. */
	readonly fields?: Fields;
	readonly options: Values;
	readonly sought: readonly Sought[];
}

const ofAnother = ({ name, isNotFor }: Change, fields: Fields | undefined): Refused | undefined => {
	const { field = '', values = [], otherwise = '' } = isNotFor ?? {};
	const said = fields?.valuesOf(field).find((value) => values.includes(String(value)));
	if (said === undefined) return undefined;
	return refuse(
		`The input item's '${field}' is '${String(said)}', which '${name}' isn't about`,
		`Nothing was sent. ${otherwise}`,
	);
};

const ofNobody = ({ byWord, subject }: Change, { options, sought }: Asked): Refused | undefined => {
	const { displayName, name } = byWord?.beside.property ?? {};
	if (name === undefined || options[name] === '' || options[name] === undefined) return undefined;
	if (sought.some(({ parameter }) => parameter.property.name === subject.property.name)) return undefined;
	return refuse(
		`'${displayName}' is filled in, and '${subject.property.displayName}' is given by its ID, which says that already`,
		`Nothing was sent. Empty '${displayName}', or give '${subject.property.displayName}' by ${subject.word?.kind}.`,
	);
};

/** Why an item can't mean what it asks for: something that it says beside that is about something else. */
export const contradictionIn = (operation: Operation, asked: Asked): Refused | undefined =>
	isChange(operation) ? (ofAnother(operation, asked.fields) ?? ofNobody(operation, asked)) : undefined;

/** Whether an item is approved by who asked for it, whatever else is wrong with it: that refuses the whole run. */
export const selfApprovedAt = ({ panel }: Form, operation: Change | Compound, item: number): Refused | undefined => {
	const given = panel('options', item, {});
	if (!isObject(given) || !operation.options.includes(requestedBy)) return undefined;
	const [requester, approver] = [requestedBy, approvedBy].map(({ property, read }) => read(given[property.name]));
	return isUnreadable(requester) || isUnreadable(approver) ? undefined : selfApproved(requester, [approver]);
};
