import type { IDataObject } from 'n8n-workflow';

import { uuidOf } from '../../sandbox';
import type { Provider } from '../../sandbox';
import { wayIn } from './access';
import { client, department } from './members';
import { engine, sandbox } from './setUp';
import type { How, Type } from './reads';
import { json, locator, runNode } from './workflow';

export interface Kind {
	readonly node: Exclude<Type, 'cloudFoundry'>;
	/** What the node asks for beside `of`. */
	readonly always: IDataObject;
	readonly provider: () => Pick<Provider<unknown>, 'requests' | 'fault' | 'heal'>;
	/** Makes so many users with one access each, half of them to the group, and nobody else; or else one user without access. */
	readonly fill: (count: number) => void;
	/** One more of them. */
	readonly add: (index: number) => void;
	readonly remove: (at: number) => void;
	/** All that is there, as rows. */
	readonly rows: () => IDataObject[];
	readonly user: { readonly of: string; readonly name: string; readonly value: () => string | number };
	readonly group: { readonly of: string; readonly name: string; readonly value: string | number };
	/** The list of users. */
	readonly path: RegExp;
	/** Where its users stand in the answer. */
	readonly holder: string;
	/** What ends an access, with one item mapped automatically. */
	readonly ends: IDataObject;
}

const others = { client: 'cust_others', department: uuidOf('department finance'), role: 2 };

const delosUser = (index: number) => {
	const [first] = sandbox.delos.state.users;
	const [id, customerId] = [`user_${index}`, index % 2 === 0 ? 'cust_789xyz' : others.client];
	const person = { id: index, uuid: id, username: `user-${index}`, email: `user-${index}@example.com` };
	return { ...first, ...person, clients: [{ customerId, isOwner: index % 3 === 0 }] };
};

const member = (index: number) => {
	const [first] = sandbox.clientDirectory.state.users;
	const department_ids = [index % 2 === 0 ? department : others.department];
	return {
		...first,
		id: uuidOf(`member ${index}`),
		username: `user-${index}`,
		user_key: `key-${index}`,
		department_ids,
	};
};

const holder = (index: number) => {
	const [first] = sandbox.guardhouse.state.users;
	return { ...first, id: index + 1, email: `user-${index}@example.com`, roleIds: [index % 2 === 0 ? 1 : others.role] };
};

const counted = <One>(count: number, make: (index: number) => One): One[] =>
	Array.from({ length: count }, (_, index) => make(index));

export const kinds: readonly Kind[] = [
	{
		node: 'delos',
		always: {},
		provider: () => sandbox.delos,
		fill: (count) => {
			const { state } = sandbox.delos;
			state.clients.push({ ...state.clients[0], cuid: others.client, name: 'Others' });
			state.users = count > 0 ? counted(count, delosUser) : [{ ...delosUser(0), clients: [] }];
		},
		add: (index) => void sandbox.delos.state.users.push(delosUser(index)),
		remove: (at) => void sandbox.delos.state.users.splice(at, 1),
		rows: () =>
			sandbox.delos.state.users.flatMap(({ uuid, username, status, clients }) =>
				clients.map(({ customerId, isOwner }) => ({
					...{ username, clientId: customerId, isOwner, userStatus: status, userId: uuid },
				})),
			),
		user: { of: 'user', name: 'userId', value: () => sandbox.delos.state.users[0].uuid },
		group: { of: 'client', name: 'clientId', value: 'cust_789xyz' },
		path: /^\/v2\/user\?/,
		holder: 'items',
		ends: { resource: 'user', operation: 'unbindClient' },
	},
	{
		node: 'clientDirectory',
		always: { clientId: client },
		provider: () => sandbox.clientDirectory,
		fill: (count) => {
			const { state } = sandbox.clientDirectory;
			state.users = count > 0 ? counted(count, member) : [{ ...member(0), department_ids: [] }];
		},
		add: (index) => void sandbox.clientDirectory.state.users.push(member(index)),
		remove: (at) => void sandbox.clientDirectory.state.users.splice(at, 1),
		rows: () => {
			const { users, departments } = sandbox.clientDirectory.state;
			return users.flatMap(({ id, username, last_activity, department_ids }) =>
				department_ids.map((departmentId) => ({
					username,
					departmentName: departments.find((one) => one.id === departmentId)?.name ?? null,
					lastActivity: last_activity.at,
					...{ userId: id, departmentId, clientId: client },
				})),
			);
		},
		user: { of: 'user', name: 'userId', value: () => sandbox.clientDirectory.state.users[0].id },
		group: { of: 'department', name: 'departmentId', value: department },
		path: /\/users\?/,
		holder: 'data',
		ends: { resource: 'department', operation: 'removeMembers' },
	},
	{
		node: 'guardhouse',
		always: {},
		provider: () => sandbox.guardhouse,
		fill: (count) => {
			const { state } = sandbox.guardhouse;
			state.users = count > 0 ? counted(count, holder) : [{ ...holder(0), roleIds: [] }];
		},
		add: (index) => void sandbox.guardhouse.state.users.push(holder(index)),
		remove: (at) => void sandbox.guardhouse.state.users.splice(at, 1),
		rows: () => {
			const { users, roles } = sandbox.guardhouse.state;
			return users.flatMap(({ id, email, firstName, lastName, lastLogin, isSuspended, roleIds }) =>
				roleIds.map((roleId) => ({
					...{ userEmail: email, userName: `${firstName} ${lastName}` },
					roleName: roles.find((one) => one.id === roleId)?.name ?? null,
					...{ lastLogin, isSuspended, userId: id, roleId },
				})),
			);
		},
		user: { of: 'user', name: 'userId', value: () => sandbox.guardhouse.state.users[0].id },
		group: { of: 'role', name: 'roleId', value: 1 },
		path: /^\/api\/v1\/users\?/,
		holder: 'users',
		ends: { resource: 'user', operation: 'unassignRole' },
	},
];

/** Access › Get Many of all there is, or up to a limit. */
export const accesses = async ({ node, always }: Kind, parameters: IDataObject = {}, how: How = {}) => {
	const located = Object.entries({ ...always, ...parameters }).map(([name, value]) => [
		name,
		/Id$/.test(name) && !(name in always) && typeof value !== 'object' ? locator(value) : value,
	]);
	const filled = { resource: 'access', operation: 'getAll', returnAll: true, ...Object.fromEntries(located) };
	const credential = `${node}Api` as const;
	const ran = await runNode(engine, node, filled, {
		items: how.items ?? [{}],
		onError: how.onError,
		credentials: { [credential]: wayIn(sandbox, credential) },
	});
	return { ...ran, rows: json(ran.outputs[0]), told: `${ran.error?.message}\n${ran.error?.description}` };
};

const sorted = (rows: readonly IDataObject[]) => rows.map((row) => JSON.stringify(row)).sort();

export const isSame = (rows: readonly IDataObject[], others: readonly IDataObject[]): boolean =>
	JSON.stringify(sorted(rows)) === JSON.stringify(sorted(others));

/** Exactly these rows, each once, in any order. */
export const expectRows = (rows: readonly IDataObject[], expected: readonly IDataObject[]): void =>
	expect(sorted(rows)).toEqual(sorted(expected));
