import type { IDataObject } from 'n8n-workflow';

import type { Sandbox } from '../../sandbox';

/** Every credential, and each way to sign in with it. */
export const ways = [
	['delosApi', 'access token'],
	['delosApi', 'login'],
	['clientDirectoryApi', 'access token'],
	['guardhouseApi', 'access token'],
	['guardhouseApi', 'client credentials'],
	['cloudFoundryApi', 'access token'],
	['cloudFoundryApi', 'client credentials'],
	['cloudFoundryApi', 'password'],
] as const;

/** Those whose tokens n8n fetches. */
export const sessions = ways.filter(([, way]) => way !== 'access token');

/** The sandbox's accounts, one credential for each way to sign in. */
export const waysIn = (sandbox: Sandbox): ReadonlyArray<readonly [string, string, IDataObject]> => [
	[
		'delosApi',
		'access token',
		{ baseUrl: sandbox.delos.url, authentication: 'accessToken', accessToken: 'sandbox-token' },
	],
	[
		'delosApi',
		'login',
		{
			baseUrl: sandbox.delos.url,
			authentication: 'login',
			login: 'flow@example.com',
			password: 'sandbox-password',
		},
	],
	['clientDirectoryApi', 'access token', { baseUrl: sandbox.clientDirectory.url, accessToken: 'sandbox-token' }],
	[
		'guardhouseApi',
		'access token',
		{ baseUrl: sandbox.guardhouse.url, authentication: 'accessToken', accessToken: 'sandbox-token' },
	],
	[
		'guardhouseApi',
		'client credentials',
		{
			baseUrl: sandbox.guardhouse.url,
			authentication: 'clientCredentials',
			clientId: 'sandbox-client',
			clientSecret: 'sandbox-secret',
		},
	],
	[
		'cloudFoundryApi',
		'access token',
		{ baseUrl: sandbox.cloudFoundry.url, authentication: 'accessToken', accessToken: 'sandbox-token' },
	],
	[
		'cloudFoundryApi',
		'client credentials',
		{
			baseUrl: sandbox.cloudFoundry.url,
			authentication: 'clientCredentials',
			clientId: 'sandbox-client',
			clientSecret: 'sandbox-secret',
		},
	],
	[
		'cloudFoundryApi',
		'password',
		{
			baseUrl: sandbox.cloudFoundry.url,
			authentication: 'password',
			username: 'admin',
			password: 'sandbox-password',
		},
	],
];

export const wayIn = (sandbox: Sandbox, type: string, way = 'access token'): IDataObject =>
	waysIn(sandbox).find(([name, by]) => name === type && by === way)?.[2] as IDataObject;

/** One harmless removal at each provider: what the sandbox's state has a member, relation or role for. */
export const removals: Record<string, readonly [string, IDataObject]> = {
	delosApi: [
		'delos',
		{
			resource: 'user',
			operation: 'unbindClient',
			userId: 'user_abc123def',
			clientId: 'cust_789xyz',
			ownership: 'any',
		},
	],
	clientDirectoryApi: [
		'clientDirectory',
		{
			resource: 'department',
			operation: 'removeMembers',
			clientId: 'aa7cf840-9ca9-46a3-9778-9015d6580d50',
			departmentId: 'd1a2b3c4-e5f6-7890-abcd-ef1234567890',
			userIds: 'a1d97031-04e2-4907-a249-093f7436207b',
		},
	],
	guardhouseApi: ['guardhouse', { resource: 'user', operation: 'unassignRole', userId: 101, roleId: 1 }],
	cloudFoundryApi: [
		'cloudFoundry',
		{
			resource: 'user',
			operation: 'removeOrganization',
			apiVersion: 'v2',
			userGuid: 'uaa-id-128',
			organizationGuid: '1cc9d243-1c0d-43f6-a54e-1a8d8cc68f96',
		},
	],
};

export const providerOf = (sandbox: Sandbox, credential: string) =>
	({
		delosApi: sandbox.delos,
		clientDirectoryApi: sandbox.clientDirectory,
		guardhouseApi: sandbox.guardhouse,
		cloudFoundryApi: sandbox.cloudFoundry,
	})[credential] as Sandbox['delos' | 'clientDirectory' | 'guardhouse' | 'cloudFoundry'];

/** What no provider accepts. */
export const wrong = { accessToken: 'wrong-secret', password: 'wrong-secret', clientSecret: 'wrong-secret' };

export const secrets = ['sandbox-token', 'sandbox-password', 'sandbox-secret', 'sandbox-session', 'wrong-secret'];
