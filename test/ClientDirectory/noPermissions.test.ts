import type { IDataObject } from 'n8n-workflow';

import { chain } from '../../sandbox/host';
import { ada, department } from '../support/members';
import { credentialsOf } from '../support/removal';
import { engine, sandbox, setUp } from '../support/setUp';
import { locator, packageName, runNode } from '../support/workflow';

// "Insufficient permissions for this client" is what the directory answers with 403 (docs/client-directory.md#rights).

setUp();

const forbidden = () => sandbox.clientDirectory.state.forbiddenClients[0];
const place = { departmentId: locator(department) };
const user = { userId: locator(ada) };
const operations: Record<string, IDataObject> = {
	'Remove Members': { resource: 'department', operation: 'removeMembers', ...place, userIds: ada },
	'Add Members': { resource: 'department', operation: 'addMembers', ...place, userIds: ada },
	'Add Members, By Username': {
		...{ resource: 'department', operation: 'addMembers', ...place },
		...{ userIds: 'ada', userIdsAre: 'username' },
	},
	'Set Members': { resource: 'department', operation: 'setMembers', ...place, userIds: ada },
	'Get Many (Department)': { resource: 'department', operation: 'getAll', returnAll: true },
	'Remove All Departments': { resource: 'user', operation: 'removeAllDepartments', ...user },
	Get: { resource: 'user', operation: 'get', ...user },
	'Get Many (User)': { resource: 'user', operation: 'getAll', returnAll: true },
	'Get Many (Access)': { resource: 'access', operation: 'getAll', returnAll: true },
};

const said = () => `The credential has no rights for the client '${forbidden()}'`;
const helps = "Check 'Client ID', or have the credential's account given rights for this client.";

it.each(Object.keys(operations))('%s says for which client, and what to do', async (name) => {
	const before = sandbox.clientDirectory.snapshot();
	const asked = { ...operations[name], clientId: forbidden() };
	const { error } = await runNode(engine, 'clientDirectory', asked, {
		credentials: credentialsOf('clientDirectoryApi'),
	});
	expect(`${error?.message} ${error?.description}`).toContain(said());
	expect(error?.description).toContain(helps);
	expect(sandbox.clientDirectory.snapshot()).toEqual(before);
});

it.each(['users', 'departments'])('From List of %s does too', async (list) => {
	const asked = [
		`${packageName}.clientDirectory`,
		list,
		{ resource: 'department', operation: 'addMembers', clientId: forbidden() },
		credentialsOf('clientDirectoryApi'),
	];
	const listing = engine.listSearch(...(asked as unknown as Parameters<typeof engine.listSearch>));
	await expect(listing).rejects.toMatchObject({ message: said(), description: expect.stringContaining(helps) });
});

it('so does the trigger, and tells of nothing', async () => {
	const parameters = { clientId: forbidden() };
	const watch = { name: 'Watch', type: `${packageName}.clientDirectoryTrigger`, parameters };
	const trigger = engine.publish(chain([watch as never]), credentialsOf('clientDirectoryApi') as never);
	await expect(trigger.poll()).rejects.toMatchObject({
		message: said(),
		description: expect.stringContaining(helps),
	});
});
