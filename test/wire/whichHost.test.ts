import type { IDataObject } from 'n8n-workflow';

import { wayIn, ways } from '../support/access';
import { credentialOf } from '../support/changes';
import { engine, sandbox, setUp } from '../support/setUp';
import { inWords, runInWords, worded } from '../support/words';
import { locator, runNode } from '../support/workflow';

// Where a host can't be reached, it is named, and so is what in the credential says that it is there; whatever it was needed for.

setUp();

const host = `${'a'.repeat(60)}.example`;
const noHost = `https://${host}`;

/** Whichever of these says it, once is enough. */
const unchanged = /Nothing was changed|no changes had been made/g;

const names: Record<string, string> = {
	delosApi: 'Delos',
	clientDirectoryApi: 'The client directory',
	guardhouseApi: 'Guardhouse',
	cloudFoundryApi: 'Cloud Foundry',
};
const kinds: Record<string, string> = {
	delosApi: 'delos unbindClient',
	clientDirectoryApi: 'clientDirectory removeMembers',
	guardhouseApi: 'guardhouse unassignRole',
	cloudFoundryApi: 'cloudFoundry removeOrganization v3',
};
const gets: Record<string, IDataObject> = {
	delosApi: { userId: locator('user_abc123def') },
	clientDirectoryApi: { clientId: 'c1', userId: locator('u1') },
	guardhouseApi: { userId: locator(101) },
	cloudFoundryApi: { userGuid: locator('uaa-id-128'), apiVersion: 'v3' },
};
const nodeOf = (type: string) => worded[kinds[type]].node;

const elsewhere = (type: string, way: string, fields: IDataObject = { baseUrl: noHost }) => ({
	[type]: { ...wayIn(sandbox, type, way), ...fields },
});

const changed = async (type: string, credentials: Record<string, IDataObject>, options: IDataObject = {}) => {
	const { node, operation, apiVersion, changing } = worded[kinds[type]];
	const resource = node === 'clientDirectory' ? 'department' : 'user';
	const parameters = {
		resource,
		operation,
		...(apiVersion && { apiVersion }),
		mappingMode: 'autoMapInputData',
		options,
	};
	return await runNode(engine, node, parameters, { items: [changing], credentials });
};

describe.each(ways)('%s by %s', (type, way) => {
	const message = `${names[type]} can't be reached at ${host}: there is no such host`;
	const check = "Check 'Base URL' of the credential.";

	it.each([
		['a change', {}],
		['the read before one', { verify: true }],
	])('%s says so', async (_, options) => {
		const { error } = await changed(type, elsewhere(type, way), { ...options, maxRetries: 0 });
		expect(error?.message).toBe(message);
		expect(error?.description).toContain(check);
		expect(error?.description?.match(unchanged)).toHaveLength(1);
	});

	it('a read says so', async () => {
		const parameters = { resource: 'user', operation: 'get', ...gets[type] };
		const { error } = await runNode(engine, nodeOf(type), parameters, { credentials: elsewhere(type, way) });
		expect([error?.message, error?.description]).toEqual([message, check]);
	});

	it('the look-up of a word says so first, and then what needed it', async () => {
		const kind = worded[kinds[type]];
		const [[name, { by, label }]] = Object.entries(kind.said);
		const ran = await runInWords(kind, [inWords(kind)], { credentials: elsewhere(type, way) });
		expect(name).toBeTruthy();
		expect([ran.error?.message, ran.error?.description]).toEqual([
			message,
			`Nothing was changed. That came up while looking up '${label}' by ${by}. ${check}`,
		]);
	});
});

it.each([
	['guardhouseApi', 'client credentials', { issuerUrl: noHost }, "'Issuer URL' of the credential"],
	['cloudFoundryApi', 'client credentials', { uaaUrl: noHost }, "'UAA URL' of the credential"],
	['cloudFoundryApi', 'password', { uaaUrl: noHost }, "'UAA URL' of the credential"],
])('the sign-in of %s by %s names its own host', async (type, way, fields, field) => {
	const { error } = await changed(type, elsewhere(type, way, fields), { maxRetries: 0 });
	expect(error?.message).toBe(`${names[type]} can't be reached at ${host}: there is no such host`);
	expect(error?.description).toContain(`Check ${field}.`);
	expect(error?.description?.match(unchanged)).toHaveLength(1);
});

it('a UAA that the API names says whose word that was', async () => {
	const headers = { 'content-type': 'application/json' };
	const body = JSON.stringify({ links: { uaa: { href: noHost }, login: { href: noHost } } });
	sandbox.cloudFoundry.fault({ method: 'GET', path: /^\/$/, times: 9, status: 200, headers, body });
	const { error } = await changed('cloudFoundryApi', elsewhere('cloudFoundryApi', 'password', {}), { maxRetries: 0 });
	expect(error?.message).toBe(`Cloud Foundry can't be reached at ${host}: there is no such host`);
	expect(error?.description).toContain(
		"Check 'Base URL' of the credential, whose API names this host as its UAA, or fill in 'UAA URL'.",
	);
});

it('every node has its way in', () => {
	expect(Object.keys(kinds).map((type) => credentialOf[nodeOf(type)])).toEqual(Object.keys(kinds));
});
