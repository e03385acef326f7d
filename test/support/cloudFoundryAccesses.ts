import type { IDataObject } from 'n8n-workflow';

import type { CloudFoundryRole, CloudFoundryState } from '../../sandbox';
import { engine, sandbox } from './setUp';
import { json, locator, runNode } from './workflow';

/** The UAA's own tokens say what they are for. */
export const signedIn = (baseUrl = sandbox.cloudFoundry.url): IDataObject => ({
	baseUrl,
	authentication: 'clientCredentials',
	clientId: 'sandbox-client',
	clientSecret: 'sandbox-secret',
});

/** Says nothing of itself. */
export const opaque = (baseUrl = sandbox.cloudFoundry.url): IDataObject => ({
	baseUrl,
	authentication: 'accessToken',
	accessToken: 'sandbox-token',
});

/** Access › Get Many of all there is, or up to a limit. */
export const runAccesses = async (parameters: IDataObject = {}, credential = signedIn()) => {
	const located = Object.entries(parameters).map(([name, value]) => [
		name,
		/Guid$/.test(name) ? locator(value) : value,
	]);
	const { error, outputs, status } = await runNode(
		engine,
		'cloudFoundry',
		{ resource: 'access', operation: 'getAll', returnAll: true, ...Object.fromEntries(located) },
		{ credentials: { cloudFoundryApi: credential } },
	);
	return { status, error, rows: json(outputs[0]), told: `${error?.message}\n${error?.description}` };
};

/** What a role is as a row, from the sandbox's own state. */
export const rowFor = (state: CloudFoundryState, role: CloudFoundryRole, isV2 = false): IDataObject => {
	const { username } = state.users.find(({ guid }) => guid === role.user_guid) ?? {};
	const space = state.spaces.find(({ guid }) => guid === role.space_guid);
	const organization = state.organizations.find(
		({ guid }) => guid === (role.organization_guid ?? space?.organization_guid),
	);
	return {
		username: username ?? null,
		role: role.type,
		organizationName: organization?.name ?? null,
		spaceName: space?.name ?? null,
		origin: isV2 || username === undefined ? null : 'uaa',
		userGuid: role.user_guid,
		organizationGuid: organization?.guid ?? null,
		spaceGuid: space?.guid ?? null,
	};
};

const sorted = (rows: readonly IDataObject[]) => rows.map((row) => JSON.stringify(row)).sort();

/** Exactly these rows, each once, in any order. */
export const expectRows = (rows: readonly IDataObject[], expected: readonly IDataObject[]): void =>
	expect(sorted(rows)).toEqual(sorted(expected));
