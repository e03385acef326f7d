import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import * as fc from 'fast-check';
import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { Provider } from '../../sandbox';
import { wayIn } from '../support/access';
import type { Node } from '../support/changes';
import {
	changeKinds,
	credentialOf,
	expressionsFor,
	isChange,
	kindNames,
	modes,
	removalKinds,
	run,
} from '../support/changes';
import { crowd, giveRole, home } from '../support/cloudFoundry';
import { ada, client, department } from '../support/members';
import { insideOf, planned } from '../support/plans';
import { atScale } from '../support/scale';
import { engine, sandbox, setUp } from '../support/setUp';
import { everyRemoveAll, everySet } from '../support/wholes';
import type { OnError, Ran } from '../support/workflow';
import { json, links, packageName, runNode } from '../support/workflow';

setUp();

const nodes = Object.keys(credentialOf) as Node[];

/** An operation, and how to come to an item that the sandbox has something for. */
interface Kind {
	readonly node: Node;
	readonly resource: string;
	readonly operation: string;
	/** Leaves the sandbox as the item wants it. */
	readonly item: () => IDataObject | Promise<IDataObject>;
	/** How many changes the item comes to. */
	readonly changes?: number;
	/** The part of those who are there that the item removes. */
	readonly removes?: number;
}

const providerAt = (node: Node) => sandbox[node] as unknown as Provider<{ users: IDataObject[] }>;

const singles = Object.entries(changeKinds).map(([name, { node, operation, apiVersion, changing }]): [string, Kind] => [
	name,
	{
		node,
		resource: node === 'clientDirectory' ? 'department' : 'user',
		operation,
		item: () => ({ ...changing, ...(apiVersion && { apiVersion }) }),
		changes: node === 'clientDirectory' ? 2 : 1,
	},
]);

const placesOfSets = {
	delos: 'client',
	clientDirectory: 'department',
	guardhouse: 'role',
	cloudFoundry: 'organization',
};

const sets = everySet.map(([name, { node, operation, group, fill, id }]): [string, Kind] => [
	`${name} ${operation}`,
	{
		node,
		resource: placesOfSets[node],
		operation,
		item: () => {
			fill(9, 6);
			return { ...group, userIds: [1, 2, 3, 4, 5, 6].map(id) };
		},
		changes: 2,
		removes: 17,
	},
]);

const removeAlls = everyRemoveAll.map(([name, { node, operation, user, fill }]): [string, Kind] => [
	`${name} ${operation}`,
	{
		node,
		resource: 'user',
		operation,
		item: () => {
			fill(3);
			return user;
		},
		changes: 3,
	},
]);

const web = '9decf038-91ca-4605-b796-f7f629e0886b';

const singleRoles = (
	[
		['removeOrganizationRole', { organizationGuid: home, role: 'organization_auditor' }],
		['addOrganizationRole', { organizationGuid: home, role: 'organization_auditor' }],
		['removeSpaceRole', { spaceGuid: web, role: 'space_auditor' }],
		['addSpaceRole', { spaceGuid: web, role: 'space_auditor' }],
	] as const
).map(([operation, item]): [string, Kind] => [
	`cloudFoundry ${operation}`,
	{
		...{ node: 'cloudFoundry', resource: 'user', operation },
		item: () => {
			const { role, ...place } = item;
			if (operation.startsWith('remove')) giveRole(role, 'uaa-id-128', String(Object.values(place)[0]));
			return { userGuid: 'uaa-id-128', ...item, apiVersion: 'v3' };
		},
		changes: 1,
	},
]);

const ofSpaces: ReadonlyArray<[string, Kind]> = [
	[
		'cloudFoundry setUsers of a space',
		{
			...{ node: 'cloudFoundry', resource: 'space', operation: 'setUsers' },
			item: () => {
				const { state } = sandbox.cloudFoundry;
				state.roles = state.roles.filter(({ type }) => type !== 'space_auditor');
				const [first, second, third, fourth, fifth, sixth, seventh] = crowd(7).map(({ userGuid }) => userGuid);
				for (const one of [first, second, third, fourth, fifth, sixth]) giveRole('space_auditor', one, web);
				return {
					...{ spaceGuid: web, role: 'space_auditor', apiVersion: 'v3' },
					userIds: [first, second, third, fourth, fifth, seventh],
				};
			},
			changes: 2,
			removes: 17,
		},
	],
];

const ofPlans = removalKinds.map((name): [string, Kind] => [
	`apply ${name}`,
	{
		node: changeKinds[name].node,
		resource: 'change',
		operation: 'apply',
		item: async () => ({ plan: (await planned(changeKinds[name]))[0].plan }),
		changes: 'userIds' in changeKinds[name].changing ? 2 : 1,
	},
]);

