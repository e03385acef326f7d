import type { IDataObject } from 'n8n-workflow';

import { uuidOf } from '../../sandbox';
import {
	bytes,
	changeKinds,
	changesSent,
	finance,
	member,
	providerFor,
	readBefore,
	removalKinds,
	results,
	run,
	sales,
} from '../support/changes';
import { ada, bob, department } from '../support/members';
import { home } from '../support/cloudFoundry';
import { sandbox, setUp } from '../support/setUp';

setUp();

describe('what remains', () => {
	const remaining = async (name: string, items: IDataObject[], options: IDataObject = {}) => {
		const { outputs, error } = await run(changeKinds[name], items, { reportRemaining: true, ...options });
		expect(error).toBeUndefined();
		return results(outputs).map((json) => {
			expect(json).toMatchObject({ success: true });
			expect(json).toHaveProperty('remaining');
			return JSON.stringify(json.remaining);
		});
	};

	it.each([{}, { verify: true }])('at Delos: the other clients %j', async (options) => {
		const { uuid, clients } = sandbox.delos.state.users[3];
		const [gone, kept] = clients.map(({ customerId }) => customerId);
		const item = { userId: uuid, clientId: gone, ownership: 'any' };
		const [left] = await remaining('delos unbindClient', [item], options);
		expect(left).toContain(kept);
		expect(left).not.toContain(gone);
	});

	it.each([{}, { verify: true }])('at the directory: the other departments of each member %j', async (options) => {
		const { changing } = changeKinds['clientDirectory removeMembers'];
		const [left] = await remaining('clientDirectory removeMembers', [changing], options);
		for (const id of [finance, sales, ada, bob]) expect(left).toContain(id);
		expect(left).not.toContain(department);
	});

	it.each([{}, { verify: true }])('at Guardhouse: the other roles %j', async (options) => {
		const { changing } = changeKinds['guardhouse unassignRole'];
		const [left] = await remaining('guardhouse unassignRole', [changing], options);
		expect(left).toContain('Support Agent');
		expect(left).not.toContain('Administrator');
	});

	it.each([{}, { verify: true }])('after two removals of one user: what is left after both %j', async (options) => {
		const items = [1, 3].map((roleId) => ({ userId: 101, roleId, instantLogout: false }));
		expect(await remaining('guardhouse unassignRole', items, options)).toEqual(['[]', '[]']);
	});

	it.each(
		['v2', 'v3'].flatMap((version) =>
			[{}, { verify: true }].map((options) => [version, options] as [string, IDataObject]),
		),
	)('at Cloud Foundry (%s): organizations managed, billed and audited %j', async (version, options) => {
		const name = `cloudFoundry removeOrganization ${version}`;
		const [, manager, auditor, , plain] = sandbox.cloudFoundry.state.users.map(({ guid }) => guid);
		const items = [manager, auditor, plain].map((userGuid) => ({ userGuid, organizationGuid: home }));
		const { outputs } = await run(changeKinds[name], items, { reportRemaining: true, ...options });
		const left = results(outputs).map((json) => json.remaining as Record<string, string[]>);
		expect(JSON.stringify(left[0])).toContain(home);
		expect(JSON.stringify(left[0])).toMatch(/manage/i);
		expect(JSON.stringify(left[1])).toContain(home);
		expect(JSON.stringify(left[2])).not.toContain(home);
		const kinds = left.map((kept) =>
			Object.keys(kept).filter((kind) => kept[kind].some((id) => JSON.stringify(id).includes(home))),
		);
		expect(kinds[0]).toEqual([expect.stringMatching(/manag/i)]);
		expect(kinds[1].sort()).toEqual([expect.stringMatching(/audit/i), expect.stringMatching(/billing/i)]);
		expect(kinds[2]).toEqual([]);
		// None of them has a role in a space of it, or the removal would have been refused.
		for (const { spaces } of left) expect(spaces).toEqual([]);
	});

	it('at Cloud Foundry: the spaces of that organization', async () => {
		const { roles } = sandbox.cloudFoundry.state;
		const guid = uuidOf('a supporter');
		const space = '9decf038-91ca-4605-b796-f7f629e0886b';
		roles.push({ guid, type: 'space_supporter', user_guid: 'uaa-id-128', organization_guid: null, space_guid: space });
		const before = bytes(changeKinds['cloudFoundry removeOrganization v2']);
		// v2 doesn't look at supporters, so they are what can stay; v2 has no page that lists them.
		const { outputs } = await run(changeKinds['cloudFoundry removeOrganization v2'], [member], {
			reportRemaining: true,
		});
		expect(bytes(changeKinds['cloudFoundry removeOrganization v2'])).not.toBe(before);
		expect(Object.keys(results(outputs)[0].remaining as object).join()).toMatch(/space/i);
	});
});

describe('what remains, where it can not be read', () => {
	it.each(removalKinds.flatMap((name) => [{}, { verify: true }].map((options) => [name, options] as const)))(
		'is no reason to lose the result of %s %j',
		async (name, options) => {
			const change = changeKinds[name];
			const { path } = await readBefore(change);
			const others = change.apiVersion === 'v2' ? /managed|audited|spaces/ : /\/v3\/spaces/;
			const refused = change.node === 'cloudFoundry' ? others : path;
			const skip = change.node === 'cloudFoundry' ? 0 : 'verify' in options ? 1 : 0;
			providerFor(change).fault({ method: 'GET', path: refused, skip, status: 403, body: 'no', times: 50 });
			const all = { reportRemaining: true, ...options };
			const { outputs } = await run(change, [change.changing], all, { onError: 'continueErrorOutput' });
			expect(changesSent(change)).toHaveLength(1);
			for (const { operation, success } of results(outputs))
				expect([operation, success]).toEqual([change.operation, true]);
			for (const failed of results(outputs, 1)) expect(JSON.stringify(failed)).toMatch(/accepted|read back/);
			expect(outputs.flat()).toHaveLength(1);
		},
	);
});
