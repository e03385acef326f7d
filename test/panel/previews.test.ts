import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { IDataObject } from 'n8n-workflow';

import { changeKinds, credentialOf, kindNames, run, type Node } from '../support/changes';
import { ada, client } from '../support/members';
import { credentialsOf } from '../support/removal';
import { engine, sandbox, setUp } from '../support/setUp';
import { everyRemoveAll, everySet, runWhole } from '../support/wholes';
import { json, locator, runNode } from '../support/workflow';

// People map fields by the previews before anything has run: what these show has to be what comes.

setUp();

interface Schema {
	readonly type?: string;
	readonly properties?: Readonly<Record<string, Schema>>;
	readonly items?: Schema;
	readonly version?: number;
}

const { schemas } = jest.requireActual<{ schemas: () => ReadonlyArray<[string, Schema]> }>('../../scripts/previews');

const folderOf: Record<Node, string> = {
	clientDirectory: 'ClientDirectory',
	cloudFoundry: 'CloudFoundry',
	delos: 'Delos',
	guardhouse: 'Guardhouse',
};

/** A preview, field by field. */
const linesOf = (name: string, { type, properties = {}, items }: Schema): string[] => [
	`${name}: ${type}`,
	...Object.entries(properties).flatMap(([inner, schema]) => linesOf(`${name}.${inner}`, schema)),
	...(items ? linesOf(`${name}[]`, items) : []),
];

const previewOf = (node: Node, resource: string, operation: string): Schema => {
	const path = `dist/nodes/${folderOf[node]}/__schema__/v1.0.0/${resource}/${operation}.json`;
	const [, schema] = schemas().find(([file]) => file === path) ?? [];
	expect(schema?.version).toBe(1);
	return schema as Schema;
};

/** What a preview shows and a value doesn't hold; what is empty here may be filled elsewhere. */
const unlike = (schema: Schema, value: unknown, at = ''): string[] => {
	if (value === undefined) return [`${at} isn't there`];
	if (value === null || schema.type === 'null') return [];
	if (Array.isArray(value))
		return schema.type === 'array'
			? value.flatMap((entry) => unlike(schema.items ?? {}, entry, `${at}[]`))
			: [`${at} is a list`];
	const type = Number.isInteger(value) ? 'integer' : typeof value;
	if (schema.type !== type) return [`${at} is ${type}, not ${schema.type}`];
	return Object.entries(schema.properties ?? {}).flatMap(([name, inner]) =>
		unlike(inner, (value as IDataObject)[name], `${at}.${name}`),
	);
};

/** A role is of a space or of none, and not every list of users tells their names and clients. */
const mayLack = /(spaceGuid|spaceName|\.added\[\]\.(username|userEmail)|^\.clients) isn't there$/;

const isShown = (result: IDataObject, preview: Schema) => {
	expect(unlike(preview, result).filter((what) => !mayLack.test(what))).toEqual([]);
	// A note is there where there is something to note.
	expect(Object.keys(preview.properties ?? {})).toEqual(Object.keys(result).filter((name) => name !== 'note'));
};

const groupOf: Record<Node, string> = {
	clientDirectory: 'department',
	cloudFoundry: 'organization',
	delos: 'client',
	guardhouse: 'role',
};

const reads: ReadonlyArray<readonly [Node, resource: string, operation: string, parameters: object]> = [
	['delos', 'user', 'get', { userId: locator('user_abc123def') }],
	['delos', 'user', 'getAll', {}],
	['delos', 'client', 'getAll', {}],
	['clientDirectory', 'user', 'get', { clientId: client, userId: locator(ada) }],
	['clientDirectory', 'user', 'getAll', { clientId: client }],
	['clientDirectory', 'department', 'getAll', { clientId: client }],
	['guardhouse', 'user', 'get', { userId: locator(101) }],
	['guardhouse', 'user', 'getAll', {}],
	['guardhouse', 'role', 'getAll', {}],
	['cloudFoundry', 'user', 'get', { userGuid: locator('uaa-id-128') }],
	['cloudFoundry', 'user', 'getAll', {}],
	['cloudFoundry', 'organization', 'getAll', {}],
	['cloudFoundry', 'access', 'getAll', { of: 'space', spaceGuid: locator('9decf038-91ca-4605-b796-f7f629e0886b') }],
];

const resourceOf = (node: Node) => (node === 'clientDirectory' ? 'department' : 'user');

it.each(Object.entries(folderOf))('the previews of %s are those that are written down', (node, folder) => {
	const lines = schemas().flatMap(([file, schema]) => {
		const [, name] = new RegExp(`^dist/nodes/${folder}/__schema__/v1.0.0/(.+).json$`).exec(file) ?? [];
		return name === undefined ? [] : linesOf(name, schema);
	});
	expect([...lines, '']).toEqual(readFileSync(join(__dirname, 'previews', `${node}.txt`), 'utf8').split('\n'));
});

describe('the preview', () => {
	// Which version answers is found out at run time: the preview shows what V3 does.
	it.each(kindNames.filter((name) => name !== 'cloudFoundry addOrganization v2'))(
		'of %s shows what its result holds',
		async (name) => {
			const kind = changeKinds[name];
			const { outputs } = await run(kind, [kind.changing]);
			const [result] = json(outputs[0]);
			const preview = previewOf(kind.node, resourceOf(kind.node), kind.operation);
			isShown(result, preview);
		},
	);

	it.each(['block', 'unblock'])('of %s at Guardhouse shows what its result holds', async (operation) => {
		sandbox.guardhouse.state.users[0].isSuspended = operation === 'unblock';
		const people = { userId: locator(101), ...(operation === 'block' && { blockedByUserId: locator(102) }) };
		const all = { resource: 'user', operation, ...people };
		const { outputs } = await runNode(engine, 'guardhouse', all, { credentials: credentialsOf('guardhouseApi') });
		isShown(json(outputs[0])[0], previewOf('guardhouse', 'user', operation));
	});

	it.each(everyRemoveAll)('of Remove All at %s shows what its result holds', async (_, kind) => {
		kind.fill(2);
		const { outputs } = await runWhole(kind, [kind.user]);
		const [result] = json(outputs[0]);
		const preview = previewOf(kind.node, 'user', kind.operation);
		isShown(result, preview);
	});

	it.each(everySet)('of Set at %s shows what its result holds', async (_, kind) => {
		kind.fill(4, 3);
		const items = [{ ...kind.group, userIds: [kind.id(1), kind.id(2), kind.id(3)] }];
		const { outputs } = await runWhole(kind, items, { options: { maxRemovalPercent: 100 } });
		const [result] = json(outputs[0]);
		const preview = previewOf(kind.node, groupOf[kind.node], kind.operation);
		isShown(result, preview);
	});

	it.each(reads)('of %s, %s %s shows what comes', async (node, resource, operation, parameters) => {
		const all = { resource, operation, ...parameters } as IDataObject;
		const { outputs } = await runNode(engine, node, all, { credentials: credentialsOf(credentialOf[node]) });
		const [first] = json(outputs[0]);
		const preview = previewOf(node, resource, operation);
		expect(unlike(preview, first).filter((what) => !mayLack.test(what))).toEqual([]);
		expect(Object.keys(preview.properties ?? {}).length).toBeGreaterThan(1);
	});
});
