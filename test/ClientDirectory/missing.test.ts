import type { IDataObject } from 'n8n-workflow';

import { ada, client, department } from '../support/members';
import { credentialsOf } from '../support/removal';
import { engine, sandbox, setUp } from '../support/setUp';
import { locator, runNode } from '../support/workflow';

// A 404 of the directory names what is missing in its details (pages of the departments, 29 November 2026).

setUp();

const where = { clientId: client, departmentId: locator(department) };
const operations: Record<string, IDataObject> = {
	'Remove Members': { resource: 'department', operation: 'removeMembers', ...where, userIds: ada },
	'Add Members': { resource: 'department', operation: 'addMembers', ...where, userIds: ada },
	'Set Members': { resource: 'department', operation: 'setMembers', ...where, userIds: ada },
	'Get Department': { resource: 'department', operation: 'getAll', clientId: client, returnAll: true },
	'Get User': { resource: 'user', operation: 'get', clientId: client, userId: locator(ada) },
	'Get Many Users': { resource: 'user', operation: 'getAll', clientId: client, returnAll: true },
	'Remove All Departments': {
		resource: 'user',
		operation: 'removeAllDepartments',
		clientId: client,
		userId: locator(ada),
	},
};

const answered = async (name: string, details: unknown) => {
	const body = JSON.stringify({ error: { code: 'not_found', message: 'Nothing like that', details } });
	sandbox.clientDirectory.fault({ status: 404, times: 9, headers: { 'content-type': 'application/json' }, body });
	const credentials = credentialsOf('clientDirectoryApi');
	const { error } = await runNode(engine, 'clientDirectory', operations[name], { credentials });
	return [error?.message, error?.description];
};

const withDepartment = ['Remove Members', 'Add Members', 'Set Members'];

describe.each(Object.keys(operations))('%s', (name) => {
	it('says that it is the client, where that is named', async () => {
		const [message, description] = await answered(name, { client_id: client });
		expect(message).toBe(`The client '${client}' doesn't exist`);
		expect(description).toMatch(/^Check 'Client ID'\. /);
	});

	it('leaves open which it is, where both are named or none', async () => {
		for (const details of [{ client_id: client, department_id: department, user_id: ada }, {}, undefined, 'no', [1]]) {
			const [message, description] = await answered(name, details);
			expect(message).toMatch(new RegExp(`( or t|^T)he client '${client}' doesn't exist$`));
			// It is the API that answers so.
			expect(description).not.toContain('Base URL');
		}
	});
});

it.each(withDepartment)('%s says that it is the department, where that is named', async (name) => {
	const [message, description] = await answered(name, { department_id: department });
	expect(message).toBe(`The department '${department}' doesn't exist`);
	expect(description).toMatch(/^Check 'Department'\. /);
});

it.each([
	['Get User', `The user '${ada}' doesn't exist`],
	['Remove All Departments', `The user '${ada}' doesn't exist`],
])('%s says that it is the user, where that is named', async (name, told) => {
	const [message] = await answered(name, { user_id: ada });
	expect(message).toBe(told);
});

it.each(Object.keys(operations))('%s points to the base URL where the answer is none of the API', async (name) => {
	for (const [type, body] of [
		['text/plain', 'no such page'],
		['application/json', '{}'],
	]) {
		const headers = { 'content-type': type };
		sandbox.clientDirectory.fault({ status: 404, times: 9, headers, body });
		const credentials = credentialsOf('clientDirectoryApi');
		const { error } = await runNode(engine, 'clientDirectory', operations[name], { credentials });
		expect(error?.description).toContain("'Base URL'");
	}
});
