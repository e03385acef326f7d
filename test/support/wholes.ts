import type { IDataObject } from 'n8n-workflow';

import type { Fault, Provider, RecordedRequest } from '../../sandbox';
import { uuidOf } from '../../sandbox';
import { wayIn } from './access';
import type { Node } from './changes';
import { credentialOf } from './changes';
import { giveRole } from './cloudFoundry';
import { ada, bob, client, nobody } from './members';
import { engine, sandbox } from './setUp';
import type { How } from './plans';
import type { Ran } from './workflow';
import { locator, runNode } from './workflow';

/** An operation that takes all access of a user. */
export interface RemoveAll {
	readonly node: Node;
	readonly operation: string;
	readonly user: IDataObject;
	/** Somebody else. */
	readonly other: IDataObject;
	/** What the provider answers to a removal that it has made. */
	readonly accepted: () => Pick<Fault, 'status' | 'headers' | 'body'>;
	/** The user has just so many accesses, none else. */
	readonly fill: (count: number) => void;
	/** The user's accesses at the provider now, in the provider's own form. */
	readonly left: () => readonly unknown[];
	/** Refuses the removal of the access at this place. */
	readonly refusal: (place: number) => Fault;
	/** How a result names the access at this place. */
	readonly entry: (place: number) => IDataObject;
}

const pad = (index: number) => String(index).padStart(4, '0');
const asJson = { 'content-type': 'application/json' };

const delosUser = () => sandbox.delos.state.users[0];
const directoryUser = () => sandbox.clientDirectory.state.users[0];
const guardhouseUser = () => sandbox.guardhouse.state.users[0];
const departmentId = (index: number) => uuidOf(`department number ${index}`);

const roleTypes = [
	'organization_auditor',
	'organization_manager',
	'organization_billing_manager',
	'organization_user',
	'space_developer',
] as const;
const v2Lists = {
	organization_auditor: 'audited_organizations',
	organization_manager: 'managed_organizations',
	organization_billing_manager: 'billing_managed_organizations',
	organization_user: 'organizations',
	space_developer: 'spaces',
};

/** Five roles in each of many organizations, one of them in its space. */
const roleAt = (index: number) => {
	const type = roleTypes[index % roleTypes.length];
	const organizationGuid = uuidOf(`organization number ${Math.floor(index / roleTypes.length)}`);
	const spaceGuid = type === 'space_developer' ? uuidOf(`space in ${organizationGuid}`) : undefined;
	return { type, organizationGuid, spaceGuid, place: spaceGuid ?? organizationGuid };
};

const forbidden = {
	v2: {
		description: 'You are not authorized to perform the requested action',
		error_code: 'CF-NotAuthorized',
		code: 10003,
	},
	v3: {
		errors: [
			{ code: 10003, title: 'CF-NotAuthorized', detail: 'You are not authorized to perform the requested action' },
		],
	},
};

const cloudFoundryRemoveAll = (apiVersion: 'v2' | 'v3'): RemoveAll => ({
	node: 'cloudFoundry',
	operation: 'removeAllRoles',
	user: { userGuid: 'uaa-id-128', apiVersion },
	other: { userGuid: uuidOf('cloud foundry maria.garcia'), apiVersion },
	accepted: () => {
		if (apiVersion === 'v2') return { status: 204 };
		const guid = uuidOf('a job that did nothing');
		const { state, url } = sandbox.cloudFoundry;
		state.jobs.push({ guid, role_guid: '', state: 'COMPLETE', pollsLeft: 0, errors: [] });
		return { status: 202, headers: { location: `${url}/v3/jobs/${guid}` } };
	},
	fill: (count) => {
		const { state } = sandbox.cloudFoundry;
		state.jobPolls = 0;
		state.roles = state.roles.filter(({ user_guid }) => user_guid !== 'uaa-id-128');
		for (let index = 0; index < count; index++) {
			const { type, organizationGuid: guid, spaceGuid, place } = roleAt(index);
			if (!state.organizations.some((one) => one.guid === guid))
				state.organizations.push({ ...state.organizations[0], guid, name: `organization ${guid}` });
			if (spaceGuid && !state.spaces.some((one) => one.guid === spaceGuid))
				state.spaces.push({ ...state.spaces[0], guid: spaceGuid, name: 'web', organization_guid: guid });
			giveRole(type, 'uaa-id-128', place);
		}
	},
	left: () =>
		sandbox.cloudFoundry.state.roles
			.filter(({ user_guid }) => user_guid === 'uaa-id-128')
			.map(({ type, organization_guid, space_guid }) => `${type} ${organization_guid ?? space_guid}`),
	refusal: (index) => {
		const { type, place } = roleAt(index);
		const path =
			apiVersion === 'v2'
				? `/users/uaa-id-128/${v2Lists[type]}/${place}`
				: `/v3/roles/${uuidOf(`given ${type} uaa-id-128 ${place}`)}`;
		const body = JSON.stringify(forbidden[apiVersion]);
		return { method: 'DELETE', path, times: 50, status: 403, headers: asJson, body };
	},
	entry: (index) => {
		const { type: role, organizationGuid, spaceGuid } = roleAt(index);
		if (spaceGuid) return { role, organizationGuid, spaceGuid, spaceName: 'web' };
		const organizationName = `organization ${organizationGuid}`;
		// Roles of v3 don't show the name.
		return { role, organizationGuid, ...(apiVersion === 'v2' && { organizationName }) };
	},
});