// Of Delos both, for each of its two options is of one of them.
const undone = kindNames.filter((name) => changeKinds[name].node === 'delos' || !removalKinds.includes(name));
const ofUndos = undone.map((name): [string, Kind] => [
	`undo ${name}`,
	{
		node: changeKinds[name].node,
		resource: 'change',
		operation: 'undo',
		item: async () => {
			const { outputs } = await run(changeKinds[name], [changeKinds[name].changing], { verify: true });
			return { undo: json(outputs[0])[0].undo };
		},
		changes: 'userIds' in changeKinds[name].changing ? 2 : 1,
	},
]);

const unblock: [string, Kind] = [
	'guardhouse unblock',
	{
		node: 'guardhouse',
		resource: 'user',
		operation: 'unblock',
		item: () => {
			sandbox.guardhouse.state.users[0].isSuspended = true;
			return { userId: 101 };
		},
		changes: 1,
	},
];

const changeOwnership: [string, Kind] = [
	'delos changeOwnership',
	{
		node: 'delos',
		resource: 'user',
		operation: 'changeOwnership',
		item: () => ({ userId: 'user_abc123def', clientId: 'cust_789xyz', isOwner: false }),
		changes: 1,
	},
];

const changes = Object.fromEntries([
	...singles,
	changeOwnership,
	unblock,
	...singleRoles,
	...sets,
	...ofSpaces,
	...removeAlls,
	...ofPlans,
	...ofUndos,
]);

const inDirectory = { clientId: client };
/** Of a token that says nothing of itself, a space shows that it sees all of it by showing some. */
const inSpace = { of: 'space', spaceGuid: '9decf038-91ca-4605-b796-f7f629e0886b' };
const user = { delos: { userId: 'user_abc123def' }, cloudFoundry: { userGuid: 'uaa-id-128' } };
const reads = Object.fromEntries(
	(
		[
			['delos', 'user', 'get', user.delos],
			['delos', 'user', 'getAll', {}],
			['delos', 'client', 'getAll', {}],
			['clientDirectory', 'user', 'get', { ...inDirectory, userId: ada }],
			['clientDirectory', 'user', 'getAll', inDirectory],
			['clientDirectory', 'department', 'getAll', inDirectory],
			['clientDirectory', 'access', 'getAll', inDirectory],
			['guardhouse', 'user', 'get', { userId: 101 }],
			['guardhouse', 'user', 'getAll', {}],
			['guardhouse', 'role', 'getAll', {}],
			['guardhouse', 'access', 'getAll', {}],
			['delos', 'access', 'getAll', {}],
			['cloudFoundry', 'user', 'get', { ...user.cloudFoundry, apiVersion: 'v2' }],
			['cloudFoundry', 'user', 'get', { ...user.cloudFoundry, apiVersion: 'v3' }],
			['cloudFoundry', 'user', 'getAll', { apiVersion: 'v2' }],
			['cloudFoundry', 'user', 'getAll', { apiVersion: 'v3' }],
			['cloudFoundry', 'organization', 'getAll', { apiVersion: 'v2' }],
			['cloudFoundry', 'organization', 'getAll', { apiVersion: 'v3' }],
			['cloudFoundry', 'space', 'getAll', { apiVersion: 'v2' }],
			['cloudFoundry', 'space', 'getAll', { apiVersion: 'v3' }],
			['cloudFoundry', 'access', 'getAll', { ...inSpace, apiVersion: 'v2' }],
			['cloudFoundry', 'access', 'getAll', { ...inSpace, apiVersion: 'v3' }],
		] as ReadonlyArray<[Node, string, string, IDataObject]>
	).map(([node, resource, operation, item]): [string, Kind] => [
		[node, resource, operation, item.apiVersion ?? ''].join(' ').trim(),
		{
			...{ node, resource, operation },
			item: () => {
				if (item.spaceGuid) giveRole('space_auditor', 'uaa-id-128', String(item.spaceGuid));
				return item;
			},
		},
	]),
);
const kinds: Record<string, Kind> = { ...changes, ...reads };

const descriptionOf = (node: Node) => engine.nodeType(`${packageName}.${node}`).description.properties;

/** What the panel shows under this name for an operation; a hidden twin isn't shown. */
const shownOf = ({ node, resource, operation }: Kind, name: string): INodeProperties | undefined =>
	descriptionOf(node).find(
		({ name: own, type, displayOptions }) =>
			own === name &&
			type !== 'hidden' &&
			displayOptions?.show?.resource?.includes(resource) &&
			displayOptions.show.operation?.includes(operation),
	);

