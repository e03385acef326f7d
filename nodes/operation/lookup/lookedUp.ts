import type { IDataObject } from 'n8n-workflow';

import type { ItemRequest, LookedUp } from '../panel';
import type { Values } from '../model';

type Asked = Pick<ItemRequest, 'lookedUp'>;

const known = new WeakMap<LookedUp['found'], ReadonlyMap<string, string>>();

/** Stands in the place of the ID of somebody whom the account doesn't see, until an answer tells it. */
export const nobodySeen = '';

/** The word that an ID was looked up by. */
export const wordFor = ({ found }: Pick<LookedUp, 'found'>, id: string): string | undefined => {
	const words = known.get(found) ?? new Map(found.map((one) => [one.id, one.word]));
	known.set(found, words);
	return words.get(id) ?? words.get(nobodySeen);
};

/** The words that IDs were looked up by, each under the name of its parameter; those of a list are the user's. */
export const wordsIn = ({ lookedUp = [] }: Asked, values: Values, subject: string): Record<string, string> =>
	Object.fromEntries(
		lookedUp.flatMap((one) => {
			const { are, property } = one.parameter;
			const name = are ? subject : property.name;
			const word = wordFor(one, String(values[name]));
			return word === undefined ? [] : [[name, word]];
		}),
	);

/** The words that a result's IDs were looked up by, under the names of their parameters. */
export const lookedUpIn = ({ lookedUp = [] }: Asked): IDataObject => {
	if (lookedUp.length === 0) return {};
	const words = lookedUp.map(({ parameter: { are, property }, found }): [string, string | string[]] => {
		// In the order of the IDs, each of which a result has once.
		const all = [...new Map(found.map(({ id, word }) => [id, word])).values()];
		return [property.name, are ? all : all[0]];
	});
	return { lookedUp: Object.fromEntries(words) };
};

/** The same for a result of one member, whose ID stands under a name of its own. */
export const lookedUpOf = (asked: Asked, list: string, name: string, id: string): IDataObject => {
	const { lookedUp = [] } = asked;
	const isOfList = ({ parameter }: LookedUp) => parameter.property.name === list;
	const others = lookedUpIn({ lookedUp: lookedUp.filter((one) => !isOfList(one)) }).lookedUp as IDataObject | undefined;
	const members = lookedUp.find(isOfList);
	const word = members && wordFor(members, id);
	const own = { ...others, ...(word !== undefined && { [name]: word }) };
	return Object.keys(own).length > 0 ? { lookedUp: own } : {};
};