export const removeAlls = {
	delos: {
		node: 'delos',
		operation: 'removeAllClients',
		user: { userId: 'user_abc123def' },
		other: { userId: 'user_456ghi' },
		accepted: () => ({ status: 200, headers: asJson, body: '{"item":{}}' }),
		fill: (count) => {
			const { state } = sandbox.delos;
			const clients = Array.from({ length: count }, (_, index) => `cust_${pad(index)}`);
			const added = clients.map((cuid) => ({ ...state.clients[0], cuid, name: `Client ${cuid}` }));
			state.clients = [...state.clients, ...added];
			delosUser().clients = clients.map((customerId, index) => ({ customerId, isOwner: index % 3 === 0 }));
		},
		left: () => delosUser().clients,
		refusal: (place) => ({
			method: 'DELETE',
			path: `cust_${pad(place)}`,
			times: 50,
			status: 400,
			headers: asJson,
			body: '{"error":"Client is locked"}',
		}),
		entry: (place) => ({ clientId: `cust_${pad(place)}`, isOwner: place % 3 === 0 }),
	},
	clientDirectory: {
		node: 'clientDirectory',
		operation: 'removeAllDepartments',
		user: { clientId: client, userId: ada },
		other: { clientId: client, userId: bob },
		accepted: () => ({ status: 200, headers: asJson, body: JSON.stringify({ succeeded: [ada], failed: [] }) }),
		fill: (count) => {
			const { state } = sandbox.clientDirectory;
			const ids = Array.from({ length: count }, (_, index) => departmentId(index));
			state.departments = ids.map((id, index) => ({ ...state.departments[0], id, name: `Department ${pad(index)}` }));
			directoryUser().department_ids = ids;
		},
		left: () => directoryUser().department_ids,
		refusal: (place) => ({
			method: 'POST',
			path: `${departmentId(place)}/members/remove`,
			times: 50,
			status: 403,
			headers: asJson,
			body: '{"error":{"code":"forbidden","message":"Department is managed elsewhere"}}',
		}),
		entry: (place) => ({ departmentId: departmentId(place), departmentName: `Department ${pad(place)}` }),
	},
	guardhouse: {
		node: 'guardhouse',
		operation: 'unassignAllRoles',
		user: { userId: 101 },
		other: { userId: 102 },
		accepted: () => ({ status: 204 }),
		fill: (count) => {
			const { state } = sandbox.guardhouse;
			const [role] = state.roles;
			state.roles = Array.from({ length: count }, (_, index) => ({
				...role,
				id: index + 1,
				name: `Role ${index + 1}`,
			}));
			guardhouseUser().roleIds = state.roles.map(({ id }) => id);
		},
		left: () => guardhouseUser().roleIds,
		refusal: (place) => ({
			method: 'DELETE',
			path: new RegExp(`users/101/roles/${place + 1}$`),
			times: 50,
			status: 403,
			body: 'No',
		}),
		entry: (place) => ({ roleId: place + 1, roleName: `Role ${place + 1}` }),
	},
	'cloudFoundry v2': cloudFoundryRemoveAll('v2'),
	'cloudFoundry v3': cloudFoundryRemoveAll('v3'),
} satisfies Record<string, RemoveAll>;

/** An operation that makes those who have access to something exactly a list. */
export interface SetExactly {
	readonly node: Node;
	readonly operation: string;
	readonly group: IDataObject;
	readonly user: string;
	/** An ID that nobody has. */
	readonly stranger: string;
	/** Where the list of all users is read: these are still in it, and have gone when they are to be added. */
	readonly leave?: (ids: readonly unknown[]) => void;
	/** The ID of the user at this place. */
	readonly id: (place: number) => string;
	/** There are so many users; the first of them have the access, none else. */
	readonly fill: (users: number, having: number) => void;
	/** The IDs of those who have the access at the provider now. */
	readonly have: () => readonly string[];
}

const groupClient = 'cust_789xyz';
const groupDepartment = 'd1a2b3c4-e5f6-7890-abcd-ef1234567890';
const places = (count: number) => Array.from({ length: count }, (_, index) => index);

const organization = uuidOf('organization data-platform');
const memberships = () =>
	sandbox.cloudFoundry.state.roles.filter(
		({ type, organization_guid }) => type === 'organization_user' && organization_guid === organization,
	);

