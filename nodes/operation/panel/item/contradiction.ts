import type { Change, Operation, Refused, Values } from '../../model';
import { isChange, refuse } from '../../model';
import { approvedBy, requestedBy, selfApproved } from '../options';
import type { Fields } from './fields';
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

/** Why an item can't mean what it asks for: something that it says beside that is about something else, or is nobody else's word. */
export const contradictionIn = (operation: Operation, asked: Asked): Refused | undefined =>
	selfApproved(asked.options[requestedBy.property.name], [asked.options[approvedBy.property.name]]) ??
	(isChange(operation) ? (ofAnother(operation, asked.fields) ?? ofNobody(operation, asked)) : undefined);
