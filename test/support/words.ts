import type { IDataObject } from 'n8n-workflow';

import { uuidOf } from '../../sandbox';
import { wayIn } from './access';
import { changeKinds, credentialOf, expressionsFor, isChange, providerFor, type Change } from './changes';
import { elsewhere, home } from './cloudFoundry';
import { ada, bob, client, department } from './members';
import { engine, sandbox } from './setUp';
import type { OnError, Ran } from './workflow';
import { runNode } from './workflow';

/** What people call the user, the client, the department, the role or the organization of a parameter. */
export interface Said {
	/** The mode of the locator; of a list, the value of `userIdsAre`. */
	readonly by: 'email' | 'name' | 'username';
	readonly word: string | readonly string[];
	/** The field that mapping automatically takes it from. */
	readonly field: string;
	readonly label: string;
}

/** A change whose IDs can be said in words. */
export interface Worded extends Change {
	readonly said: Readonly<Record<string, Said>>;
	/** The changing request, as it is by ID. */
	readonly sent: readonly [method: string, url: string, body: string];
}

const said = (by: Said['by'], field: string, label: string) => (word: Said['word']) => ({ by, field, label, word });
const userEmail = said('email', 'userEmail', 'User');
const clientName = said('name', 'clientName', 'Client');
const usernames = said('username', 'usernames', 'Users');
const departmentName = said('name', 'departmentName', 'Department');
const roleName = said('name', 'roleName', 'Role');
const username = said('username', 'username', 'User');
const organizationName = said('name', 'organizationName', 'Organization');

export const john = uuidOf('cloud foundry john.smith');
const people = uuidOf('department people');
const both = ['john.smith@example.com', 'maria.garcia@example.com'];
const members = JSON.stringify({ user_ids: [ada, bob] });
const membership = `/v2/users/${john}/organizations`;
const granted = {
	type: 'organization_user',
	relationships: { user: { data: { guid: john } }, organization: { data: { guid: elsewhere } } },
};

/** Every change, said in all the words that it knows. */
export const worded: Record<string, Worded> = {
	'delos bindClient': {
		...changeKinds['delos bindClient'],
		said: { userId: userEmail('maria.garcia@example.com'), clientId: clientName('Northwind Trading') },
		sent: ['PUT', '/v2/user/user_456ghi/relate-client', '{"relation":{"cuid":"cust_789xyz","isOwner":false}}'],
	},
	'delos unbindClient': {
		...changeKinds['delos unbindClient'],
		said: { userId: userEmail('john.smith@example.com'), clientId: clientName('Northwind Trading') },
		sent: ['DELETE', '/v2/user/user_abc123def/relate-client/cust_789xyz', ''],
	},
	'clientDirectory removeMembers': {
		...changeKinds['clientDirectory removeMembers'],
		said: { departmentId: departmentName('Engineering'), userIds: usernames(both) },
		sent: ['POST', `/v2/clients/${client}/departments/${department}/members/remove`, members],
	},
	'clientDirectory addMembers': {
		...changeKinds['clientDirectory addMembers'],
		said: { departmentId: departmentName('People Operations'), userIds: usernames(both) },
		sent: ['POST', `/v2/clients/${client}/departments/${people}/members`, members],
	},
	'guardhouse unassignRole': {
		...changeKinds['guardhouse unassignRole'],
		said: { userId: userEmail('john.smith@example.com'), roleId: roleName('Administrator') },
		sent: ['DELETE', '/api/v1/users/101/roles/1', '{"instantLogout":true}'],
	},
	'guardhouse assignRole': {
		...changeKinds['guardhouse assignRole'],
		said: { userId: userEmail('john.smith@example.com'), roleId: roleName('Billing Manager') },
		sent: ['POST', '/api/v1/users/101/roles/2', ''],
	},
	'cloudFoundry removeOrganization v2': {
		...changeKinds['cloudFoundry removeOrganization v2'],
		changing: { userGuid: john, organizationGuid: home },
		said: { organizationGuid: organizationName('acme-production') },
		sent: ['DELETE', `${membership}/${home}`, ''],
	},
	'cloudFoundry addOrganization auto': {
		...changeKinds['cloudFoundry addOrganization v3'],
		apiVersion: 'auto',
		changing: { userGuid: john, organizationGuid: elsewhere },
		said: { userGuid: username('john.smith@example.com'), organizationGuid: organizationName('partner-portal') },
		sent: ['POST', '/v3/roles', JSON.stringify(granted)],
	},
	'cloudFoundry addOrganization v3': {
		...changeKinds['cloudFoundry addOrganization v3'],
		changing: { userGuid: john, organizationGuid: elsewhere },
		said: { userGuid: username('john.smith@example.com'), organizationGuid: organizationName('partner-portal') },
		sent: ['POST', '/v3/roles', JSON.stringify(granted)],
	},
	// Last, because a grant may go by a username that nobody has who is seen.
	'cloudFoundry removeOrganization v3': {
		...changeKinds['cloudFoundry removeOrganization v3'],
		changing: { userGuid: john, organizationGuid: home },
		said: { userGuid: username('john.smith@example.com'), organizationGuid: organizationName('acme-production') },
		sent: ['DELETE', `/v3/roles/${uuidOf(`role organization_user ${john} ${home}`)}`, ''],
	},
};
export const wordedKinds = Object.keys(worded);

