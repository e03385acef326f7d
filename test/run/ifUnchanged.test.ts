import type { IDataObject } from 'n8n-workflow';

import { bytes, changeKinds, kindNames, results, run } from '../support/changes';
import { changesOnWire, elsewhere, home, memberRole, runUsers, told, user } from '../support/cloudFoundry';
import { providerOf, removals, wayIn } from '../support/access';
import { engine, sandbox, setUp } from '../support/setUp';
import { links, runNode } from '../support/workflow';

// With 'If Unchanged' set to Fail nothing is called done that was so before: where an answer wouldn't tell, it is read first.

setUp();

const fail = { ifUnchanged: 'fail' };
const act = async (type: string, parameters: IDataObject, options: IDataObject = {}) => {
	const [node, removal] = removals[type];
	const asked = { ...removal, ...parameters, options: { ...fail, ...options } };
	return await runNode(engine, node, asked as IDataObject, { credentials: { [type]: wayIn(sandbox, type) } });
};
const changes = (type: string) => providerOf(sandbox, type).requests.filter(({ method }) => method !== 'GET');
const snapshot = (type: string) => JSON.stringify(providerOf(sandbox, type).snapshot());

const idle: ReadonlyArray<readonly [string, string, IDataObject]> = [
	['delosApi', 'a user with no access', { clientId: 'cust_alpine' }],
	['delosApi', 'an access of the other kind', { ownership: 'standard' }],
	['delosApi', 'an access that is there', { operation: 'bindClient', isOwner: true }],
	['clientDirectoryApi', 'nobody who is a member', { userIds: 'f6142586-59b7-9584-f594-548d2c9c8b50' }],
	['guardhouseApi', 'a role that the user lacks', { roleId: 6 }],
	['guardhouseApi', 'a role that the user has', { operation: 'assignRole', roleId: 1 }],
	['cloudFoundryApi', 'no membership, by v2', { organizationGuid: 'elsewhere' }],
	['cloudFoundryApi', 'a membership, by v2', { operation: 'addOrganization' }],
	['cloudFoundryApi', 'no membership, by v3', { apiVersion: 'v3', organizationGuid: 'elsewhere' }],
	['cloudFoundryApi', 'a membership, by v3', { apiVersion: 'v3', operation: 'addOrganization' }],
];

const placed = (parameters: IDataObject) =>
	parameters.organizationGuid === 'elsewhere' ? { ...parameters, organizationGuid: elsewhere } : parameters;

describe.each(idle)('%s, %s', (type, _, parameters) => {
	it('is a failed item, and nothing is changed', async () => {
		const asked = placed(parameters);
		if (type === 'clientDirectoryApi') {
			const { users } = sandbox.clientDirectory.state;
			users[5].department_ids = [];
			asked.userIds = users[5].id;
		}
		const before = snapshot(type);
		const ran = await act(type, asked);
		expect(ran.status).toBe('error');
		expect(told(ran)).toMatch(/already|no access|no member|as asked/);
		expect(snapshot(type)).toBe(before);
	});
});

it('an access that a Delos overwrites is read first', async () => {
	sandbox.delos.state.bindMode = 'overwrites';
	const ran = await act('delosApi', { operation: 'bindClient', isOwner: true });
	expect(ran.error?.message).toBe("The access of the user 'user_abc123def' is already as asked");
	expect(changes('delosApi')).toEqual([]);
});

it('an access of the other ownership at a Delos that overwrites is a change', async () => {
	sandbox.delos.state.bindMode = 'overwrites';
	const ran = await act('delosApi', { operation: 'bindClient', isOwner: false });
	expect(ran.outputs[0][0].json).toMatchObject({ outcome: 'applied', changed: true });
	expect(sandbox.delos.state.users[0].clients).toContainEqual({ customerId: 'cust_789xyz', isOwner: false });
});

it.each([
	['delosApi', { operation: 'bindClient', isOwner: true }, '/v2/user/'],
	['clientDirectoryApi', {}, '/users/'],
	['guardhouseApi', {}, '/users/101'],
	['cloudFoundryApi', {}, '/organizations'],
])('%s: where it can not be read, nothing is sent (%j)', async (type, parameters, path) => {
	providerOf(sandbox, type).fault({ method: 'GET', path, status: 403, body: 'no', times: 9 });
	const ran = await act(type, parameters);
	expect(ran.error?.description).toMatch(/^Nothing was changed, because 'If Unchanged' is Fail/);
	expect(changes(type)).toEqual([]);
});

it("v3's own word that there is nothing to remove is one, too", async () => {
	sandbox.cloudFoundry.fault({
		method: 'DELETE',
		status: 404,
		headers: { 'content-type': 'application/json' },
		body: '{"errors":[{"code":10010,"title":"CF-ResourceNotFound","detail":"Role not found"}]}',
	});
	const items = [{ userGuid: user, organizationGuid: home }];
	const ran = await runUsers('removeOrganization', items, { apiVersion: 'v3', options: fail });
	expect(ran.error?.message).toMatch(/no member of the organization '.+' any more$/);
	expect(changesOnWire()).toHaveLength(1);
	expect(memberRole()).toBeDefined();
});

it.each(['v2', 'v3'])('what is a change goes (%s)', async (apiVersion) => {
	sandbox.cloudFoundry.state.jobPolls = 0;
	const items = [{ userGuid: user, organizationGuid: home }];
	const ran = await runUsers('removeOrganization', items, { apiVersion, options: fail });
	expect(ran.outputs[0][0].json).toMatchObject({ outcome: 'applied', changed: true });
	expect(memberRole()).toBeUndefined();
});

describe('If Unchanged: fail, where the provider does not tell', () => {
	it.each(kindNames.filter((name) => !name.startsWith('delos')))('is known from a read: %s', async (name) => {
		const change = changeKinds[name];
		const before = bytes(change);
		const options = { onError: 'continueErrorOutput' } as const;
		const idle = await run(change, [change.idle], { ifUnchanged: 'fail' }, options);
		expect(links(idle.outputs[1])).toEqual([0]);
		expect(bytes(change)).toBe(before);
		const { outputs } = await run(change, [change.changing], { ifUnchanged: 'fail' }, options);
		expect(results(outputs)).toMatchObject([{ success: true, outcome: 'applied' }]);
	});
});