type Collection = 'options' | 'filters';

const entriesOf = (kind: Kind, collection: Collection) =>
	(shownOf(kind, collection)?.options ?? []) as INodeProperties[];

/** All that operations of the node have in a collection, each with its name once. */
const entriesOfNode = (node: Node, collection: Collection): ReadonlyMap<string, INodeProperties> =>
	new Map(
		descriptionOf(node)
			.filter(({ name, type }) => name === collection && type === 'collection')
			.flatMap(({ options = [] }) => options as INodeProperties[])
			.map((entry) => [entry.name, entry]),
	);

/** An item, the parameters that take it, and the provider as the item wants it. */
interface Ready {
	readonly kind: Kind;
	readonly item: IDataObject;
	readonly parameters: IDataObject;
	readonly start: object;
}

const ready = async (name: string): Promise<Ready> => {
	const kind = kinds[name];
	const { node, resource, operation } = kind;
	sandbox.cloudFoundry.state.jobPolls = 0;
	const item = await kind.item();
	const parameters = { resource, operation, ...(expressionsFor(node, Object.keys(item)) as IDataObject) };
	const one = { kind, item, parameters, start: providerAt(node).snapshot() };
	restore(one);
	return one;
};

/** How something is filled in: as it is, by an expression, or by one for all of a collection. */
const ways = ['fixed', 'expression', 'whole'] as const;
type Way = (typeof ways)[number];

/** What no JSON holds, as an expression gives it. */
class Code {
	constructor(readonly code: string) {}

	toString() {
		return `={{ ${this.code} }}`;
	}
}

interface FilledIn {
	readonly parameters: IDataObject;
	/** Fields of the item that these take. */
	readonly fields: IDataObject;
}

const byExpression = (name: string, value: unknown): FilledIn =>
	value instanceof Code
		? { parameters: { [name]: String(value) }, fields: {} }
		: { parameters: { [name]: '={{ $json.given }}' }, fields: { given: value as IDataObject } };

const filledIn = (collection: Collection, entries: Readonly<Record<string, unknown>>, way: Way): FilledIn => {
	if (way === 'whole') return byExpression(collection, entries);
	if (way === 'fixed') return { parameters: { [collection]: entries as IDataObject }, fields: {} };
	const expressions = Object.entries(entries).map(([name, value], index) => [
		name,
		value instanceof Code ? String(value) : `={{ $json.values[${index}] }}`,
	]);
	return {
		parameters: { [collection]: Object.fromEntries(expressions) as IDataObject },
		fields: { values: Object.values(entries) as IDataObject[] },
	};
};

const runReady = async ({ kind, item, parameters }: Ready, filled: FilledIn, onError?: OnError) => {
	const type = credentialOf[kind.node];
	const credentials = { [type]: wayIn(sandbox, type) };
	const items = [{ ...item, ...filled.fields }];
	return await runNode(engine, kind.node, { ...parameters, ...filled.parameters }, { items, credentials, onError });
};

const restore = ({ kind: { node }, start }: Ready) => {
	Object.assign(providerAt(node).state, structuredClone(start));
	providerAt(node).requests.splice(0);
};

