import type { IDataObject } from 'n8n-workflow';

import { queryOf, serving } from '../contract/reads';
import { expectPages, listNamed, many, run, text } from '../support/reads';
import { sandbox, setUp } from '../support/setUp';
import { json } from '../support/workflow';

setUp();

describe('a filter that the provider reads in its own way', () => {
	const organizations = (title: string) => listNamed(`Cloud Foundry organizations, ${title}`);

	it('name is q=name:… in v2, exactly', async () => {
		const list = organizations('v2');
		for (const value of ['acme', 'acme production', 'a+b&c=d/é?#%41']) {
			const { received } = await many(
				list,
				serving(list, (size) => size + 1),
				{ returnAll: true, filters: { name: value } },
			);
			expectPages(list, received, 2, { q: `name:${value}` });
		}
	});

	// A doubled semicolon is one of the value's own, and the first operator alone separates: query.rb:83,89 of the Cloud
	// Controller at 3bbba906.
	it.each([
		['a;b', 'name:a;;b'],
		['a:b', 'name:a:b'],
		['a;status:active', 'name:a;;status:active'],
		['a;;b;', 'name:a;;;;b;;'],
		['a|b@c+d,e', 'name:a|b@c+d,e'],
	])('name %j is one condition in v2', async (value, q) => {
		const list = organizations('v2');
		const { received } = await many(list, serving(list, 1), { returnAll: true, filters: { name: value } });
		expect(queryOf(received[0]).q).toBe(q);
	});

	it.each(['v2', 'v3'])('names with separators find what has them in %s', async (apiVersion) => {
		const names = ['a;b', 'a:b', 'a,b', 'a|b', 'a@b', 'a+b', 'a%2Cb', 'a>=b', 'a;status:active', 'a;', "o'hara"];
		const { organizations: all } = sandbox.cloudFoundry.state;
		for (const name of names) all.push({ ...all[0], guid: `guid of ${all.length}`, name });
		for (const name of names) {
			const parameters = { resource: 'organization', operation: 'getAll', apiVersion, filters: { name } };
			const { outputs } = await run('cloudFoundry', parameters, sandbox.cloudFoundry.url);
			const found = json(outputs[0]).map((one) => one.name ?? (one.entity as IDataObject).name);
			expect(found).toEqual([name]);
		}
	});

	it.each([
		['organizations', 'name', 'names'],
		['users', 'username', 'usernames'],
	])('of %s with a comma is one value in v3', async (kind, name, wire) => {
		const list = listNamed(`Cloud Foundry ${kind}, v3`);
		const { received, status } = await many(list, serving(list, 1), { returnAll: true, filters: { [name]: 'a,b' } });
		if (status === 'error') return expect(received).toEqual([]);
		// Cloud Controller decodes each value of such a list once more, after it has split it.
		expect(queryOf(received[0])[wire]).toBe('a%2Cb');
	});

	it.each([
		['organizations', 'name', 'names'],
		['users', 'username', 'usernames'],
	])('of %s with an encoded character is not decoded twice in v3', async (kind, name, wire) => {
		const list = listNamed(`Cloud Foundry ${kind}, v3`);
		const { received, status } = await many(list, serving(list, 1), { returnAll: true, filters: { [name]: 'a%41' } });
		if (status === 'error') return expect(received).toEqual([]);
		expect(decodeURIComponent(queryOf(received[0])[wire])).toBe('a%41');
	});

	it('username is not sent to v2, which has no such filter', async () => {
		const list = listNamed('Cloud Foundry users, v2');
		const { received, error } = await many(list, serving(list, 1), { returnAll: true, filters: { username: 'x' } });
		expect(received).toEqual([]);
		expect(text({ error })).toContain("'Username'");
	});

	it.each(['v2', 'v3'])('organization gives its members in %s', async (apiVersion) => {
		const parameters = { resource: 'user', operation: 'getAll', apiVersion, returnAll: true };
		const { guid } = sandbox.cloudFoundry.state.organizations[1];
		const filters = { organizationGuid: guid };
		const { outputs } = await run('cloudFoundry', { ...parameters, filters }, sandbox.cloudFoundry.url);
		const holders = sandbox.cloudFoundry.state.roles.filter(({ organization_guid }) => organization_guid === guid);
		const guids = json(outputs[0]).map(({ guid: own, metadata }) => own ?? (metadata as IDataObject).guid);
		expect(new Set(guids)).toEqual(new Set(holders.map(({ user_guid }) => user_guid)));
		expect(guids).toHaveLength(new Set(guids).size);
		expect(guids.length).toBeGreaterThan(1);

		const unknown = { ...parameters, filters: { organizationGuid: 'no-such-organization' } };
		const { error } = await run('cloudFoundry', unknown, sandbox.cloudFoundry.url);
		expect(text({ error })).toContain("'Organization'");
		expect(error?.httpCode).toBe('404');

		const count = sandbox.cloudFoundry.requests.length;
		for (const bad of ['={{ $json.none }}', 'a/b', '..', '={{ "" }}']) {
			const refused = await run(
				'cloudFoundry',
				{ ...parameters, filters: { organizationGuid: bad } },
				sandbox.cloudFoundry.url,
			);
			expect(refused.error?.message).toContain("'Organization'");
		}
		expect(sandbox.cloudFoundry.requests).toHaveLength(count);
	});

	it.each(['v2', 'v3'])('organization and name combine, or are refused, in %s', async (apiVersion) => {
		const { organizations: all, users, roles: held } = sandbox.cloudFoundry.state;
		const inside = held.find(({ organization_guid }) => organization_guid === all[1].guid)?.user_guid;
		const user = users.find(({ guid, username }) => guid === inside && username) ?? users[1];
		const filters = { organizationGuid: all[1].guid, username: user.username };
		const parameters = { resource: 'user', operation: 'getAll', apiVersion, returnAll: true, filters };
		const { outputs, error } = await run('cloudFoundry', parameters as IDataObject, sandbox.cloudFoundry.url);
		if (apiVersion === 'v2') return expect(text({ error })).toContain("'Username'");
		expect(json(outputs[0]).map(({ guid }) => guid)).toEqual([user.guid]);
	});
});
