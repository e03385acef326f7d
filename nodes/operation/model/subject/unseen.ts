import type { IDataObject } from 'n8n-workflow';

import type { Answer } from '../answer';
import type { Change } from '../operation';
import type { Values } from '../parameter';
import { isUnreadable } from '../parameter';

type Whose = Pick<Change, 'byWord' | 'subject'>;

/** The word of somebody whom the account doesn't see, which stands in the place of the ID. */
export const unseenIn = ({ byWord, subject }: Whose, values: Values): string | undefined =>
	byWord && values[subject.property.name] === undefined ? String(values[byWord.word.property.name]) : undefined;

/** The values of a change for somebody whom the account doesn't see. */
export const asUnseen = ({ byWord, subject }: Whose, values: Values, word: string, options: Values): Values => {
	if (!byWord) return values;
	const { [subject.property.name]: _id, ...others } = values;
	const { word: own, beside } = byWord;
	const { name } = beside.property;
	return { ...others, [own.property.name]: word, ...(options[name] !== '' && { [name]: options[name] }) };
};

/** The same once an answer has told who that is; it stays as it is where the answer doesn't. */
export const asAnswered = (change: Whose, values: Values, answer: Answer | undefined): Values => {
	const { byWord, subject } = change;
	if (!byWord || !answer || unseenIn(change, values) === undefined) return values;
	const id = subject.read(byWord.id(answer));
	if (isUnreadable(id)) return values;
	const { [byWord.word.property.name]: _word, [byWord.beside.property.name]: _beside, ...others } = values;
	return { [subject.property.name]: id, ...others };
};

/** The values as results show them: the ID of somebody who isn't seen is known once an answer tells it. */
export const echoOf = (change: Whose, values: Values): IDataObject => {
	const { byWord, subject } = change;
	if (!byWord || unseenIn(change, values) === undefined) return values as IDataObject;
	const { [byWord.word.property.name]: _word, [byWord.beside.property.name]: _beside, ...others } = values;
	return { [subject.property.name]: null, ...(others as IDataObject) };
};

/** The values as messages name them: somebody without an ID by the word. */
export const asTold = (change: Whose, values: Values): Values => {
	const word = unseenIn(change, values);
	return word === undefined ? values : { ...values, [change.subject.property.name]: word };
};
