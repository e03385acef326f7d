import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import type { Provider, RecordedRequest } from '../../sandbox';
import { uuidOf } from '../../sandbox';
import { wayIn } from './access';
import { elsewhere, home } from './cloudFoundry';
import { ada, bob, client, department } from './members';
import { engine, sandbox } from './setUp';
import type { OnError } from './workflow';
import { json, links, locator, runNode } from './workflow';

export const finance = uuidOf('department finance');
export const sales = uuidOf('department sales');

export const credentialOf = {
	delos: 'delosApi',
	clientDirectory: 'clientDirectoryApi',
	guardhouse: 'guardhouseApi',
	cloudFoundry: 'cloudFoundryApi',
} as const;
export type Node = keyof typeof credentialOf;

export interface Change {
	readonly node: Node;
	readonly operation: string;
	readonly apiVersion?: string;
	/** Changes something in the sandbox as it starts. */
	readonly changing: IDataObject;
	/** Asks for what is so already. */
	readonly idle: IDataObject;
	/** What the provider answers when it has done it; the body, if any, is JSON. */
	readonly accepted: { readonly status: number; readonly body?: object };
	/** In the URL of whatever is read about the user. */
	readonly user: string;
}

export const member = { userGuid: 'uaa-id-128', organizationGuid: home };
const stranger = { userGuid: 'uaa-id-128', organizationGuid: elsewhere };
const cloudFoundryUser = { metadata: { guid: 'uaa-id-128' }, entity: { admin: false } };
const role = (guid: string) => ({ guid, type: 'organization_user', relationships: {}, links: {} });

/** Every change at every provider. */
export const changeKinds: Record<string, Change> = {
	'delos bindClient': {
		node: 'delos',
		operation: 'bindClient',
		changing: { userId: 'user_456ghi', clientId: 'cust_789xyz', isOwner: false },
		idle: { userId: 'user_456ghi', clientId: 'cust_123abc', isOwner: true },
		accepted: { status: 200, body: { item: { uuid: 'user_456ghi', username: 'maria.garcia' } } },
		user: 'user_456ghi',
	},
	'delos unbindClient': {
		node: 'delos',
		operation: 'unbindClient',
		changing: { userId: 'user_abc123def', clientId: 'cust_789xyz', ownership: 'any' },
		idle: { userId: 'user_abc123def', clientId: 'cust_123abc', ownership: 'any' },
		accepted: { status: 200, body: { item: { uuid: 'user_abc123def', username: 'john.smith' } } },
		user: 'user_abc123def',
	},
	'clientDirectory removeMembers': {
		node: 'clientDirectory',
		operation: 'removeMembers',
		changing: { clientId: client, departmentId: department, userIds: [ada, bob] },
		idle: { clientId: client, departmentId: sales, userIds: [ada] },
		accepted: { status: 200, body: { succeeded: [ada, bob], failed: [] } },
		user: ada,
	},
	'clientDirectory addMembers': {
		node: 'clientDirectory',
		operation: 'addMembers',
		changing: { clientId: client, departmentId: uuidOf('department people'), userIds: [ada, bob] },
		idle: { clientId: client, departmentId: department, userIds: [ada] },
		accepted: { status: 200, body: { succeeded: [ada, bob], failed: [] } },
		user: ada,
	},
	'guardhouse unassignRole': {
		node: 'guardhouse',
		operation: 'unassignRole',
		changing: { userId: 101, roleId: 1, instantLogout: true },
		idle: { userId: 101, roleId: 2, instantLogout: true },
		accepted: { status: 204 },
		user: '/101',
	},
	'guardhouse assignRole': {
		node: 'guardhouse',
		operation: 'assignRole',
		changing: { userId: 101, roleId: 2 },
		idle: { userId: 101, roleId: 1 },
		accepted: { status: 204 },
		user: '/101',
	},
	'guardhouse block': {
		node: 'guardhouse',
		operation: 'block',
		changing: { userId: 101, blockedByUserId: 102, suspensionReason: 'Left', notifyUserViaEmail: true },
		idle: { userId: 112, blockedByUserId: 102, suspensionReason: '', notifyUserViaEmail: false },
		accepted: { status: 204 },
		user: '/101',
	},
	'cloudFoundry removeOrganization v2': {
		node: 'cloudFoundry',
		operation: 'removeOrganization',
		apiVersion: 'v2',
		changing: member,
		idle: stranger,
		accepted: { status: 204 },
		user: 'uaa-id-128',
	},
	'cloudFoundry removeOrganization v3': {
		node: 'cloudFoundry',
		operation: 'removeOrganization',
		apiVersion: 'v3',
		changing: member,
		idle: stranger,
		accepted: { status: 202 },
		user: 'uaa-id-128',
	},
	'cloudFoundry addOrganization v2': {
		node: 'cloudFoundry',
		operation: 'addOrganization',
		apiVersion: 'v2',
		changing: stranger,
		idle: member,
		accepted: { status: 201, body: cloudFoundryUser },
		user: 'uaa-id-128',
	},
	'cloudFoundry addOrganization v3': {
		node: 'cloudFoundry',
		operation: 'addOrganization',
		apiVersion: 'v3',
		changing: stranger,
		idle: member,
		accepted: { status: 201, body: role(uuidOf('a role that was never made')) },
		user: 'uaa-id-128',
	},
};
export const kindNames = Object.keys(changeKinds);
export const removalKinds = kindNames.filter((name) => /unbind|remove|unassign/.test(name));
/** Beside these, what ends the use of an account. */
export const endingKinds = [...removalKinds, 'guardhouse block'];
/** One at each provider. */
export const oneForEach = [
	'delos bindClient',
	'clientDirectory removeMembers',
	'guardhouse unassignRole',
	'cloudFoundry addOrganization v3',
];

