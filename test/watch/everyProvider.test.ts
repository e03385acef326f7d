import type { IDataObject } from 'n8n-workflow';

import { chain, type Published } from '../../sandbox/host';
import { wayIn } from '../support/access';
import { credentialOf, member, type Node } from '../support/changes';
import { home } from '../support/cloudFoundry';
import { engine, sandbox, setUp } from '../support/setUp';
import { told } from '../support/watch';
import { locator, packageName } from '../support/workflow';

setUp();

const watch = (node: Node, parameters: IDataObject = {}, way?: string): Published => {
	const type = credentialOf[node];
	return engine.publish(
		chain([{ name: 'Watch', type: `${packageName}.${node}Trigger`, parameters: { ...parameters } as never }]),
		{ [type]: wayIn(sandbox, type, way) as never },
	);
};

it('Delos: access given, taken, and ownership changed', async () => {
	const { state } = sandbox.delos;
	const [user, other] = state.users.filter(({ clients }) => clients.length > 0);
	const [{ customerId, isOwner }] = user.clients;
	const [gone, ...rest] = other.clients;
	const free = state.clients.find(({ cuid }) => other.clients.every((one) => one.customerId !== cuid))?.cuid ?? '';
	const trigger = watch('delos');
	expect(await trigger.poll()).toBeUndefined();
	user.clients = [{ customerId, isOwner: !isOwner }, ...user.clients.slice(1)];
	other.clients = [...rest, { customerId: free, isOwner: false }];
	trigger.restart();
	const row = (event: string, { uuid, username, status }: typeof user, clientId: string, owner: boolean) => ({
		...{ event, userId: uuid, username, clientId, isOwner: owner, userStatus: status },
	});
	const items = await told(trigger);
	expect(items).toHaveLength(3);
	expect(items).toEqual(
		expect.arrayContaining([
			{ ...row('changed', user, customerId, !isOwner), before: { isOwner } },
			row('granted', other, free, false),
			row('revoked', other, gone.customerId, gone.isOwner),
		]),
	);
	expect(await trigger.poll()).toBeUndefined();
});

it('the client directory: members of the departments of a client', async () => {
	const { state } = sandbox.clientDirectory;
	const user = state.users.find(({ department_ids }) => department_ids.length > 0);
	if (!user) throw new Error('Nobody is in a department');
	const [departmentId] = user.department_ids;
	const own = state.departments.filter(({ client_id }) => client_id === user.client_id);
	const free = own.find(({ id }) => !user.department_ids.includes(id));
	const trigger = watch('clientDirectory', { clientId: user.client_id });
	expect(await trigger.poll()).toBeUndefined();
	user.department_ids = [...user.department_ids.slice(1), String(free?.id)];
	const { client_id: clientId, id: userId, username, last_activity } = user;
	const row = (event: string, department: string) => ({
		...{ event, clientId, userId, username, departmentId: department, lastActivity: last_activity.at },
		departmentName: own.find(({ id }) => id === department)?.name,
	});
	expect(await told(trigger)).toEqual([row('granted', String(free?.id)), row('revoked', departmentId)]);
});

it.each(['v2', 'v3'])('Cloud Foundry: roles in organizations and spaces, by %s', async (apiVersion) => {
	const { state } = sandbox.cloudFoundry;
	const trigger = watch(
		'cloudFoundry',
		{ apiVersion, of: 'organization', organizationGuid: locator(home) },
		'client credentials',
	);
	expect(await trigger.poll()).toBeUndefined();
	const role = state.roles.find(
		(one) => one.user_guid === member.userGuid && one.organization_guid === home && one.type === 'organization_user',
	);
	const manager = { ...(role as object), guid: 'new-role', type: 'organization_manager' };
	state.roles.push(manager as never);
	const found = (await told(trigger)).map(({ event, role: type, userGuid }) => ({ event, type, userGuid }));
	expect(found).toEqual([{ event: 'granted', type: 'organization_manager', userGuid: member.userGuid }]);
	state.roles = state.roles.filter(({ guid }) => guid !== 'new-role');
	const [gone] = await told(trigger);
	const name = state.organizations.find(({ guid }) => guid === home)?.name;
	expect(gone).toMatchObject({ event: 'revoked', ...member, role: 'organization_manager', organizationName: name });
});

it('keeps at most 48 bytes an access with UUIDs, at one role or several', async () => {
	const { state } = sandbox.clientDirectory;
	const [first] = state.users;
	const own = state.departments.filter(({ client_id }) => client_id === first.client_id).map(({ id }) => id);
	for (const departments of [1, 3]) {
		state.users = Array.from({ length: 5000 }, (_, index) => ({
			...first,
			id: `aa7cf840-9ca9-46a3-9778-${String(index).padStart(12, '0')}`,
			username: `user-${index}`,
			user_key: `user-${index}`,
			department_ids: own.slice(0, departments),
		}));
		const trigger = watch('clientDirectory', { clientId: first.client_id });
		await trigger.poll();
		const bytes = Buffer.byteLength(JSON.stringify(trigger.saved()));
		expect(bytes / (5000 * departments)).toBeGreaterThan(10);
		expect(bytes / (5000 * departments)).toBeLessThanOrEqual(48);
	}
});
