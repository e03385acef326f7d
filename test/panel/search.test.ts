import { readFileSync } from 'node:fs';

import { sublimeSearch } from '@n8n/utils/search/sublime-search';
import type { INodeType, INodeTypeDescription } from 'n8n-workflow';

import { credentialOf, type Node } from '../support/changes';
import { engine, setUp } from '../support/setUp';
import { packageName } from '../support/workflow';

setUp();

type Described = Pick<INodeTypeDescription, 'name' | 'displayName' | 'codex' | 'hidden'>;

const own = Object.keys(credentialOf) as Node[];

/** All nodes of n8n's node panel, as the editor gives them to its search; the editor then moves up a few that are popular. */
const offered = () => {
	const ofN8n = JSON.parse(
		readFileSync(require.resolve('n8n-nodes-base/dist/types/nodes.json'), 'utf8'),
	) as Described[];
	const names = [...own, ...own.map((name) => `${name}Trigger`)];
	const ours = names.map((name): Described => (engine.nodeType(`${packageName}.${name}`) as INodeType).description);
	return [...ofN8n.filter(({ hidden }) => hidden !== true), ...ours].map((properties) => ({
		key: properties.name,
		properties,
	}));
};

const all: readonly Node[] = ['clientDirectory', 'cloudFoundry', 'delos', 'guardhouse'];

const meant: ReadonlyArray<readonly [words: string, nodes: readonly Node[]]> = [
	['remove all roles', ['cloudFoundry', 'guardhouse']],
	['remove user', all],
	['revoke', all],
	['revoke access', all],
	['offboard', all],
	['leaver', all],
	['disable user', all],
	['deactivate user', all],
	['terminate employee', all],
	['access review', all],
	['who has access', all],
	['dry run', all],
	['role', ['cloudFoundry', 'guardhouse']],
	['department', ['clientDirectory']],
	['organization', ['cloudFoundry']],
	['undo', all],
	['block', ['guardhouse']],
	['suspend', ['guardhouse']],
	['change ownership', ['delos']],
	['space role', ['cloudFoundry']],
	['approve', all],
];

describe("n8n's own search for nodes", () => {
	it.each(meant)("finds, for '%s', the nodes that do it before all others", (words, nodes) => {
		const found = sublimeSearch(words, offered()).map(({ item }) => item.key);
		expect(found.slice(0, nodes.length).sort()).toEqual(nodes);
	});

	// n8n's list of nodes has one entry for a provider's two nodes, and searches the words of the one that acts.
	it.each(['on access changed', 'access granted', 'access revoked', 'watch access', 'granted', 'who has what'])(
		"finds, for '%s', our nodes before all others, and those that act too",
		(words) => {
			const found = sublimeSearch(words, offered()).map(({ item }) => item.key);
			const own = found.filter((name) => (all as readonly string[]).includes(name.replace(/Trigger$/, '')));
			expect(found.slice(0, own.length)).toEqual(own);
			expect(own.filter((name) => !name.endsWith('Trigger')).sort()).toEqual(all);
		},
	);

	it('finds others where they are meant', () => {
		const [first] = sublimeSearch('http request', offered());
		expect(first.item.properties.displayName).toBe('HTTP Request');
	});
});
