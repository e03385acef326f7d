import type { Entry, Parameter, Shown } from '../../model';
import { isUnreadable } from '../../model';

/** A list puts a value into the workflow, where a text that begins like this is an expression, to be run. */
const isExpression = (value: unknown) => typeof value === 'string' && value.startsWith('=');

/**
 * The objects of a provider that can be chosen: an ID is read as strictly as one that is typed. The name is kept beside the ID, so
 * it mustn't be an expression either.
 */
export const offered = (shown: readonly Shown[], read: Parameter['read']): Entry[] =>
	shown.flatMap(({ value, name, ...rest }) => {
		const id = read(value);
		if (isUnreadable(id) || isExpression(id)) return [];
		return [{ ...rest, name: isExpression(name) ? `'${name}'` : name, value: id as Entry['value'] }];
	});

/** The editor shows names alone: entries that share one are told apart by what they stand for. */
export const toldApart = (entries: readonly Entry[]): Entry[] => {
	const seen = new Map<string, number>();
	for (const { name } of entries) seen.set(name, (seen.get(name) ?? 0) + 1);
	return entries.map((entry) =>
		seen.get(entry.name) === 1 ? entry : { ...entry, name: `${entry.name} (${entry.value})` },
	);
};

/** A line in the list that stands for no entry. */
export const note = (name: string): Entry => ({ name, value: '' });

/** Whether an entry holds what somebody typed, in any of its texts. */
export const mayHold = (filter: string) => {
	const wanted = filter.toLowerCase();
	return ({ name, value, description = '' }: Entry) => `${name} ${value} ${description}`.toLowerCase().includes(wanted);
};
