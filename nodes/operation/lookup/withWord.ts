import type { ItemRequest } from '../panel';
import type { SetOperation, SetStep } from '../model';
import { wordFor } from './lookedUp';

/** A step of a list with the word that its user was looked up by, where nothing that was read names the user so. */
export const withWord = (
	{ list, subject }: SetOperation,
	{ lookedUp = [] }: Pick<ItemRequest, 'lookedUp'>,
	step: SetStep,
): SetStep => {
	const name = subject.word?.fields[0];
	const members = lookedUp.find(({ parameter }) => parameter.property.name === list?.of.property.name);
	const word = members && wordFor(members, step.key);
	if (name === undefined || word === undefined || step.entry[name] !== undefined) return step;
	return { ...step, entry: { ...step.entry, [name]: word }, called: `${step.called} (${word})` };
};
