import type { IDataObject } from 'n8n-workflow';

import { answering } from '../contract/reads';
import { asJson, wire } from '../support/cloudFoundry';
import { run, serveAs, text, type How } from '../support/reads';
import { sandbox, setUp } from '../support/setUp';
import { json } from '../support/workflow';

setUp();

const membership = { userGuid: 'uaa-id-128', organizationGuid: '1cc9d243-1c0d-43f6-a54e-1a8d8cc68f96' };

describe('a membership in v3', () => {
	const parameters = { resource: 'user', operation: 'removeOrganization', ...membership, apiVersion: 'v3' };
	const remove = async (extra: IDataObject = {}, how?: How) =>
		await run('cloudFoundry', { ...parameters, ...extra }, sandbox.cloudFoundry.url, how);
	const roleOf = (user: string, organization: string) =>
		sandbox.cloudFoundry.state.roles.find(
			({ type, user_guid, organization_guid }) =>
				type === 'organization_user' && user_guid === user && organization_guid === organization,
		);

	it('is looked up, deleted and followed to the end of its job', async () => {
		sandbox.cloudFoundry.state.jobPolls = 2;
		const role = roleOf(membership.userGuid, membership.organizationGuid);
		const { outputs } = await remove();
		const [look, del, ...jobs] = sandbox.cloudFoundry.requests;
		expect(look.method).toBe('GET');
		const { pathname, searchParams } = new URL(look.url, 'http://x');
		expect(pathname).toBe('/v3/roles');
		expect(Object.fromEntries(searchParams)).toMatchObject({
			types: 'organization_user',
			user_guids: 'uaa-id-128',
			organization_guids: membership.organizationGuid,
		});
		expect([del.method, del.url, del.body]).toEqual(['DELETE', `/v3/roles/${role?.guid}`, '']);
		expect(jobs).toHaveLength(3);
		for (const { method, url } of jobs) expect(`${method} ${url}`).toMatch(/^GET \/v3\/jobs\/[0-9a-f-]{36}$/);
		expect(roleOf(membership.userGuid, membership.organizationGuid)).toBeUndefined();
		expect(outputs[0]).toHaveLength(1);
		expect(outputs[0][0]).toMatchObject({
			pairedItem: { item: 0 },
			json: { success: true, operation: 'removeOrganization', outcome: 'applied', ...membership, apiVersion: 'v3' },
		});
	});

	it('is known to have been there, so its removal is a change that can be undone', async () => {
		const [{ json: result }] = (await remove()).outputs[0];
		expect(result).toMatchObject({
			changed: true,
			undo: { resource: 'user', operation: 'addOrganization', ...membership },
		});
	});

	it('that is none is unchanged, once user and organization are seen to be there', async () => {
		await remove();
		sandbox.cloudFoundry.requests.length = 0;
		const { outputs } = await remove();
		expect(outputs[0][0].json).toMatchObject({ success: true, outcome: 'unchanged', changed: false, undo: null });
		const [lookUp, ...seen] = wire();
		expect(lookUp).toMatch(/^GET \/v3\/roles\?/);
		expect(seen.sort()).toEqual([
			`GET /v3/organizations/${membership.organizationGuid}`,
			`GET /v3/users/${membership.userGuid}`,
		]);
		const { error } = await remove({ options: { ifUnchanged: 'fail' } });
		expect(error?.message).toMatch(/member|already|organization/i);
	});

	it('that goes in between is unchanged too', async () => {
		const body = '{"errors":[{"code":10010,"title":"CF-ResourceNotFound","detail":"Role not found"}]}';
		sandbox.cloudFoundry.fault({ method: 'DELETE', status: 404, headers: asJson, body });
		const { outputs } = await remove();
		expect(outputs[0][0].json).toMatchObject({ success: true, outcome: 'unchanged' });
	});

	it('whose job fails is an error in the words of the job', async () => {
		sandbox.cloudFoundry.state.jobErrors = [{ code: 10008, title: 'CF-UnprocessableEntity', detail: 'The job broke' }];
		const { error, outputs } = await remove();
		expect(outputs).toEqual([]);
		expect(text({ error })).toMatch(/The job broke/);
	});

	it('with roles in spaces is refused, and the spaces are named', async () => {
		const { roles: held, spaces } = sandbox.cloudFoundry.state;
		const inSpace = held.find(({ type }) => type === 'space_developer');
		const space = spaces.find(({ guid }) => guid === inSpace?.space_guid);
		const { error } = await remove({ userGuid: inSpace?.user_guid, organizationGuid: space?.organization_guid });
		expect(error?.httpCode).toBe('422');
		expect(text({ error })).toMatch(/Cannot delete organization_user role while user has roles in spaces/);
		expect(text({ error })).toContain(space?.name);
		expect(roleOf(inSpace?.user_guid ?? '', space?.organization_guid ?? '')).toBeDefined();
	});

	it.each(['userGuid', 'organizationGuid'])('whose %s holds a comma takes nothing from anybody', async (name) => {
		const { guid: user } = sandbox.cloudFoundry.state.users[1];
		const own = { userGuid: user, organizationGuid: membership.organizationGuid };
		const ids = { ...own, [name]: `nobody,${own[name as keyof typeof own]}` };
		expect(roleOf(user, membership.organizationGuid)).toBeDefined();
		const before = sandbox.cloudFoundry.snapshot();
		await remove(ids, { onError: 'continueRegularOutput' });
		expect(sandbox.cloudFoundry.snapshot().roles).toEqual(before.roles);
		expect(wire().filter((request) => request.startsWith('DELETE'))).toEqual([]);
	});

	it.each(['user', 'organization', 'type'])('is not taken for one of another %s', async (what) => {
		const relationships = {
			user: { data: { guid: what === 'user' ? 'another' : membership.userGuid } },
			organization: { data: { guid: what === 'organization' ? 'another' : membership.organizationGuid } },
		};
		const role = { guid: 'r-1', type: what === 'type' ? 'organization_manager' : 'organization_user', relationships };
		const pagination = { total_results: 1, total_pages: 1, next: null, previous: null };
		const { url, received } = await serveAs('cloudFoundry', answering({ pagination, resources: [role] }));
		await run('cloudFoundry', parameters, url, { onError: 'continueRegularOutput' });
		expect(received.filter(({ method }) => method === 'DELETE')).toEqual([]);
	});

	it('of several users goes item by item, each with its own result', async () => {
		const users = sandbox.cloudFoundry.state.users.slice(4, 12);
		const [, organization] = sandbox.cloudFoundry.state.organizations;
		const had = users.map(({ guid }) => Boolean(roleOf(guid, organization.guid)));
		const { outputs } = await remove(
			{ userGuid: '={{ $json.guid }}', organizationGuid: organization.guid },
			{ items: users.map(({ guid }) => ({ guid })) },
		);
		expect(json(outputs[0]).map(({ outcome }) => outcome === 'applied')).toEqual(had);
		expect(new Set(had).size).toBe(2);
		for (const { guid } of users) expect(roleOf(guid, organization.guid)).toBeUndefined();
	});

	it('is added as a role, and is unchanged the second time, or fails where that is wanted', async () => {
		await remove();
		const add = { ...parameters, operation: 'addOrganization' };
		const first = await run('cloudFoundry', add, sandbox.cloudFoundry.url);
		expect(first.outputs[0][0].json).toMatchObject({ success: true, outcome: 'applied', response: expect.anything() });
		expect(roleOf(membership.userGuid, membership.organizationGuid)).toBeDefined();
		const second = await run('cloudFoundry', add, sandbox.cloudFoundry.url);
		expect(second.outputs[0][0].json).toMatchObject({ success: true, outcome: 'unchanged', changed: false });
		const strict = { ...add, options: { ifUnchanged: 'fail' } };
		const { error } = await run('cloudFoundry', strict, sandbox.cloudFoundry.url);
		expect(error?.message).toMatch(/already|member/i);
	});

	it('that was added while the answer got lost is a success', async () => {
		await remove();
		sandbox.cloudFoundry.fault({ method: 'POST', drop: 'after' });
		const { outputs } = await run(
			'cloudFoundry',
			{ ...parameters, operation: 'addOrganization', options: { ifUnchanged: 'fail' } },
			sandbox.cloudFoundry.url,
		);
		expect(outputs[0][0].json).toMatchObject({ success: true });
	});
});