const another = {
	delos: ({ users }: typeof sandbox.delos.state, uuid: string) =>
		users.push({ ...structuredClone(users[0]), uuid, username: uuid, email: `${uuid}@example.com` }),
	clientDirectory: ({ users }: typeof sandbox.clientDirectory.state, id: string) =>
		users.push({ ...structuredClone(users[0]), id, username: `${id}@example.com`, user_key: `key of ${id}` }),
	guardhouse: ({ users }: typeof sandbox.guardhouse.state, id: string) =>
		users.push({ ...structuredClone(users[0]), id: Number(id), email: `${id}@example.com` }),
	cloudFoundry: ({ users }: typeof sandbox.cloudFoundry.state, guid: string) =>
		users.push({ ...structuredClone(users[0]), guid, username: `${guid}@example.com` }),
};

/** Makes these users that there are, beside the others. */
export const know = (node: Node, ids: readonly string[]): void => {
	for (const id of ids) another[node](sandbox[node].state as never, id);
};

export const providerFor = ({ node }: Change) => sandbox[node] as Provider<object>;

const isSignIn = ({ url }: Pick<RecordedRequest, 'url'>) => /\/(login|token)$/.test(url);
export const isChange = (request: Pick<RecordedRequest, 'method' | 'url'>) =>
	request.method !== 'GET' && !isSignIn(request);
export const changesSent = (change: Change) => providerFor(change).requests.filter(isChange);
export const readsOf = (change: Change) =>
	providerFor(change).requests.filter(({ method, url }) => method === 'GET' && url.includes(change.user));

const fieldOf = (node: Node, name: string, expression: string) => {
	const isLocator = /^(user|client|department|role|organization|space|blockedByUser)(Id|Guid)$/.test(name);
	return isLocator && !(node === 'clientDirectory' && name === 'clientId') ? locator(expression) : expression;
};

/** Parameters that the panel shows among the options. */
const amongOptions = ['instantLogout', 'suspensionReason', 'notifyUserViaEmail'];

/** Each field by an expression on the item's field of its name, after `from`, where the panel has it; `options` beside them. */
export const expressionsFor = (
	node: Node,
	fields: readonly string[],
	{ from = '$json', options = {} }: { readonly from?: string; readonly options?: IDataObject | string } = {},
) => {
	const expressionOf = (name: string) => `={{ ${from}.${name} }}`;
	const placed = fields.filter((name) => !amongOptions.includes(name));
	const optional = fields.filter((name) => amongOptions.includes(name));
	return {
		...Object.fromEntries(placed.map((name) => [name, fieldOf(node, name, expressionOf(name))])),
		options:
			typeof options === 'string'
				? options
				: { ...Object.fromEntries(optional.map((name) => [name, expressionOf(name)])), ...options },
	};
};