/** Each parameter of a change with its words. */
export const wordedParameters = wordedKinds.flatMap((kind) =>
	Object.keys(worded[kind].said).map((name) => [kind, name] as const),
);

/** Each parameter that words may stand for, once, with a change that has it. */
export const distinctParameters = [
	...new Map(wordedParameters.map((one) => [`${worded[one[0]].node} ${one[1]}`, one])).values(),
];

interface How {
	readonly options?: IDataObject;
	readonly onError?: OnError;
	/** The parameters that are said in words; the others are IDs. */
	readonly inWords?: readonly string[];
	readonly more?: IDataObject;
	/** In place of the sandbox's own. */
	readonly credentials?: Record<string, IDataObject>;
}

const byWord = (name: string, { by }: Said): IDataObject =>
	name === 'userIds'
		? { userIds: '={{ $json.userIds }}', userIdsAre: by }
		: { [name]: { __rl: true, mode: by, value: `={{ $json.${name} }}` } };

const runWith = async (
	{ node, operation, apiVersion }: Worded,
	fields: IDataObject,
	items: readonly object[],
	how: How,
): Promise<Ran> => {
	const { options = {}, onError, more } = how;
	const type = credentialOf[node];
	const { credentials = { [type]: wayIn(sandbox, type) } } = how;
	const resource = node === 'clientDirectory' ? 'department' : 'user';
	const parameters: IDataObject = {
		resource,
		operation,
		...(apiVersion && { apiVersion }),
		...fields,
		options: { ...(fields.options as IDataObject | undefined), ...options },
		...more,
	};
	return await runNode(engine, node, parameters, { items, onError, credentials });
};

/** The change for each of these items, its fields by expressions on the item's fields of the parameters' names. */
export const runInWords = async (kind: Worded, items: readonly object[], how: How = {}): Promise<Ran> => {
	const { inWords = Object.keys(kind.said) } = how;
	const words = inWords.map((name) => byWord(name, kind.said[name]));
	const fields = expressionsFor(kind.node, Object.keys(kind.changing));
	return await runWith(kind, Object.assign({}, fields, ...words) as IDataObject, items, how);
};

/** The change for each of these items, mapped automatically. */
export const runMapped = async (kind: Worded, items: readonly object[], how: How = {}): Promise<Ran> =>
	await runWith(kind, { mappingMode: 'autoMapInputData' }, items, how);

/** The change with these parameters said in words. */
export const inWords = ({ changing, said }: Worded, names = Object.keys(said)): IDataObject => ({
	...changing,
	...Object.fromEntries(names.map((name) => [name, said[name].word as string])),
});

/** The same as fields to be mapped automatically; what is said in words has no ID. */
export const asFields = ({ changing, said }: Worded, names = Object.keys(said)): IDataObject => ({
	...Object.fromEntries(Object.entries(changing).filter(([name]) => !names.includes(name))),
	...Object.fromEntries(names.map((name) => [said[name].field, said[name].word as string])),
});

/** The changing requests, as they came over the wire. */
export const sentBy = (kind: Worded) =>
	providerFor(kind)
		.requests.filter(isChange)
		.map(({ method, url, body }) => [method, url, body]);

/** What a provider has many of, and how one more of it comes to be. */
export interface Kept {
	/** A change that is about one. */
	readonly kind: string;
	readonly parameter: string;
	readonly record: string;
	/** Of its list. */
	readonly path: string;
	readonly id: (index: number) => string | number;
	readonly add: (index: number, word: string) => void;
	/** A list that holds fewer than it says that there are. */
	readonly cut?: unknown;
}

const directoryId = (index: number) => uuidOf(`one more ${index}`);
const cutByV3 = { pagination: { total_results: 3, total_pages: 1, next: null }, resources: [] };

