import type { IDataObject } from 'n8n-workflow';

import { home, memberRole, runUsers, told, user } from '../support/cloudFoundry';
import { wayIn } from '../support/access';
import { client, department, removeMembers } from '../support/members';
import { engine, sandbox, setUp } from '../support/setUp';
import { runNode } from '../support/workflow';

// No page says whether IDs are the same in another case. So neither "gone" nor "there" is concluded from one.

setUp();

const member = 'a1d97031-04e2-4907-a249-093f7436207b';
const other = 'b2e08142-15f3-5018-b350-104g8547318c';
const bound = { resource: 'user', userId: 'user_abc123def', clientId: 'CUST_789XYZ' };
const unbind = async (
	options: IDataObject,
	parameters: IDataObject = { operation: 'unbindClient', ownership: 'any' },
) =>
	await runNode(
		engine,
		'delos',
		{ ...bound, ...parameters, options },
		{ credentials: { delosApi: wayIn(sandbox, 'delosApi') } },
	);
const lookingOnly = [{ verify: true }, { dryRun: true }];

describe('a client ID in another case than the user has it', () => {
	it.each(lookingOnly)('is refused with %j, before anything is changed', async (options) => {
		const ran = await unbind(options);
		expect(ran.status).toBe('error');
		expect(told(ran)).toMatch(/'Client' is spelled in another case/);
		expect(told(ran)).toContain('cust_789xyz');
		expect(sandbox.delos.requests.every(({ method }) => method === 'GET')).toBe(true);
	});

	it('is no owner who can be let go', async () => {
		const ran = await unbind({ keepLastOwner: true });
		expect(ran.status).toBe('error');
		expect(sandbox.delos.requests.every(({ method }) => method === 'GET')).toBe(true);
	});

	it.each(lookingOnly)('is no access that is missing for Bind, either (%j)', async (options) => {
		const ran = await unbind(options, { operation: 'bindClient', isOwner: true });
		expect(told(ran)).toMatch(/'Client' is spelled in another case/);
		expect(sandbox.delos.requests.every(({ method }) => method === 'GET')).toBe(true);
	});
});

describe('a department ID in another case than the user has it', () => {
	it.each(lookingOnly)('is refused with %j, before anything is changed', async (options) => {
		const ran = await removeMembers([{ userIds: member, departmentId: department.toUpperCase() }], options);
		expect(told(ran)).toMatch(/'Department' is spelled in another case/);
		expect(sandbox.clientDirectory.requests.every(({ method }) => method === 'GET')).toBe(true);
		expect(sandbox.clientDirectory.requests[0].url).toContain(client);
	});
});

describe('a member whom the answer spells otherwise', () => {
	const answerWith = (succeeded: readonly string[], failed: readonly object[] = []) =>
		sandbox.clientDirectory.fault({
			method: 'POST',
			status: 200,
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ succeeded, failed }),
		});

	it('is the one that was sent', async () => {
		answerWith([member.toUpperCase()]);
		const ran = await removeMembers([{ userIds: member }]);
		expect(ran.error).toBeUndefined();
		expect(ran.outputs[0][0].json).toMatchObject({ success: true, succeeded: [member], failed: [] });
	});

	it('failed as the answer says', async () => {
		answerWith([other], [{ id: member.toUpperCase(), error: 'User is locked' }]);
		const ran = await removeMembers([{ userIds: [member, other] }], { partialFailure: 'report' });
		expect(ran.outputs[0][0].json).toMatchObject({
			success: false,
			succeeded: [other],
			failed: [{ id: member, error: 'User is locked' }],
		});
	});

	it('is not another one that was sent as well', async () => {
		answerWith([member]);
		const ran = await removeMembers([{ userIds: [member, member.toUpperCase()] }], { partialFailure: 'report' });
		expect(ran.outputs[0][0].json).toMatchObject({ succeeded: [member], unknown: [{ id: member.toUpperCase() }] });
	});
});

describe.each(['v2', 'v3'])('an organization GUID in another case than the user has it, by %s', (apiVersion) => {
	it.each(lookingOnly)('is refused with %j, before anything is changed', async (options) => {
		const items = [{ userGuid: user, organizationGuid: home.toUpperCase() }];
		const ran = await runUsers('removeOrganization', items, { apiVersion, options });
		expect(ran.status).toBe('error');
		expect(sandbox.cloudFoundry.requests.every(({ method }) => method === 'GET')).toBe(true);
		expect(memberRole()).toBeDefined();
	});
});

describe('roles that v3 gives for what was asked for in another case', () => {
	// A Cloud Controller on MySQL compares without case.
	const answerWith = (userGuid: string, organizationGuid: string) => {
		const role = {
			guid: 'role-1',
			type: 'organization_user',
			relationships: { user: { data: { guid: userGuid } }, organization: { data: { guid: organizationGuid } } },
		};
		sandbox.cloudFoundry.fault({
			path: /\/v3\/roles\?/,
			times: 9,
			status: 200,
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ pagination: { total_results: 1, total_pages: 1, next: null }, resources: [role] }),
		});
	};

	it.each([
		['User', user.toUpperCase(), home],
		['Organization', user, home.toUpperCase()],
	])('are neither removed nor called none: %s', async (label, userGuid, organizationGuid) => {
		answerWith(userGuid, organizationGuid);
		const ran = await runUsers('removeOrganization', [{ userGuid: user, organizationGuid: home }], {
			apiVersion: 'v3',
		});
		expect(told(ran)).toContain(`'${label}' is spelled in another case`);
		expect(sandbox.cloudFoundry.requests.every(({ method }) => method === 'GET')).toBe(true);
	});
});

describe('a client ID in other letters of Unicode than the user has it', () => {
	it.each([
		['composed', 'caf\u00e9', 'cafe\u0301', 'otherwise'],
		['decomposed and in another case', 'CAFE\u0301', 'caf\u00e9', 'otherwise'],
		['full-width', 'client\uff11', 'client1', 'otherwise'],
		['sharp s', 'stra\u00dfe', 'STRASSE', 'otherwise'],
		['in another case alone', 'caf\u00e9', 'CAF\u00c9', 'in another case'],
	])('is refused before anything is changed (%s)', async (_, held, clientId, how) => {
		const [first] = sandbox.delos.state.users;
		sandbox.delos.state.clients.push({ ...sandbox.delos.state.clients[0], cuid: held });
		first.clients.push({ customerId: held, isOwner: false });
		const parameters = { operation: 'unbindClient', ownership: 'any', clientId };
		const ran = await unbind({ verify: true }, parameters);
		expect(told(ran)).toContain(`'Client' is spelled ${how} than what was read`);
		expect(told(ran)).toContain(
			`It is ${clientId}, and the answer has ${held}. Whether these are the same can't be known`,
		);
		expect(sandbox.delos.requests.every(({ method }) => method === 'GET')).toBe(true);
	});
});

describe('an ID with a character that nobody sees', () => {
	it.each(['\ufe0f', '\u3164', '\u2800', '\u034f', '\u200b', '\u00ad', '\u2066'])('is refused (%j)', async (unseen) => {
		const ran = await unbind({}, { operation: 'unbindClient', ownership: 'any', clientId: `cust_789xyz${unseen}` });
		expect(told(ran)).toMatch(/'Client' is '.+', which holds an invisible character/);
		expect(sandbox.delos.requests).toEqual([]);
	});
});
