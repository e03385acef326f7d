import { uuidOf } from '../../sandbox';
import { giveRole, home, memberRole, user } from '../support/cloudFoundry';
import { sandbox, setUp } from '../support/setUp';

setUp();

// Rules that no operation meets yet: docs/v3/source/includes/resources of the Cloud Controller, and
// nginx_external_endpoints.conf.erb of capi-release.
describe('the Cloud Controller in miniature', () => {
	const send = async (method: string, path: string) => {
		const headers = { authorization: 'bearer sandbox-token' };
		const answer = await fetch(sandbox.cloudFoundry.url + path, { method, headers });
		return { status: answer.status, text: await answer.text() };
	};

	it('lets the managers of a space delete the roles in it, and no others', async () => {
		const { state } = sandbox.cloudFoundry;
		const [web, jobs] = state.spaces.filter(({ organization_guid }) => organization_guid === home);
		const manager = uuidOf('a space manager');
		state.users.push({ ...state.users[1], guid: manager });
		giveRole('organization_user', manager, home);
		giveRole('space_manager', manager, web.guid);
		giveRole('space_auditor', manager, jobs.guid);
		Object.assign(state, { scope: 'write', actor: manager });
		const inside = state.roles.find(({ type }) => type === 'space_developer');
		expect((await send('DELETE', `/v3/roles/${inside?.guid}`)).status).toBe(202);
		for (const role of [giveRole('space_developer', user, jobs.guid), memberRole()])
			expect((await send('DELETE', `/v3/roles/${role?.guid}`)).status).toBe(403);
	});

	it('refuses origins without names', async () => {
		const { status, text } = await send('GET', '/v3/users?origins=uaa');
		expect([status, text]).toEqual([422, expect.stringContaining('CF-UnprocessableEntity')]);
		expect((await send('GET', '/v3/users?origins=uaa&partial_usernames=a')).status).toBe(200);
	});

	it.each([
		[true, 404],
		[false, 200],
	])(
		'answers at /v2/info where v2 is off, unless it is of the time when v2 was still advertised (%s)',
		async (v2Advertised, status) => {
			Object.assign(sandbox.cloudFoundry.state, { v2Disabled: true, v2Advertised });
			expect((await send('GET', '/v2/info')).status).toBe(status);
		},
	);
});
