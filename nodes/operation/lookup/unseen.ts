import type { ItemRequest, Sought } from '../panel';
import type { Operation, Reader, Refused, Value } from '../model';
import { asUnseen, isChange, variantOf } from '../model';
import type { Found } from './questions';

/** Whether nobody is seen who has the word of a change's user, who may be there all the same. */
const isUnseen = (operation: Operation, { parameter, beside }: Sought, found: Found): boolean =>
	isChange(operation) &&
	operation.byWord !== undefined &&
	parameter.property.name === operation.subject.property.name &&
	beside === undefined &&
	Array.isArray(found) &&
	found.length === 0;

/** Whether an item goes by the word itself, or what would help. */
const goes = async (operation: Operation, asked: ItemRequest, reader: Reader): Promise<boolean | string> => {
	if (!isChange(operation) || !operation.byWord) return false;
	const variant = await variantOf(operation, asked.values, reader);
	return 'message' in variant ? false : variant.byWord ? true : operation.byWord.otherwise;
};

/** How an item stands to a word that nobody has who is seen: it goes by the word itself, or it can't be used. */
export const unseenBy = async (
	operation: Operation,
	{ asked, sought, found }: { readonly asked: ItemRequest; readonly sought: Sought; readonly found: Found },
	reader: Reader,
): Promise<boolean | string> => isUnseen(operation, sought, found) && (await goes(operation, asked, reader));

/** The values of an item that goes by a word itself. */
export const byWordIn = (
	operation: Operation,
	values: Readonly<Record<string, Value>>,
	word: string,
	{ options }: ItemRequest,
): Readonly<Record<string, Value>> => (isChange(operation) ? asUnseen(operation, values, word, options) : values);

/** The refusal of a word that nobody has who is seen, with what would help. */
export const orOtherwise = (refused: Refused, otherwise: boolean | string): Refused =>
	typeof otherwise === 'string' ? { ...refused, description: `${refused.description} ${otherwise}` } : refused;
