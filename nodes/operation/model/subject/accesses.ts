import type { Change } from '../operation';
import { parametersOf } from '../operation';
import type { Values } from '../parameter';
import { folded } from '../text';

const ways = new Set(['boolean', 'options']);

/** Which access a change is about, in whichever way it changes it and however its IDs are spelled. In bulk: of one member. */
export const accessesOf = (change: Change) => {
	const { bulk, subject } = change;
	const named = [...parametersOf(change).keys()].filter(
		({ property, isOfAccess }) => isOfAccess || !ways.has(property.type),
	);
	const names = named.map((parameter) => (parameter === bulk?.of ? subject : parameter).property.name);
	return (values: Values): string => folded(JSON.stringify(names.map((name) => values[name])));
};
