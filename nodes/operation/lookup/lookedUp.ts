import type { IDataObject } from 'n8n-workflow';

import type { ItemRequest } from '../panel';

/** The words that a result's IDs were looked up by, under the names of their parameters. */
export const lookedUpIn = ({ lookedUp = [] }: ItemRequest): IDataObject => {
	if (lookedUp.length === 0) return {};
	const words = lookedUp.map(({ parameter: { are, property }, found }): [string, string | string[]] => {
		// In the order of the IDs, each of which a result has once.
		const all = [...new Map(found.map(({ id, word }) => [id, word])).values()];
		return [property.name, are ? all : all[0]];
	});
	return { lookedUp: Object.fromEntries(words) };
};

/** The same for a result of one member, whose ID stands under a name of its own. */
export const lookedUpOf = (asked: ItemRequest, list: string, name: string, id: string): IDataObject => {
	const { [list]: _all, ...others } = (lookedUpIn(asked).lookedUp ?? {}) as IDataObject;
	const members = asked.lookedUp?.find(({ parameter }) => parameter.property.name === list);
	const word = members?.found.find((one) => one.id === id)?.word;
	const own = { ...others, ...(word !== undefined && { [name]: word }) };
	return Object.keys(own).length > 0 ? { lookedUp: own } : {};
};
