import type { IDataObject } from 'n8n-workflow';

import { uuidOf } from '../../sandbox';
import {
	actAsManagerOf,
	credentials,
	crowd,
	elsewhere,
	giveRole,
	home,
	memberRole,
	runUsers,
	told,
	user,
	wire,
} from '../support/cloudFoundry';
import { engine, sandbox, setUp } from '../support/setUp';
import { packageName, runNode } from '../support/workflow';

// Lists of more than a page, which one version of the API gives from the first page to the last.

setUp();

const organizations = (count: number) => {
	const { state } = sandbox.cloudFoundry;
	const [first] = state.organizations;
	for (let index = 0; index < count; index++)
		state.organizations.push({ ...first, guid: `guid-${index}`, name: `unit-${index}` });
};
const list = async (resource: string, more: object) =>
	await runNode(engine, 'cloudFoundry', { resource, operation: 'getAll', ...more }, { credentials: credentials() });
const guidsOf = ({ outputs }: Awaited<ReturnType<typeof list>>) => (outputs[0] ?? []).map(({ json }) => json.guid);

/** Beside v3, or in its place where that is older than its roles. */
const versions = [
	['v3', '3.228.0'],
	['v2', '3.79.0'],
] as const;

describe.each([
	['user', () => crowd(450)],
	['organization', () => organizations(450)],
] as const)('the list of %ss', (resource, arrange) => {
	it.each(versions)('is given whole by %s, each once (v3 %s)', async (version, v3Version) => {
		arrange();
		sandbox.cloudFoundry.state.v3Version = v3Version;
		const ran = await list(resource, { returnAll: true });
		expect(ran.error).toBeUndefined();
		const guids = (ran.outputs[0] ?? []).map(({ json }) => json.guid ?? (json.metadata as IDataObject).guid);
		expect(guids.length).toBeGreaterThan(450);
		expect(new Set(guids).size).toBe(guids.length);
		const [root, ...pages] = wire();
		expect([root, pages.length > 2]).toEqual(['GET /', true]);
		expect(pages.filter((line) => !line.includes(`/${version}/`))).toEqual([]);
	});

	it.each([120, 201])('is given up to a limit of %d as v3 has it', async (limit) => {
		arrange();
		const guids = guidsOf(await list(resource, { limit }));
		const all = guidsOf(await list(resource, { returnAll: true, apiVersion: 'v3' }));
		expect(guids).toEqual(all.slice(0, limit));
	});
});

it('a user in many organizations is verified', async () => {
	organizations(150);
	for (let index = 0; index < 150; index++) giveRole('organization_user', user, `guid-${index}`);
	sandbox.cloudFoundry.state.jobPolls = 0;
	const ran = await runUsers('removeOrganization', [{ userGuid: user, organizationGuid: home }], {
		options: { verify: true },
	});
	expect(ran.outputs[0]?.[0].json).toMatchObject({ outcome: 'applied', verified: true });
	expect(memberRole()).toBeUndefined();
});

describe.each([
	['users', () => crowd(250), 250],
	['organizations', () => organizations(150), 150],
] as const)('the list to choose %s from', (method, arrange, least) => {
	const node = `${packageName}.cloudFoundry`;
	const page = async (token?: string, apiVersion = 'auto') => {
		const asked = { resource: 'user', operation: 'addOrganization', apiVersion };
		const { results, paginationToken } = await engine.listSearch(
			node,
			method,
			asked,
			credentials() as never,
			'',
			token,
		);
		return { values: results.map(({ value }) => value), token: paginationToken as string | undefined };
	};

	it.each(versions)('goes on by %s where it was, page after page (v3 %s)', async (version, v3Version) => {
		arrange();
		sandbox.cloudFoundry.state.v3Version = v3Version;
		const values: unknown[] = [];
		let token: string | undefined;
		for (let pages = 0; pages === 0 || (token !== undefined && pages < 10); pages++) {
			const next = await page(token);
			values.push(...next.values);
			token = next.token;
		}
		expect(token).toBeUndefined();
		expect(values.length).toBeGreaterThan(least);
		expect(new Set(values).size).toBe(values.length);
		const pages = wire().filter((line) => line !== 'GET /');
		expect(wire()).toEqual(pages.flatMap((line) => ['GET /', line]));
		expect(pages.filter((line) => !line.includes(`/${version}/`))).toEqual([]);
	});

	it('begins again where another version is chosen in between', async () => {
		arrange();
		const { token } = await page(undefined, 'v2');
		const [first, again] = [await page(undefined, 'v3'), await page(token, 'v3')];
		expect(again.values).toEqual(first.values);
	});
});

it('what v2 was refused is no answer for an item that goes by v3', async () => {
	crowd(1);
	actAsManagerOf(home, elsewhere);
	const userGuid = uuidOf('crowd 0');
	const items = ['v2', 'auto'].map((version) => ({ userGuid, organizationGuid: elsewhere, version }));
	const ran = await runUsers('addOrganization', items, {
		apiVersion: '={{ $json.version }}',
		options: { verify: true },
		onError: 'continueErrorOutput',
	});
	expect(ran.outputs[1].map(({ json }) => json.version)).toEqual(['v2']);
	expect(ran.outputs[0].map(({ json }) => json.verified)).toEqual([true]);
	expect(told(ran)).toBe('undefined undefined');
});

it('a search that the node goes on with by itself keeps to it, page after page', async () => {
	const { users } = sandbox.cloudFoundry.state;
	for (let index = 0; index < 5300; index++)
		users.push({ ...users[1], guid: `guid-${index}`, username: `person${index}@example.com` });
	const node = `${packageName}.cloudFoundry`;
	const asked = { resource: 'user', operation: 'addOrganization', apiVersion: 'v3' };
	const values: unknown[] = [];
	let token: string | undefined;
	for (let pages = 0; pages === 0 || (token && pages < 5); pages++) {
		const page = await engine.listSearch(node, 'users', asked, credentials() as never, 'guid-5', token);
		values.push(...page.results.map(({ value }) => value).filter((value) => value !== ''));
		token = page.paginationToken as string | undefined;
	}
	const expected = Array.from({ length: 5300 }, (_, index) => `guid-${index}`).filter((guid) =>
		guid.includes('guid-5'),
	);
	expect(values).toEqual(expected);
});