/** Both versions list the same. */
const organization = {
	parameter: 'organizationGuid',
	record: 'organization',
	id: directoryId,
	add: (index: number, name: string) => {
		const { organizations } = sandbox.cloudFoundry.state;
		organizations.push({ ...organizations[0], guid: directoryId(index), name });
	},
};

/** All that can be looked up. */
export const kept: Record<string, Kept> = {
	'users of Delos': {
		kind: 'delos bindClient',
		parameter: 'userId',
		record: 'user',
		path: '/v2/user',
		id: (index) => `user_more_${index}`,
		add: (index, email) => {
			const { users } = sandbox.delos.state;
			users.push({ ...users[0], uuid: `user_more_${index}`, username: `more.${index}`, email });
		},
		cut: { items: [], total: 3 },
	},
	'clients of Delos': {
		kind: 'delos bindClient',
		parameter: 'clientId',
		record: 'client',
		path: '/v2/customer',
		id: (index) => `cust_more_${index}`,
		add: (index, name) => {
			const { clients } = sandbox.delos.state;
			clients.push({ ...clients[0], cuid: `cust_more_${index}`, name });
		},
		cut: { items: [], total: 3 },
	},
	'users of the directory': {
		kind: 'clientDirectory removeMembers',
		parameter: 'userIds',
		record: 'user',
		path: `/v2/clients/${client}/users`,
		id: directoryId,
		add: (index, username) => {
			const { users } = sandbox.clientDirectory.state;
			users.push({ ...users[0], id: directoryId(index), username, user_key: `key-${index}` });
		},
		cut: { data: [], total_count: 3, next_cursor: null },
	},
	'departments of the directory': {
		kind: 'clientDirectory removeMembers',
		parameter: 'departmentId',
		record: 'department',
		path: `/v2/clients/${client}/departments`,
		id: directoryId,
		add: (index, name) => {
			const { departments } = sandbox.clientDirectory.state;
			departments.push({ ...departments[0], id: directoryId(index), name });
		},
		cut: { data: [], total_count: 3, next_cursor: null },
	},
	'users of Guardhouse': {
		kind: 'guardhouse assignRole',
		parameter: 'userId',
		record: 'user',
		path: '/api/v1/users',
		id: (index) => 9000 + index,
		add: (index, email) => {
			const { users } = sandbox.guardhouse.state;
			users.push({ ...users[0], id: 9000 + index, email });
		},
		cut: { users: [], total: 3 },
	},
	'roles of Guardhouse': {
		kind: 'guardhouse assignRole',
		parameter: 'roleId',
		record: 'role',
		path: '/api/v1/roles',
		id: (index) => 9000 + index,
		add: (index, name) => {
			const { roles } = sandbox.guardhouse.state;
			roles.push({ ...roles[0], id: 9000 + index, key: `key-${index}`, name });
		},
	},
	'users of Cloud Foundry': {
		kind: 'cloudFoundry removeOrganization v3',
		parameter: 'userGuid',
		record: 'user',
		path: '/v3/users',
		id: directoryId,
		add: (index, username) => {
			const { users } = sandbox.cloudFoundry.state;
			users.push({ ...users[0], guid: directoryId(index), username });
		},
		cut: cutByV3,
	},
	'organizations of Cloud Foundry by v3': {
		kind: 'cloudFoundry addOrganization v3',
		...organization,
		path: '/v3/organizations',
		cut: cutByV3,
	},
	'organizations of Cloud Foundry by v2': {
		kind: 'cloudFoundry removeOrganization v2',
		...organization,
		path: '/v2/organizations',
		cut: { total_results: 3, total_pages: 1, prev_url: null, next_url: null, resources: [] },
	},
};

/** The change of what is kept, in a dry run, with this word and with IDs for the rest. */
export const lookUp = async ({ kind, parameter }: Kept, word: unknown, options: IDataObject = { dryRun: true }) => {
	// A list in which a word may hold spaces.
	const given = parameter === 'userIds' && typeof word === 'string' ? [word] : word;
	return await runInWords(worded[kind], [{ ...worded[kind].changing, [parameter]: given }], {
		options,
		inWords: [parameter],
	});
};

/** The GETs of the list that are kept in. */
export const pagesRead = ({ kind, path }: Kept): string[] =>
	providerFor(worded[kind])
		.requests.map(({ url }) => url)
		.filter((url) => url.split('?')[0] === path);

/** Nothing of anybody was changed. */
export const expectNothingChanged = (kind: Worded): void => expect(sentBy(kind)).toEqual([]);
