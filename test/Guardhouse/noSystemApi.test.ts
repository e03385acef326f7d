import type { IDataObject } from 'n8n-workflow';

import { chain } from '../../sandbox/host';
import { wayIn } from '../support/access';
import { engine, sandbox, setUp } from '../support/setUp';
import { locator, packageName, runNode } from '../support/workflow';

// A token without the one right that Guardhouse has is answered 403, whatever it asks for (docs/guardhouse.md#rights).

setUp();

const user = { userId: locator(101) };
const role = { roleId: locator(1) };
const email = { __rl: true, mode: 'email', value: 'john.smith@example.com' };
const name = { __rl: true, mode: 'name', value: 'Administrator' };
const operations: Record<string, IDataObject> = {
	'Unassign Role': { resource: 'user', operation: 'unassignRole', ...user, ...role },
	'Assign Role': { resource: 'user', operation: 'assignRole', ...user, ...role },
	'Assign Role, By Email': { resource: 'user', operation: 'assignRole', userId: email, ...role },
	'Assign Role, By Name': { resource: 'user', operation: 'assignRole', ...user, roleId: name },
	'Unassign All Roles': { resource: 'user', operation: 'unassignAllRoles', ...user },
	Block: { resource: 'user', operation: 'block', ...user, blockedByUserId: locator(102) },
	Unblock: { resource: 'user', operation: 'unblock', ...user },
	Get: { resource: 'user', operation: 'get', ...user },
	'Get Many (User)': { resource: 'user', operation: 'getAll', returnAll: true },
	'Set Users': { resource: 'role', operation: 'setUsers', ...role, userIds: '101' },
	'Get Many (Role)': { resource: 'role', operation: 'getAll', returnAll: true },
	'Get Many (Access)': { resource: 'access', operation: 'getAll', returnAll: true },
	'a dry run': { resource: 'user', operation: 'unassignRole', ...user, ...role, options: { dryRun: true } },
	Verify: { resource: 'user', operation: 'unassignRole', ...user, ...role, options: { verify: true } },
};

const credentials = () => ({ guardhouseApi: wayIn(sandbox, 'guardhouseApi') });
const refuse = () =>
	sandbox.guardhouse.fault({ path: '/api/v1/', status: 403, body: 'No access to this endpoint', times: 99 });

const said = "Guardhouse doesn't let this client use the System API";
const helps = "In Guardhouse, open the client's details and set Danger Zone › System API Access to Allow.";

it.each(Object.keys(operations).filter((one) => one !== 'a dry run'))('%s says where it is allowed', async (one) => {
	refuse();
	const before = sandbox.guardhouse.snapshot();
	const { error } = await runNode(engine, 'guardhouse', operations[one], { credentials: credentials() });
	expect(`${error?.message} ${error?.description}`).toContain(said);
	expect(error?.description).toContain(helps);
	expect(sandbox.guardhouse.snapshot()).toEqual(before);
});

it('a dry run changes nothing, and says that it is not known what it would change', async () => {
	refuse();
	const ran = await runNode(engine, 'guardhouse', operations['a dry run'], { credentials: credentials() });
	expect(ran.outputs[0][0].json).toMatchObject({ outcome: 'planned', wouldChange: null, plan: null });
});

it.each(['users', 'roles'])('From List of %s does too', async (list) => {
	refuse();
	const asked = [`${packageName}.guardhouse`, list, { resource: 'user', operation: 'assignRole' }, credentials()];
	const listing = engine.listSearch(...(asked as unknown as Parameters<typeof engine.listSearch>));
	await expect(listing).rejects.toMatchObject({ message: said, description: expect.stringContaining(helps) });
});

it('so does the trigger, and tells of nothing', async () => {
	const watch = { name: 'Watch', type: `${packageName}.guardhouseTrigger`, parameters: {} };
	const trigger = engine.publish(chain([watch as never]), credentials() as never);
	refuse();
	await expect(trigger.poll()).rejects.toMatchObject({ message: said, description: expect.stringContaining(helps) });
});
