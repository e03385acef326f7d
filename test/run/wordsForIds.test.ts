import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import { uuidOf } from '../../sandbox';
import { wayIn } from '../support/access';
import type { Node } from '../support/changes';
import { credentialOf, isChange } from '../support/changes';
import { home } from '../support/cloudFoundry';
import { ada, client, department } from '../support/members';
import { engine, sandbox, setUp } from '../support/setUp';
import { locator, runNode } from '../support/workflow';

// A word in the place of an ID: whatever it is refused by, the message shows it and names the mode that takes it.

setUp();

const john = uuidOf('cloud foundry john.smith');

const letters = fc
	.stringMatching(/^[a-z]{2,8}$/)
	.filter((text) => !/^(none|null|nan|true|false|undefined)$/.test(text));
const titled = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
const names = fc.oneof(
	letters.map(titled),
	fc.tuple(letters, letters).map((parts) => parts.map(titled).join(' ')),
	fc.tuple(letters, letters).map((parts) => parts.join('-')),
);
const usernames = fc.tuple(letters, letters).map((parts) => parts.join('.'));
const emails = usernames.map((name) => `${name}@example.com`);
const words = { email: emails, username: fc.oneof(usernames, emails), name: names };

const single = (label: string, by: keyof typeof words, field: string) => ({
	by,
	told: `${by === 'name' ? 'To find it by its name' : `To find somebody by ${by}`}, set '${label}' to By ${titled(by)} (with Map Automatically, name the field ${field}).`,
});
const list = (by: keyof typeof words) => ({
	by,
	told: `To find them by ${by}, set 'Users Are' to ${titled(by)}s (with Map Automatically, name the field ${by === 'email' ? 'userEmails' : 'usernames'}).`,
});

const said: Record<Node, Record<string, { by: keyof typeof words; told: string }>> = {
	delos: {
		userId: single('User', 'email', 'userEmail'),
		clientId: single('Client', 'name', 'clientName'),
		userIds: list('email'),
	},
	clientDirectory: {
		userId: single('User', 'username', 'username'),
		departmentId: single('Department', 'name', 'departmentName'),
		userIds: list('username'),
	},
	guardhouse: {
		userId: single('User', 'email', 'userEmail'),
		roleId: single('Role', 'name', 'roleName'),
		userIds: list('email'),
	},
	cloudFoundry: {
		userGuid: single('User', 'username', 'username'),
		organizationGuid: single('Organization', 'name', 'organizationName'),
		userIds: list('username'),
	},
};

const bound = { userId: 'user_abc123def', clientId: 'cust_789xyz' };
const member = { userGuid: john, organizationGuid: home };
const inDepartment = { clientId: client, departmentId: department };

/** Every operation that IDs are given to, with some that there are. */
const operations: ReadonlyArray<readonly [Node, resource: string, operation: string, given: IDataObject]> = [
	['delos', 'user', 'bindClient', bound],
	['delos', 'user', 'unbindClient', bound],
	['delos', 'user', 'removeAllClients', { userId: bound.userId }],
	['delos', 'client', 'setUsers', { clientId: bound.clientId, userIds: [bound.userId] }],
	['clientDirectory', 'department', 'addMembers', { ...inDepartment, userIds: [ada] }],
	['clientDirectory', 'department', 'removeMembers', { ...inDepartment, userIds: [ada] }],
	['clientDirectory', 'department', 'setMembers', { ...inDepartment, userIds: [ada] }],
	['clientDirectory', 'user', 'removeAllDepartments', { clientId: client, userId: ada }],
	['guardhouse', 'user', 'assignRole', { userId: 101, roleId: 1 }],
	['guardhouse', 'user', 'unassignRole', { userId: 101, roleId: 1 }],
	['guardhouse', 'user', 'unassignAllRoles', { userId: 101 }],
	['guardhouse', 'role', 'setUsers', { roleId: 1, userIds: [101] }],
	...(['v2', 'v3'] as const).flatMap((apiVersion) =>
		(
			[
				['user', 'addOrganization', member],
				['user', 'removeOrganization', member],
				['user', 'removeAllRoles', { userGuid: john }],
				['organization', 'setUsers', { organizationGuid: home, userIds: [john] }],
			] as const
		).map(([resource, operation, given]) => ['cloudFoundry', resource, operation, { ...given, apiVersion }] as const),
	),
];

const cases = operations.flatMap(([node, resource, operation, given]) =>
	Object.keys(given)
		.filter((name) => name in said[node])
		.map((name) => ({
			node,
			resource,
			operation,
			given,
			name,
			title: `${node} ${operation} ${String(given.apiVersion ?? '')}`,
		})),
);

const fieldOf = (node: Node, name: string) => {
	const isLocator = /^(user|client|department|role|organization)(Id|Guid)$/.test(name);
	const value = `={{ $json.${name} }}`;
	return isLocator && !(node === 'clientDirectory' && name === 'clientId') ? locator(value) : value;
};

const inPanel = (node: Node, given: IDataObject) =>
	Object.fromEntries(Object.keys(given).map((name) => [name, fieldOf(node, name)]));

describe.each(cases)('$title, $name', ({ node, resource, operation, given, name }) => {
	const { by, told } = said[node][name];
	const isNoId = node === 'guardhouse' || node === 'delos' || node === 'clientDirectory';

	it.each(['in the panel', 'mapped automatically'])('given as a word %s', async (how) => {
		await fc.assert(
			fc.asyncProperty(words[by], async (word) => {
				sandbox[node].requests.splice(0);
				const item = { ...given, [name]: name === 'userIds' ? [word] : word };
				const { apiVersion, ...others } = given;
				const asked = how === 'in the panel' ? inPanel(node, others) : { mappingMode: 'autoMapInputData' };
				const parameters = { resource, operation, ...(apiVersion !== undefined && { apiVersion }), ...asked };
				const type = credentialOf[node];
				const credentials = { [type]: wayIn(sandbox, type) };
				const { error } = await runNode(engine, node, parameters, { items: [item], credentials });
				const all = `${error?.message}. ${error?.description}`;
				expect(all).toContain(name === 'userIds' ? word : `'${word}'`);
				expect(all).toContain(told);
				expect(all).not.toContain('Base URL');
				expect(all.split('Nothing was changed')).toHaveLength(all.includes('Nothing was changed') ? 2 : 1);
				// Where no ID holds an @, or any letter, nothing is asked.
				if (isNoId && word.includes('@')) expect(sandbox[node].requests).toEqual([]);
				if (node === 'guardhouse') expect(sandbox[node].requests).toEqual([]);
				if (operation !== 'addMembers' && operation !== 'removeMembers' && node !== 'delos')
					expect(error).toBeDefined();
			}),
			{ numRuns: 6 },
		);
	});
});

it.each(cases.filter(({ operation }) => !/^set/.test(operation)))(
	'$title takes UUIDs and numbers for what they are ($name)',
	async ({ node, resource, operation, given, name }) => {
		const id = node === 'guardhouse' ? 999_999 : uuidOf('nobody at all');
		const item = { ...given, [name]: name === 'userIds' ? [id] : id };
		const type = credentialOf[node];
		const { error } = await runNode(
			engine,
			node,
			{
				resource,
				operation,
				...(given.apiVersion !== undefined && { apiVersion: given.apiVersion }),
				mappingMode: 'autoMapInputData',
			},
			{ items: [item], credentials: { [type]: wayIn(sandbox, type) } },
		);
		expect(`${error?.message} ${error?.description}`).not.toContain('To find');
		if (node !== 'guardhouse') expect(sandbox[node].requests.filter(isChange).length).toBeLessThanOrEqual(1);
	},
);
