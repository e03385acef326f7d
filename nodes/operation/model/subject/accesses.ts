import type { Change } from '../operation';
import { isOption, parametersOf } from '../operation';
import type { Parameter, Values } from '../parameter';
import { comparable, folded } from '../text';
import { unseenIn } from './unseen';

const ways = new Set(['boolean', 'options']);

const isWhich = (parameter: Parameter): boolean =>
	parameter.isOfAccess === true || (!ways.has(parameter.property.type) && !parameter.isAside && !isOption(parameter));

/** Which access a change is about, in whichever way it changes it and however its IDs are spelled. In bulk: of one member. */
export const accessesOf = (change: Change) => {
	const { bulk, subject } = change;
	const named = [...parametersOf(change).keys()].filter(isWhich);
	const names = named.map((parameter) => (parameter === bulk?.of ? subject : parameter).property.name);
	return (values: Values): string => {
		const word = unseenIn(change, values);
		return folded(
			JSON.stringify([...names.map((name) => values[name]), ...(word === undefined ? [] : [comparable(word)])]),
		);
	};
};