/** A change for each of these items, its fields by expressions. */
export const run = async (
	{ node, operation, apiVersion, changing }: Change,
	items: readonly IDataObject[],
	options: IDataObject = {},
	{
		onError = 'stopWorkflow',
		way = 'access token',
		credential = {},
	}: { onError?: OnError; way?: string; /** Fields beside what signs in. */ credential?: IDataObject } = {},
) => {
	const type = credentialOf[node];
	const data = { ...wayIn(sandbox, type, way), ...credential };
	const parameters = {
		resource: node === 'clientDirectory' ? 'department' : 'user',
		operation,
		...(apiVersion && { apiVersion }),
		...expressionsFor(node, Object.keys(changing), { options }),
	};
	return await runNode(engine, node, parameters as IDataObject, { items, credentials: { [type]: data }, onError });
};

export const results = (outputs: INodeExecutionData[][], output = 0) => json(outputs[output]);

export const bytes = (change: Change) => JSON.stringify(providerFor(change).snapshot());

/** The order of a user's accesses is nobody's promise, and a job is what a change leaves behind. */
const sorted = (value: unknown): unknown => {
	if (Array.isArray(value)) return value.map(sorted).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, key === 'jobs' ? [] : sorted(entry)]));
};
export const accesses = (change: Change) => sorted(providerFor(change).snapshot());

/** The provider says that it has done it, and does nothing. */
export const pretend = (change: Change) => {
	const { status, body } = change.accepted;
	const guid = uuidOf('a job that did nothing');
	const location = `${sandbox.cloudFoundry.url}/v3/jobs/${guid}`;
	sandbox.cloudFoundry.state.jobs.push({ guid, role_guid: '', state: 'COMPLETE', pollsLeft: 0, errors: [] });
	const method = /unbind|unassign|Organization/.test(change.operation) ? 'DELETE' : 'POST';
	const json = { 'content-type': 'application/json', ...(status === 202 && { location }) };
	for (const each of [method, 'POST', 'PUT', 'PATCH'])
		providerFor(change).fault({
			method: each,
			path: /^(?!.*(login|token))/,
			times: 50,
			status,
			headers: json,
			body: body && JSON.stringify(body),
		});
};

export const signInOf: Record<Node, string> = {
	delos: 'login',
	clientDirectory: 'access token',
	guardhouse: 'client credentials',
	cloudFoundry: 'password',
};

/** The first read about the user, and what it says before anything is changed. */
export const readBefore = async (change: Change) => {
	await run(change, [change.changing], { dryRun: true });
	const [{ url }] = readsOf(change);
	const headers = { authorization: 'Bearer sandbox-token' };
	const answer = await fetch(new URL(url, providerFor(change).url), { headers });
	const body = await answer.text();
	providerFor(change).requests.splice(0);
	return { path: new RegExp(`${url.replace(/[.?+]/g, '\\$&')}$`), body };
};

/** What an item tells that failed where the node goes on: what happened, then what to do. */
export const failedAs = (message: string): unknown =>
	expect.stringMatching(new RegExp(`^${message.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&')}\\. .*\\S.*\\.$`, 's'));

export const modes: OnError[] = ['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'];

/** Nothing was changed, and each item says why. */
export const expectRefused = (
	change: Change,
	mode: OnError,
	{ status, error, outputs }: Awaited<ReturnType<typeof run>>,
	count: number,
) => {
	expect(changesSent(change)).toEqual([]);
	if (mode === 'stopWorkflow') {
		expect(status).toBe('error');
		expect(error?.message).toBeTruthy();
		return;
	}
	const failed = outputs[mode === 'continueErrorOutput' ? 1 : 0];
	if (mode === 'continueErrorOutput') expect(outputs[0]).toEqual([]);
	expect(links(failed)).toEqual(Array.from({ length: count }, (_, index) => index));
	for (const { json } of failed) expect(json).toMatchObject({ error: expect.stringMatching(/\. .*\.$/s) });
};
