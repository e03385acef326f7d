import type { Change, Operation, Refused, Values } from '../../model';
import { isBlank, isChange, refuse, shortened } from '../../model';
import type { Fields } from './fields';
import type { Sought } from './sought';

/** What an item asks for beside its values. */
interface Asked {
	/** Where it is mapped automatically. */
	readonly fields?: Fields;
	readonly options: Values;
	readonly sought: readonly Sought[];
}

const ofAnother = ({ name, agrees }: Change, fields: Fields | undefined): Refused | undefined => {
	const said = agrees && fields?.valuesOf(agrees.field).find((value) => !isBlank(value) && value !== agrees.is);
	if (said === undefined) return undefined;
	return refuse(
		`The input item's '${agrees?.field}' is '${shortened(String(said))}', and '${name}' is about '${agrees?.is}'`,
		`Nothing was sent. ${agrees?.otherwise}`,
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
