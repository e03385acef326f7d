import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { IDataObject } from 'n8n-workflow';

import { uuidOf } from '../../sandbox';
import { removals, wayIn } from '../support/access';
import { home, memberRole, runUsers, told, user, wire } from '../support/cloudFoundry';
import { client, department, fillDepartment, removeMembers } from '../support/members';
import { credentialsOf } from '../support/removal';
import { engine, sandbox, serve, setUp } from '../support/setUp';
import { runNode } from '../support/workflow';

// What nobody knows is said to be that, whatever is known of others and whatever comes later.

setUp();

const unknown = /isn't known/;
const denial = /nothing was (changed|sent)/i;
const json = { 'content-type': 'application/json' };

describe('a member whose removal got no answer', () => {
	const nobody = 'ffffffff-ffff-ffff-ffff-ffffffffffff';
	const ids = () => sandbox.clientDirectory.state.users.slice(0, 2).map(({ id }) => id);
	const isMember = (id: string) =>
		sandbox.clientDirectory.state.users.find((one) => one.id === id)?.department_ids.includes(department);

	it.each([
		['lost', { drop: 'after' as const }],
		['a 503', { status: 503, takesEffect: true, body: 'not now' }],
	])('is in doubt beside one that Verify could not read (%s)', async (_, fault) => {
		sandbox.clientDirectory.fault({ method: 'POST', times: 9, ...fault });
		const options = { verify: true, partialFailure: 'report', maxRetries: 0 };
		const { outputs } = await removeMembers([{ userIds: [nobody, ...ids()] }], options, 'continueErrorOutput');
		const [{ json: item }] = outputs[1];
		expect(item.error).toMatch(/it isn't known whether 2 of 3 members were removed/);
		expect(item.error).toContain(`Not removed: ${nobody} (Not sent, because it couldn't be read`);
		expect(item.error).not.toMatch(denial);
		expect(ids().some(isMember)).toBe(false);
	});

	it.each(['fail', 'report'])('is in doubt behind another that was refused (%s)', async (partialFailure) => {
		sandbox.clientDirectory.fault({ method: 'POST', status: 403, body: 'not this one' });
		sandbox.clientDirectory.fault({ method: 'POST', drop: 'after', times: 9 });
		const options = { batchSize: 1, concurrency: 1, maxRetries: 0, partialFailure };
		const { outputs } = await removeMembers([{ userIds: ids() }], options, 'continueErrorOutput');
		const [{ json: item }] = outputs[1];
		expect(item.error).toMatch(
			/^1 of 2 members was not removed, and it isn't known whether 1 of 2 members was removed/,
		);
		expect(item.error).toContain(`Not removed: ${ids()[0]} (not this one)`);
	});

	it.each([
		['fail', undefined],
		['report', ["It isn't known whether it was removed: The connection to the client directory broke"]],
	])('is told apart from the others (%s)', async (partialFailure, errors) => {
		sandbox.clientDirectory.fault({ method: 'POST', skip: 1, drop: 'after' });
		const options = { batchSize: 1, concurrency: 1, maxRetries: 0, partialFailure };
		const { outputs, error } = await removeMembers([{ userIds: ids() }], options);
		if (errors) {
			const [{ json: result }] = outputs[0];
			expect(result.failed).toEqual([]);
			expect((result.unknown as Array<{ error: string }>).map((one) => one.error)).toEqual(errors);
			return;
		}
		expect(error?.message).toMatch(/^It isn't known whether 1 of 2 members was removed/);
		expect(error?.description).toMatch(/But removed: /);
		expect(error?.description).toMatch(/1 change had been made when it stopped, and of 1 change it isn't known\.$/);
	});

	it('is in doubt where the answer does not mention it, however long the words are', async () => {
		const [one, other] = ids();
		sandbox.clientDirectory.fault({
			method: 'POST',
			status: 200,
			headers: json,
			body: JSON.stringify({ succeeded: [one], failed: [] }),
		});
		const { error } = await removeMembers([{ userIds: [one, other] }]);
		expect(error?.message).toMatch(/^It isn't known whether 1 of 2 members was removed/);
		expect(error?.description).not.toMatch(/Not removed/);
	});

	it.each([
		['another case', 'AB-1', 'ab-1'],
		['composed letters', 'cafe\u0301-1', 'caf\u00e9-1'],
	])('is not in doubt where the answer spells it in %s', async (_, asked, answered) => {
		const { url } = await serve(() => ({
			status: 200,
			headers: json,
			body: JSON.stringify({ succeeded: [answered], failed: [] }),
		}));
		const parameters = {
			resource: 'department',
			operation: 'removeMembers',
			clientId: client,
			departmentId: department,
		};
		const credentials = { clientDirectoryApi: { baseUrl: url, accessToken: 'sandbox-token' } };
		const { outputs } = await runNode(engine, 'clientDirectory', { ...parameters, userIds: asked }, { credentials });
		expect(outputs[0][0].json).toMatchObject({ success: true, succeeded: [asked] });
	});

	it.each([
		['all of them', [400, 400]],
		['one of them', [400, 200]],
	])('in a first try is in doubt though its halves are refused: %s', async (_, statuses) => {
		const { url } = await serve(({ body }, count) => {
			if (count === 1) return 'drop';
			const { user_ids: sent } = JSON.parse(body) as { user_ids: string[] };
			const status = count === 2 ? 400 : statuses[sent[0] === 'a' ? 1 : 0];
			const malformed = { error: { code: 'invalid_request', message: 'malformed' } };
			return {
				status,
				headers: json,
				body: JSON.stringify(status === 200 ? { succeeded: sent, failed: [] } : malformed),
			};
		});
		const parameters = {
			resource: 'department',
			operation: 'removeMembers',
			clientId: client,
			departmentId: department,
			userIds: 'a,b',
			options: { maxRetries: 1 },
		};
		const credentials = { clientDirectoryApi: { baseUrl: url, accessToken: 'sandbox-token' } };
		const { error } = await runNode(engine, 'clientDirectory', parameters, { credentials });
		expect(`${error?.message} ${error?.description}`).toMatch(unknown);
		expect(error?.description).toMatch(/of \d changes? it isn't known\.$/);
	});
});

it.each(['v2', 'auto'])(
	'a removal whose answer was lost stays in doubt where v2 is off by then (%s)',
	async (apiVersion) => {
		const { state } = sandbox.cloudFoundry;
		state.v3Version = '3.79.0';
		sandbox.cloudFoundry.fault({ method: 'DELETE', drop: 'after' });
		sandbox.cloudFoundry.fault({ method: 'DELETE', status: 404, body: 'V2 endpoints disabled' });
		const ran = await runUsers('removeOrganization', [{ userGuid: user, organizationGuid: home }], { apiVersion });
		expect(memberRole()).toBeUndefined();
		expect(told(ran)).toMatch(unknown);
		expect(told(ran)).not.toMatch(denial);
		expect(ran.error?.description).toMatch(/of 1 change it isn't known\.$/);
		expect(wire().filter((line) => line.includes('/v3/'))).toEqual([]);
	},
);

it('a job that fails after a lost try leaves it open which of the two removed', async () => {
	sandbox.cloudFoundry.state.jobPolls = 0;
	sandbox.cloudFoundry.fault({ method: 'DELETE', drop: 'after' });
	const job = {
		guid: uuidOf('a job'),
		state: 'FAILED',
		errors: [{ code: 10010, title: 'CF-ResourceNotFound', detail: 'Role not found' }],
	};
	const location = `${sandbox.cloudFoundry.url}/v3/jobs/${job.guid}`;
	sandbox.cloudFoundry.fault({ method: 'DELETE', status: 202, headers: { location }, body: '' });
	sandbox.cloudFoundry.fault({ path: '/v3/jobs/', status: 200, headers: json, body: JSON.stringify(job), times: 9 });
	const ran = await runUsers('removeOrganization', [{ userGuid: user, organizationGuid: home }], { apiVersion: 'v3' });
	expect(told(ran)).toMatch(unknown);
	expect(ran.error?.description).toMatch(/no changes had been made when it stopped, and of 1 change it isn't known\.$/);
});

it('a change that is answered with "see other" may have been made', async () => {
	const location = 'https://elsewhere.example.com/done';
	sandbox.guardhouse.fault({ method: 'DELETE', status: 303, headers: { location }, takesEffect: true });
	const parameters = { resource: 'user', operation: 'unassignRole', userId: 101, roleId: 1 };
	const credentials = { guardhouseApi: wayIn(sandbox, 'guardhouseApi') };
	const { error } = await runNode(engine, 'guardhouse', parameters as IDataObject, { credentials });
	expect(error?.message).toContain('elsewhere.example.com');
	expect(error?.description).toMatch(unknown);
});

describe('a change whose first answer was lost stays in doubt', () => {
	const unassign = async (options: IDataObject = {}, baseUrl?: string): Promise<string> => {
		const credentials = credentialsOf('guardhouseApi');
		if (baseUrl !== undefined) credentials.guardhouseApi = { ...credentials.guardhouseApi, baseUrl };
		const { status, error } = await runNode(
			engine,
			'guardhouse',
			{ ...removals.guardhouseApi[1], options },
			{ credentials },
		);
		expect(status).toBe('error');
		return `${error?.message}. ${error?.description}`;
	};

	const doubt = /It isn't known whether the change was made.*no changes had been made.*of 1 change it isn't known/;

	it('where the provider is gone afterwards', async () => {
		const server = createServer((request) => {
			request.resume().on('end', () => {
				server.close();
				request.socket.destroy();
			});
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const told = await unassign({ maxRetries: 1 }, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
		expect(told).toMatch(/can't be reached/);
		expect(told).toMatch(doubt);
		expect(told).not.toMatch(/Nothing was sent/);
	});

	it.each([429, 403])('where the provider refuses the second with a %d', async (status) => {
		sandbox.guardhouse.fault({ method: 'DELETE', status: 504, takesEffect: true, body: 'too late' });
		sandbox.guardhouse.fault({ method: 'DELETE', status, times: 9, body: 'no' });
		expect(await unassign({ maxRetries: 1 })).toMatch(doubt);
	});

	it('where the sign-in is refused after it', async () => {
		const credentials = credentialsOf('guardhouseApi', 'client credentials');
		await runNode(engine, 'guardhouse', removals.guardhouseApi[1], { credentials });
		sandbox.guardhouse.fault({ method: 'DELETE', drop: 'after' });
		sandbox.guardhouse.fault({ method: 'DELETE', status: 401 });
		sandbox.guardhouse.fault({ method: 'GET', path: '/users', status: 401, times: 9 });
		sandbox.guardhouse.fault({ path: 'token', status: 400, body: '{"error":"invalid_client"}', times: 9 });
		const { error } = await runNode(engine, 'guardhouse', { ...removals.guardhouseApi[1], userId: 102 });
		expect(error?.message).toMatch(/refused the sign-in/);
		expect(error?.description).toMatch(doubt);
	});
});

describe('members', () => {
	it('of a half without a good answer are in doubt', async () => {
		const ids = Array.from({ length: 8 }, (_, index) => uuidOf(`member ${index}`));
		fillDepartment(ids);
		sandbox.clientDirectory.state.malformedFails = 'request';
		sandbox.clientDirectory.fault({ path: 'members/remove', skip: 2, status: 503, takesEffect: true, body: 'not now' });
		const { error } = await removeMembers([{ userIds: ['bad', ...ids.slice(0, 5)] }], { maxRetries: 0 });
		expect(error?.message).toMatch(/^It isn't known whether 2 of 6 members were removed/);
		expect(error?.description).toMatch(/^Not known: bad \(not now\), /);
		expect(error?.description).toMatch(/and of \d changes? it isn't known\.$/);
	});
});
