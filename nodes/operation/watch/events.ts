import type { INodeProperties, IPollFunctions } from 'n8n-workflow';

import type { AccessList, Refused } from '../model';
import { refuse } from '../model';

export type Event = 'granted' | 'revoked' | 'changed';

interface Words {
	readonly name: string;
	readonly description: string;
}

const granted: Words = { name: 'Access Granted', description: 'Somebody got an access' };
const revoked: Words = { name: 'Access Revoked', description: 'Somebody lost an access' };

const wordsFor = ({ changed = granted }: AccessList): Record<Event, Words> => ({ granted, revoked, changed });

/** Where accesses have no level, none of them changes: it comes or it goes. */
const eventsOf = ({ level }: AccessList): Event[] => [
	'granted',
	'revoked',
	...(level === undefined ? [] : ['changed' as const]),
];

export const eventsProperty = (list: AccessList): INodeProperties => ({
	displayName: 'Events',
	name: 'events',
	type: 'multiOptions',
	required: true,
	options: eventsOf(list).map((value) => {
		const { name, description } = wordsFor(list)[value];
		return { name, value, action: `On ${name.toLowerCase()}`, description };
	}),
	default: [...eventsOf(list)],
	description: 'What to start the workflow for',
});

/** Those that somebody wants to be told of. */
export const eventsIn = (context: IPollFunctions, list: AccessList): readonly Event[] | Refused => {
	const given = context.getNodeParameter('events', eventsOf(list)) as unknown;
	const known: readonly unknown[] = eventsOf(list);
	const chosen = (Array.isArray(given) ? given : [given]) as unknown[];
	if (chosen.length > 0 && chosen.every((event) => known.includes(event))) return chosen as Event[];
	const all = known.map((event) => `'${String(event)}'`).join(', ');
	return refuse(`'Events' names ${chosen.length === 0 ? 'none' : 'something else'}`, `Choose one or more of ${all}.`);
};