/** Words of a program that failed, not of a node that refuses. */
const ofTheProgram = /TypeError|RangeError|\bundefined\b|\bNaN\b|\[object|out of range|is not a function|Cannot read/;

/** All that a run says. */
const saidBy = ({ error, outputs }: Ran): string =>
	[error?.message, error?.description, ...outputs.flatMap(json).flatMap((one) => [one.error, one.message])]
		.filter((text) => text !== undefined && text !== null)
		.map((text) => (typeof text === 'string' ? text : JSON.stringify(text)))
		.join('\n');

interface Done {
	readonly kind: Kind;
	readonly results: readonly IDataObject[];
	/** The bodies of what was to change something. */
	readonly sent: readonly IDataObject[];
	readonly inFlight: number;
}

const idsIn = ({ user_ids: ids }: IDataObject) => (ids as unknown[] | undefined) ?? [];

const justification = ['ticket', 'reason', 'requestedBy', 'approvedBy'];

/** What an option does with a value, where the run succeeds. */
const does: Record<string, (value: never, done: Done) => void> = {
	dryRun: (isDry: boolean, { sent, results }) => {
		expect(sent.length > 0).toBe(!isDry);
		for (const { outcome } of results) expect(outcome).toBe(isDry ? 'planned' : 'applied');
	},
	verify: (isVerified: boolean, { results }) => {
		for (const one of results) expect(one.verified).toBe(isVerified ? true : undefined);
	},
	auditEvent: (isAudited: boolean, { results }) => {
		for (const one of results) expect('audit' in one).toBe(isAudited);
	},
	output: (output: string, { results, kind }) =>
		expect(results).toHaveLength(output === 'members' ? (kind.changes ?? 1) : 1),
	concurrency: (most: number, { inFlight }) => expect(inFlight).toBeLessThanOrEqual(most),
	batchSize: (most: number, { sent }) => {
		for (const body of sent) expect(idsIn(body).length).toBeLessThanOrEqual(most);
	},
	planValidFor: (hours: number, { results, sent }) => {
		expect(sent).toEqual([]);
		for (const { plan } of results) {
			const { plannedAt, expiresAt } = insideOf(plan) as { plannedAt: string; expiresAt: string };
			expect(Date.parse(expiresAt) - Date.parse(plannedAt)).toBe(hours * 3_600_000);
		}
	},
	bodyFormat: (format: string, { sent }) => {
		for (const body of sent)
			if ('isOwner' in body || 'relation' in body) expect('relation' in body).toBe(format === 'nested');
	},
	...Object.fromEntries(
		justification.map((name) => [
			name,
			(word: string, { results }: Done) => {
				expect(results.length).toBeGreaterThan(0);
				for (const { justification } of results) expect(justification).toEqual({ [name]: word.trim() });
			},
		]),
	),
	mode: (mode: string, { results: [{ added, removed }] }) => {
		expect(added).toHaveLength(mode === 'removeOnly' ? 0 : 1);
		expect(removed).toHaveLength(mode === 'addOnly' ? 0 : 1);
	},
};

/** What says nothing of why, or names nobody. */
const noWord =
	(label: string, isPerson: boolean) =>
	(value: string): RegExp | false => {
		const word = value.trim();
		if (/\{\{\s*[$=]/.test(word)) return new RegExp(`^'${label}' holds an expression as plain text`);
		if (['undefined', 'null', 'NaN'].includes(word)) return new RegExp(`^'${label}' is the word`);
		return isPerson && !/[a-z\d]/i.test(word) && new RegExp(`^'${label}' is .*, which names nobody`, 's');
	};

/** Where a value refuses the run before anything is changed, and in what words. */
const refuses: Record<string, (value: never, kind: Kind) => RegExp | false> = {
	// Here users are given by ID.
	origin: (value: string) => value.trim() !== '' && /^'Origin' is filled in, and 'User' is given by its ID/,
	ticket: noWord('Ticket', false),
	reason: noWord('Reason', false),
	requestedBy: noWord('Requested By', true),
	approvedBy: noWord('Approved By', true),
	maxChanges: (most: number, { changes = 1 }) => most !== 0 && most < changes && /'Max Changes' allows/,
	maxRemovalPercent: (most: number, { removes = 0 }) => most < removes && /'Max Removal Percent' allows/,
};

const patient = 2000;

/** Where it may fail the run, for what else is so. */
const mayFail: Record<string, (value: never) => RegExp | false> = {
	keepLastOwner: (isKept: boolean) => isKept && /would remove the last owner/,
	// Of a whole, the reasons are shortened, and who couldn't be added for certain keeps the others from being removed.
	timeout: (milliseconds: number) =>
		milliseconds < patient && /didn't answ|because it wasn't certain that everybody of the list was/,
	username: () => /^API v2 of Cloud Foundry can't look up the 'Username' '/,
};

/** What an option needs beside it. */
const beside = (name: string, value: unknown): IDataObject => {
	if (name === 'planValidFor') return { dryRun: true };
	return name === 'timeout' && (value as number) < patient ? { maxRetries: 0 } : {};
};

interface Drawn {
	readonly name: string;
	readonly value: unknown;
	readonly way: Way;
}

const holdsInRange = async (one: Ready, collection: Collection, { name, value, way }: Drawn) => {
	const { kind } = one;
	const provider = providerAt(kind.node);
	const isShortest = name === 'timeout' && value === 1;
	provider.latency = isShortest ? 20 : 0;
	const ran = await runReady(one, filledIn(collection, { ...beside(name, value), [name]: value }, way));
	const told = saidBy(ran);
	const results = json(ran.outputs[0]);
	expect(told + JSON.stringify(results)).not.toMatch(ofTheProgram);
	const sent = provider.requests.filter(isChange).map(({ body }) => JSON.parse(body || '{}') as IDataObject);
	const refused = refuses[name]?.(value as never, kind);
	const failed = mayFail[name]?.(value as never);
	if (refused) {
		expect(told).toMatch(refused);
		expect(sent).toEqual([]);
	} else if (failed && (told !== '' || isShortest)) expect(told).toMatch(failed);
	else {
		expect(told).toBe('');
		expect(ran.status).toBe('success');
		if (collection === 'options') for (const { success } of results) expect(success).toBe(true);
		const inFlight = Math.max(0, ...provider.requests.map((request) => request.inFlight));
		does[name]?.(value as never, { kind, results, sent, inFlight });
	}
	// What nobody waits for any more may still change something.
	if (name === 'timeout' && (value as number) < patient) await sleep(isShortest ? 30 : 10);
	restore(one);
};

const someoneElse = ({ node, removes }: Kind): string[] => {
	const { users } = providerAt(node).state;
	const { uuid, id, guid, email, username } = removes === undefined ? (users.at(-1) as IDataObject) : users[8];
	return [uuid ?? guid ?? id, email ?? username].map(String);
};

const texts: Record<string, readonly string[]> = {
	cuid: ['cust_789xyz'],
	customerId: ['cust_789xyz'],
	department_id: [department],
	organizationGuid: [home],
	fromCreateAt: ['2024-01-15T10:30:00Z'],
	toCreateAt: ['2024-01-15T10:30:00Z'],
};

interface Range {
	readonly edges: readonly unknown[];
	readonly inside: fc.Arbitrary<unknown>;
	readonly runs: number;
}

const rangeOf = ({ name, type, typeOptions, options = [] }: INodeProperties, kind: Kind): Range => {
	if (type === 'number') {
		const { minValue: min = NaN, maxValue: max = NaN } = typeOptions ?? {};
		const some = [1, 999, 1999, 2000, 12345, 29876].filter((one) => one > min && one < max);
		return { edges: [min, max], inside: fc.oneof(fc.integer({ min, max }), fc.constantFrom(min, ...some)), runs: 6 };
	}
	if (type === 'boolean') return { edges: [true, false], inside: fc.boolean(), runs: 2 };
	if (type === 'options') {
		const values = options.map((option) => (option as { value: string }).value);
		return { edges: values, inside: fc.constantFrom(...values), runs: values.length };
	}
	if (name === 'protectedUsers') {
		const [id, word] = someoneElse(kind);
		return {
			edges: [id, word],
			inside: fc.constantFrom([id, word], `${id}, ${word}`, JSON.stringify([word])),
			runs: 3,
		};
	}
	const known = texts[name];
	const inside = known ? fc.constantFrom(...known) : fc.string({ minLength: 1 }).filter((text) => text.trim() !== '');
	// What is said of why is read alike in every operation.
	const runs = justification.includes(name) ? 2 : 6;
	return { edges: known ?? ['a', "o'hara & ,%41"], inside, runs };
};

/** For each purpose other draws, the same ones each time. */
const settings = (runs: number, ...purpose: string[]) => ({
	seed: createHash('sha256').update(purpose.join()).digest().readInt32BE(),
	numRuns: atScale(runs, 5 * runs),
});

const collections = ['options', 'filters'] as const;

describe('what there is to fill in', () => {
	it('is of operations that are all here', () => {
		const there = nodes.flatMap((node) =>
			descriptionOf(node)
				.filter(({ name }) => name === 'operation')
				.flatMap(({ displayOptions, options = [] }) =>
					options.map((one) => [node, displayOptions?.show?.resource?.[0], (one as { value: string }).value].join(' ')),
				),
		);
		const here = Object.values(kinds).map(({ node, resource, operation }) => [node, resource, operation].join(' '));
		expect([...new Set(here)].sort()).toEqual(there.sort());
	});

	it('is known by its names and types', () => {
		const entries = nodes.flatMap((node) => collections.flatMap((one) => [...entriesOfNode(node, one).values()]));
		const names = entries.map(({ name }) => name);
		for (const known of [does, refuses, mayFail, texts])
			expect(names).toEqual(expect.arrayContaining(Object.keys(known)));
		for (const { type } of entries) expect(['boolean', 'number', 'options', 'string']).toContain(type);
	});
});

describe.each(Object.keys(kinds))('what is added to %s', (name) => {
	it('does what it says over its whole range', async () => {
		const one = await ready(name);
		for (const collection of collections)
			for (const entry of entriesOf(one.kind, collection)) {
				const { edges, inside, runs } = rangeOf(entry, one.kind);
				const draw = (value: unknown, way: Way): Drawn => ({ name: entry.name, value, way });
				const drawn = fc
					.tuple(inside, fc.constantFrom(...ways))
					// A text that begins like an expression is one, where it stands as it is.
					.filter(([value, way]) => way !== 'fixed' || !String(value).startsWith('='))
					.map(([value, way]) => draw(value, way));
				const examples = edges.map((value, index): [Drawn] => [draw(value, ways[(index + entry.name.length) % 3])]);
				const property = fc.asyncProperty(drawn, async (what) => await holdsInRange(one, collection, what));
				await fc.assert(property, { ...settings(runs, name, entry.name), examples });
			}
	});
});

const lists = Object.keys(reads).filter((name) => reads[name].operation === 'getAll');

describe.each(lists)('how much of %s', (name) => {
	it('is as much as Limit says, or all', async () => {
		const one = await ready(name);
		const { outputs } = await runReady(one, { parameters: { returnAll: true }, fields: {} });
		const total = outputs[0].length;
		expect(total).toBeGreaterThan(1);
		const limit = shownOf(one.kind, 'limit') as INodeProperties;
		const { edges, inside, runs } = rangeOf(limit, one.kind);
		const drawn = fc.record({ value: inside, all: fc.boolean(), way: fc.constantFrom('fixed', 'expression') });
		const property = fc.asyncProperty(drawn, async ({ value, all, way }) => {
			const parameters = { returnAll: way === 'fixed' ? all : '={{ $json.all }}' };
			const filled: FilledIn =
				way === 'fixed'
					? { parameters: { ...parameters, limit: value as number }, fields: {} }
					: { parameters: { ...parameters, limit: '={{ $json.limit }}' }, fields: { all, limit: value as number } };
			const ran = await runReady(one, filled);
			expect(saidBy(ran)).toBe('');
			expect(ran.outputs[0]).toHaveLength(all ? total : Math.min(value as number, total));
		});
		const examples = edges.flatMap(
			(value, index): Array<[{ value: unknown; all: boolean; way: string }]> => [
				[{ value, all: index === 0, way: 'expression' }],
				[{ value, all: false, way: 'fixed' }],
			],
		);
		await fc.assert(property, { ...settings(runs, name), examples });
	});
});

const nothing = [new Code('$json.missing'), new Code('undefined'), null];
const huge = [1e21, -1e21, Number.MAX_SAFE_INTEGER + 2, new Code('NaN'), new Code('Infinity')];
const words = ['text', '12abc', '1e3', '0x10', '007', '1.0', '-1', ' 5', 'NaN', 'undefined'];
const structures = [[], [5], [true], ['a'], {}, { value: 5 }, [[]], { id: [] }];

/** What isn't of the kind of a parameter. */
const beyond = ({ name, type, typeOptions, required, options = [] }: INodeProperties): fc.Arbitrary<unknown> => {
	if (type === 'number') {
		const { minValue: min = NaN, maxValue: max = NaN } = typeOptions ?? {};
		return fc.oneof(
			fc.constantFrom<unknown>(...nothing, ...huge, ...words, ...structures, '', ' ', true, false),
			fc.constantFrom(min - 1, max + 1, min + 0.5, max - 0.5, max + 0.5, `${min - 1}`, `${max + 1}`),
			fc.double({ min, max, noNaN: true }).filter((number) => !Number.isInteger(number)),
			fc.oneof(
				fc.integer({ max: min - 1 }),
				fc.maxSafeInteger().filter((number) => number < min || number > max),
			),
			fc.string().filter((text) => !/^\d+$/.test(text)),
		);
	}
	if (type === 'boolean') {
		const others = ['', ' ', 'truee', 'yesno', 'null', '01', 2, -1, 0.5];
		const meant = /^\s*(true|false|yes|no|y|n|on|off|1|0|wahr|falsch|ja|nein|vrai|faux|oui|non|s[ií]|)\s*$/iu;
		const text = fc.string().filter((text) => !meant.test(text.normalize()));
		return fc.oneof(fc.constantFrom<unknown>(...nothing, ...huge, ...structures, ...others), text);
	}
	if (type === 'options') {
		const values = (options as Array<{ name: string; value: string }>).map(({ value }) => value);
		const near = values.flatMap((value) => [value.toUpperCase(), `${value}s`, `${value},`, [value], { value }]);
		const text = fc.string().filter((text) => !values.includes(text.trim()));
		const others = fc.constantFrom<unknown>(...nothing, ...huge, ...structures, '', 0, true, false);
		return fc.oneof(others, fc.constantFrom<unknown>(...near), text);
	}
	const empty = ['', ' ', '\n', ...nothing];
	const inexact = [1e21, Number.MAX_SAFE_INTEGER + 2, true, false, {}, { value: 5 }, [[]]];
	if (name === 'protectedUsers')
		return fc.constantFrom<unknown>(...empty, ...inexact, [], [''], [null], '[]', '[', '{}');
	// Empty, it is whichever has the name.
	if (name === 'origin') empty.length = 0;
	const isId = required === true || /id$/i.test(name);
	return fc.constantFrom<unknown>(...empty, ...inexact, [], ['a'], ...(isId ? ['a b', 'a/b', 'null', '[1]'] : []));
};

const refusalIn = ({ status, error, outputs }: Ran, onError: OnError) => {
	if (onError === 'stopWorkflow') {
		expect(status).toBe('error');
		return { message: String(error?.message), description: String(error?.description) };
	}
	expect(status).toBe('success');
	const isApart = onError === 'continueErrorOutput';
	if (isApart) expect(outputs[0]).toEqual([]);
	const failed = outputs[isApart ? 1 : 0];
	expect(links(failed)).toEqual([0]);
	const [{ error: words }] = json(failed);
	return { message: String(words), description: String(words) };
};

/** Nothing is sent, and the item is refused in words that begin so. */
const expectRefused = async (one: Ready, filled: FilledIn, onError: OnError, begin: string) => {
	const ran = await runReady(one, filled, onError);
	const { requests } = providerAt(one.kind.node);
	expect(requests.splice(0)).toEqual([]);
	const said = refusalIn(ran, onError);
	expect(said.message.slice(0, begin.length)).toBe(begin);
	expect(`${said.message} ${said.description}`).not.toMatch(/\w+Error\b|out of range|is not a function|Cannot read/);
	return said;
};

const anyMode = fc.constantFrom(...modes);

describe.each(Object.keys(kinds))('what is wrong in %s', (name) => {
	it('is refused by the label of what it stands in', async () => {
		const one = await ready(name);
		for (const collection of collections)
			for (const entry of entriesOf(one.kind, collection)) {
				const drawn = fc
					.record({
						name: fc.constant(entry.name),
						value: beyond(entry),
						way: fc.constantFrom(...ways),
						onError: anyMode,
					})
					// What no JSON holds can only be given by an expression, and a text that begins like one is one.
					.filter(({ value, way }) => way === (value instanceof Code ? 'expression' : way))
					.filter(({ value, way }) => way !== 'fixed' || !String(value).startsWith('='));
				const property = fc.asyncProperty(drawn, async ({ value, way, onError }) => {
					const filled = filledIn(collection, { [entry.name]: value }, way);
					await expectRefused(one, filled, onError, `'${entry.displayName}' `);
				});
				await fc.assert(property, settings(justification.includes(entry.name) ? 2 : 6, name, entry.name));
			}
		for (const entry of [shownOf(one.kind, 'limit'), shownOf(one.kind, 'returnAll')].filter(
			(shown) => shown !== undefined,
		)) {
			const property = fc.asyncProperty(beyond(entry), anyMode, async (value, onError) => {
				await expectRefused(one, byExpression(entry.name, value), onError, `'${entry.displayName}' `);
			});
			await fc.assert(property, settings(10, name, entry.name));
		}
	});

	it('is refused where it stands for all of a collection', async () => {
		const one = await ready(name);
		const texts = ['text', '', ' ', 'null', '{}', '{"dryRun":true}', '[{"dryRun":true}]'];
		const others = [...nothing, ...huge, 0, 1, true, false, [], [5], [{}], [{ dryRun: true }]];
		for (const collection of collections) {
			if (!shownOf(one.kind, collection)) continue;
			const label = collection === 'options' ? 'Options' : 'Filters';
			const drawn = fc.record({
				value: fc.oneof(fc.constantFrom<unknown>(...others, ...texts), fc.string()),
				onError: anyMode,
			});
			const property = fc.asyncProperty(drawn, async ({ value, onError }) => {
				await expectRefused(one, byExpression(collection, value), onError, `'${label}' `);
			});
			const examples = [...others, ...texts].map((value, index): [{ value: unknown; onError: OnError }] => [
				{ value, onError: modes[index % modes.length] },
			]);
			await fc.assert(property, { ...settings(examples.length, name, collection), examples });
		}
	});
});

/** What n8n itself takes out of all parameters and items. */
const takenOut = ['__proto__', 'constructor', 'prototype'];

const lettersOf = (name: string) => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

interface Misspelt {
	readonly given: string;
	readonly way: Way;
	readonly onError: OnError;
}

/** A name as people may write it. */
const misspelt = ({ name, displayName }: Pick<INodeProperties, 'name' | 'displayName'>): fc.Arbitrary<string> => {
	const parts = name.split(/(?=[A-Z])|_/).map((part) => part.toLowerCase());
	const joined = ['_', '-', ' '].flatMap((by) => [parts.join(by), ` ${parts.join(by)}`, parts.join(by).toUpperCase()]);
	return fc.oneof(
		fc.constantFrom(...joined, name.toUpperCase(), `${name} `, `-${name}`, `${name[0].toUpperCase()}${name.slice(1)}`),
		fc.mixedCase(fc.constant(name)),
		fc.constantFrom(displayName, displayName.toLowerCase()),
	);
};

describe.each(Object.keys(kinds))('a name among what is added to %s', (name) => {
	const own = (collection: Collection) => kinds[name].operation.startsWith('get') === (collection === 'filters');
	const shown = (one: Ready) => collections.filter((collection) => own(collection) && shownOf(one.kind, collection));
	const label = { options: "'Options' holds ", filters: "'Filters' holds " };

	it('that is misspelt is refused, and the right one is named', async () => {
		const one = await ready(name);
		for (const collection of shown(one)) {
			const known = entriesOfNode(one.kind.node, collection);
			const ownNames = new Set(entriesOf(one.kind, collection).map((entry) => entry.name));
			const all = [...known.values()];
			for (const entry of all) {
				// Of two entries of one label, the one is meant that the operation has.
				const isMeant = (given: string) =>
					ownNames.has(entry.name) ||
					!all.some((other) => other !== entry && lettersOf(other.displayName) === lettersOf(given));
				const isWrong = ({ given }: Misspelt) => !known.has(given) && isMeant(given);
				const drawn = fc.record({ given: misspelt(entry), way: fc.constantFrom(...ways), onError: anyMode });
				const property = fc.asyncProperty(drawn.filter(isWrong), async ({ given, way, onError }) => {
					const filled = filledIn(collection, { [given]: true }, way);
					const { message, description } = await expectRefused(one, filled, onError, label[collection]);
					expect(message).toContain(`'${given}'`);
					expect(description).toContain(`'${entry.name}'`);
				});
				const labelled: Misspelt = { given: entry.displayName, way: 'fixed', onError: 'stopWorkflow' };
				const examples = [labelled].filter(isWrong);
				await fc.assert(property, {
					...settings(examples.length + 1, name, entry.name),
					examples: examples.map((example): [Misspelt] => [example]),
				});
			}
		}
	});

	it('that no operation of the node has is refused by that name', async () => {
		const one = await ready(name);
		for (const collection of shown(one)) {
			const entries = [...entriesOfNode(one.kind.node, collection).values()];
			const known = entries.flatMap((entry) => [entry.name, entry.displayName]).map(lettersOf);
			const strange = ['toString', 'hasOwnProperty', 'protected', 'dry', 'users', '0', '-', 'a.b', '=a'];
			const drawn = fc.record({
				given: fc.oneof(fc.string({ maxLength: 20 }), fc.constantFrom(...strange)),
				way: fc.constantFrom(...ways),
				onError: anyMode,
			});
			const property = fc.asyncProperty(
				drawn.filter(({ given }) => !known.includes(lettersOf(given)) && !takenOut.includes(given)),
				async ({ given, way, onError }) => {
					const filled = filledIn(collection, { [given]: true }, way);
					const { message } = await expectRefused(one, filled, onError, label[collection]);
					expect(message).toContain(`'${given}'`);
				},
			);
			await fc.assert(property, settings(10, name, collection));
		}
	});

	it('that another operation of the node has is passed over', async () => {
		const one = await ready(name);
		for (const collection of shown(one)) {
			const known = new Set(entriesOf(one.kind, collection).map((entry) => entry.name));
			const others = [...entriesOfNode(one.kind.node, collection).keys()].filter((other) => !known.has(other));
			if (others.length === 0) continue;
			const drawn = fc.record({
				other: fc.constantFrom(...others),
				value: fc.constantFrom<unknown>(true, 5, 'text', '', null, []),
				way: fc.constantFrom(...ways),
			});
			const property = fc.asyncProperty(drawn, async ({ other, value, way }) => {
				const ran = await runReady(one, filledIn(collection, { [other]: value }, way));
				expect(saidBy(ran)).toBe('');
				expect(ran.status).toBe('success');
				restore(one);
			});
			const examples = others.map((other, index): [{ other: string; value: unknown; way: Way }] => [
				{ other, value: true, way: ways[index % 3] },
			]);
			await fc.assert(property, { ...settings(others.length, name, collection), examples });
		}
	});
});

it.each([
	['={{ new Date() }}', 'Date'],
	['={{ new Map([["dryRun", true]]) }}', 'Map'],
	['={{ /a/ }}', 'RegExp'],
])('options that are an object without names are refused: %s', async (options, tag) => {
	const kind = changeKinds['guardhouse unassignRole'];
	const { error } = await run(kind, [kind.changing], options as unknown as IDataObject);
	expect(error?.message).toBe(`'Options' is a ${tag}, where an object is meant`);
	expect(sandbox.guardhouse.requests).toEqual([]);
});