const cloudFoundrySet = (apiVersion: string): SetExactly => ({
	node: 'cloudFoundry',
	operation: 'setUsers',
	group: { organizationGuid: organization, apiVersion },
	user: 'userGuid',
	id: (place) => uuidOf(`user number ${place}`),
	stranger: uuidOf('nobody'),
	fill: (users, having) => {
		const { state } = sandbox.cloudFoundry;
		const [, someone] = state.users;
		state.users = places(users).map((index) => ({
			...someone,
			guid: uuidOf(`user number ${index}`),
			username: `user-${index}@example.com`,
		}));
		state.roles = [];
		state.jobPolls = 0;
		for (const index of places(having)) giveRole('organization_user', uuidOf(`user number ${index}`), organization);
	},
	have: () => memberships().map(({ user_guid }) => user_guid),
});

export const sets = {
	delos: {
		node: 'delos',
		operation: 'setUsers',
		group: { clientId: groupClient },
		user: 'userId',
		stranger: 'user_nobody',
		id: (place) => `user_${pad(place)}`,
		fill: (users, having) => {
			const { state } = sandbox.delos;
			const [someone] = state.users;
			state.users = places(users).map((index) => ({
				...someone,
				uuid: `user_${pad(index)}`,
				email: `user-${index}@example.com`,
				clients: [
					{ customerId: 'cust_alpine', isOwner: true },
					...(index < having ? [{ customerId: groupClient, isOwner: index % 4 === 0 }] : []),
				],
			}));
		},
		have: () =>
			sandbox.delos.state.users
				.filter(({ clients }) => clients.some(({ customerId }) => customerId === groupClient))
				.map(({ uuid }) => uuid),
	},
	clientDirectory: {
		node: 'clientDirectory',
		operation: 'setMembers',
		group: { clientId: client, departmentId: groupDepartment },
		user: 'userId',
		stranger: nobody,
		id: (place) => uuidOf(`member number ${place}`),
		fill: (users, having) => {
			const { state } = sandbox.clientDirectory;
			const [someone] = state.users;
			state.users = places(users).map((index) => ({
				...someone,
				id: uuidOf(`member number ${index}`),
				username: `user-${index}@example.com`,
				department_ids: index < having ? [groupDepartment] : [],
			}));
		},
		have: () =>
			sandbox.clientDirectory.state.users
				.filter(({ department_ids }) => department_ids.includes(groupDepartment))
				.map(({ id }) => id),
	},
	guardhouse: {
		node: 'guardhouse',
		operation: 'setUsers',
		group: { roleId: 2 },
		user: 'userId',
		stranger: '99999',
		leave: (ids) => {
			const { users } = sandbox.guardhouse.state;
			for (const id of ids) {
				users.push({ ...users[0], id: Number(id), email: `${String(id)}@example.com`, roleIds: [] });
				const path = `/users/${String(id)}/`;
				sandbox.guardhouse.fault({ method: 'POST', path, times: 9, status: 404, body: 'User not found' });
			}
		},
		id: (place) => String(place + 1),
		fill: (users, having) => {
			const { state } = sandbox.guardhouse;
			const [someone] = state.users;
			state.users = places(users).map((index) => ({
				...someone,
				id: index + 1,
				email: `user-${index}@example.com`,
				roleIds: index < having ? [1, 2] : [1],
			}));
		},
		have: () => sandbox.guardhouse.state.users.filter(({ roleIds }) => roleIds.includes(2)).map(({ id }) => String(id)),
	},
	'cloudFoundry v2': cloudFoundrySet('v2'),
	'cloudFoundry v3': cloudFoundrySet('v3'),
} satisfies Record<string, SetExactly>;

export const everySet: ReadonlyArray<readonly [string, SetExactly]> = Object.entries(sets);

export const everyRemoveAll: ReadonlyArray<readonly [string, RemoveAll]> = Object.entries(removeAlls);

export const providerOf = ({ node }: { readonly node: Node }) => sandbox[node] as unknown as Provider<object>;

const isSignIn = ({ url }: RecordedRequest) => /\/(login|token)$/.test(url);
export const sentBy = (of: { readonly node: Node }) =>
	providerOf(of).requests.filter((request) => request.method !== 'GET' && !isSignIn(request));

const resourceOf: Record<string, string> = {
	setMembers: 'department',
	'delos setUsers': 'client',
	'guardhouse setUsers': 'role',
	'cloudFoundry setUsers': 'organization',
};

/** Runs it for these items, each field by an expression on the item's. */
export const runWhole = async (
	{ node, operation }: { readonly node: Node; readonly operation: string },
	items: readonly IDataObject[],
	{ options = {}, onError, credential, parameters = {}, signal }: How = {},
): Promise<Ran> => {
	const type = credentialOf[node];
	const isText = (name: string) =>
		/^(userIds|isOwner|apiVersion)$/.test(name) || (node === 'clientDirectory' && name === 'clientId');
	const fields = Object.fromEntries(
		Object.keys(items[0]).map((name) => {
			const expression = `={{ $json.${name} }}`;
			return [name, isText(name) ? expression : locator(expression)];
		}),
	);
	const resource = resourceOf[operation] ?? resourceOf[`${node} ${operation}`] ?? 'user';
	const all = { resource, operation, ...fields, ...parameters, options };
	const credentials = { [type]: { ...wayIn(sandbox, type), ...credential } };
	return await runNode(engine, node, all as IDataObject, { items, credentials, onError, signal });
};
