import type { IDataObject } from 'n8n-workflow';

import { uuidOf } from '../../sandbox';
import type { Change } from '../support/changes';
import { changeKinds, changesSent, kindNames, providerFor, run, signInOf } from '../support/changes';
import { ada, bob, fillDepartment, nobody } from '../support/members';
import { insideOf, planned, plansOf, sealOfText } from '../support/plans';
import { setUp } from '../support/setUp';
import { everyRemoveAll, everySet, runWhole } from '../support/wholes';
import { json } from '../support/workflow';

setUp();

const fields = [
	'version',
	'node',
	'resource',
	'operation',
	'parameters',
	'baseUrl',
	'before',
	'changed',
	'justification',
	'plannedAt',
	'expiresAt',
	'seal',
];

/** What plans are made to get through unharmed: cells, links, forms, buttons, chats, and the eyes of secret scanners. */
const expectCarried = (text: unknown): void => {
	expect(text).toMatch(/^plan1_[A-Za-z0-9_-]+_[sh][A-Za-z0-9_-]{22}$/);
	expect(text).not.toMatch(/eyJ|ZXlK/);
};

const hours = (from: unknown, to: unknown) => (Date.parse(String(to)) - Date.parse(String(from))) / 3_600_000;

/** What a plan keeps beside the fields that the item gave. */
const kept = ({ operation, apiVersion }: Change): IDataObject => ({
	...(apiVersion && { apiVersion }),
	...(operation === 'bindClient' && { bodyFormat: 'nested' }),
});

describe.each(kindNames)('the plan of a dry run of %s', (name) => {
	const change = changeKinds[name];

	it('says what is to be changed where, until when, and by what seal', async () => {
		const before = Date.now();
		const texts = await plansOf(change, [change.changing, change.idle]);
		const after = Date.now();
		const [changing, idle] = texts.map(insideOf);
		for (const [index, plan] of [changing, idle].entries()) {
			expectCarried(texts[index]);
			expect(Object.keys(plan)).toEqual(fields);
			expect(plan).toMatchObject({
				version: 1,
				node: change.node,
				resource: change.node === 'clientDirectory' ? 'department' : 'user',
				operation: change.operation,
				baseUrl: providerFor(change).url,
				before: expect.stringMatching(/^[\w-]{22}(\.[\w-]{22})*$/),
				justification: null,
				plannedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
				expiresAt: expect.stringMatching(/Z$/),
			});
			expect(Date.parse(String(plan.plannedAt))).toBeGreaterThan(before - 1000);
			expect(Date.parse(String(plan.plannedAt))).toBeLessThanOrEqual(after);
			expect(hours(plan.plannedAt, plan.expiresAt)).toBe(24);
			expect(plan.seal).toBe(sealOfText(texts[index].slice(0, -24)));
		}
		expect(changing).toMatchObject({ changed: true });
		expect(idle).toMatchObject({ changed: false });
		expect(changing.parameters).toEqual({ ...change.changing, ...kept(change) });
		expect(idle.parameters).toEqual({ ...change.idle, ...kept(change) });
	});

	it.each([1, 720])('may be applied for %d hours', async (planValidFor) => {
		const [{ plannedAt, expiresAt }] = (await plansOf(change, undefined, { options: { planValidFor } })).map(insideOf);
		expect(hours(plannedAt, expiresAt)).toBe(planValidFor);
	});

	it.each([0, 721, 1.5, -1, '={{ $json.missing }}', '={{ "long" }}'])(
		'that is to be valid for %s hours is refused',
		async (planValidFor) => {
			const { error } = await run(change, [change.changing], { dryRun: true, planValidFor });
			expect(`${error?.message} ${error?.description}`).toContain('Plan Valid For (Hours)');
			expect(providerFor(change).requests).toEqual([]);
		},
	);

	it('is sealed with nothing that the credential signs in with', async () => {
		const [byToken, bySession] = await Promise.all(
			['access token', signInOf[change.node]].map(async (way) => {
				const { outputs } = await run(change, [change.changing], { dryRun: true }, { way });
				const plan = String(outputs[0][0].json.plan);
				expect(plan).toMatch(/_s[\w-]{22}$/);
				return insideOf(plan);
			}),
		);
		const sameTime = { plannedAt: '', expiresAt: '', seal: '' };
		expect({ ...bySession, ...sameTime }).toEqual({ ...byToken, ...sameTime });
	});

	it.each([
		['a key', 'sandbox-plan-key', 'sandbox-plan-key'],
		['a key that was pasted with a line break', ' sandbox-plan-key\n', 'sandbox-plan-key'],
		['an empty one', '', undefined],
	])('is sealed with %s of the credential', async (_, planKey, key) => {
		const [plan] = await plansOf(change, undefined, { credential: { planKey } });
		expectCarried(plan);
		const { seal } = insideOf(plan);
		expect(seal).toBe(sealOfText(plan.slice(0, -String(seal).length - 1), key));
		expect(JSON.stringify([plan, insideOf(plan)])).not.toContain('sandbox-plan-key');
	});

	it('never goes to the provider, nor does its key', async () => {
		const { stored } = await run(
			change,
			[change.changing],
			{ dryRun: true },
			{ credential: { planKey: 'sandbox-plan-key' } },
		);
		expect(stored).not.toContain('sandbox-plan-key');
		const sent = JSON.stringify(providerFor(change).requests);
		expect(sent).not.toContain('sandbox-plan-key');
	});

	it('is none where the access is not to be read, and says why', async () => {
		providerFor(change).fault({ method: 'GET', status: 403, body: 'no', times: 50 });
		const [result] = await planned(change, undefined, { onError: 'continueRegularOutput' });
		expect(changesSent(change)).toEqual([]);
		// By v3 what would be sent is found by the same reads.
		if (change.apiVersion === 'v3') expect(Object.keys(result)).toEqual(['error']);
		else {
			expect(Object.keys(result).at(-1)).toBe('plan');
			expect(result).toMatchObject({
				outcome: 'planned',
				changed: false,
				wouldChange: null,
				plan: null,
				note: expect.stringMatching(/^There is no plan that could be applied: .*(doesn't (allow|let)|no rights)/),
			});
		}
	});

	it('is the last field of a result', async () => {
		const [result] = await planned(change);
		expect(Object.keys(result).at(-1)).toBe('plan');
	});

	it('comes only of dry runs', async () => {
		const { outputs } = await run(change, [change.changing], { verify: true });
		expect(outputs[0][0].json).not.toHaveProperty('plan');
	});
});

describe.each(['cloudFoundry removeOrganization v2', 'cloudFoundry addOrganization v2'])('a dry run of %s', (name) => {
	const change = changeKinds[name];

	it.each([
		['user', { userGuid: uuidOf('nobody at all') }],
		['organization', { organizationGuid: uuidOf('nothing at all') }],
	])('about an unknown %s has no plan', async (kind, unknown) => {
		const [result] = await planned(change, [{ ...change.changing, ...unknown }], { onError: 'continueRegularOutput' });
		expect(changesSent(change)).toEqual([]);
		if ('error' in result) expect(String(result.error)).toMatch(new RegExp(kind, 'i'));
		else
			expect(result).toMatchObject({
				plan: null,
				note: expect.stringMatching(/^There is no plan that could be applied: .*doesn't (know|exist)/),
			});
	});
});

describe.each(['clientDirectory removeMembers', 'clientDirectory addMembers'])('the plan of %s', (name) => {
	const change = changeKinds[name];

	it('is one for each member where these are the output', async () => {
		const results = await planned(change, undefined, { options: { output: 'members' } });
		expect(results.map(({ userId, plan }) => ({ userId, plan: insideOf(plan) }))).toMatchObject(
			[ada, bob].map((userId) => ({
				userId,
				plan: { operation: change.operation, parameters: { ...change.changing, userIds: [userId] }, changed: true },
			})),
		);
		const digests = results.map(({ plan }) => String(insideOf(plan).before));
		expect(digests.every((digest) => /^[\w-]{22}$/.test(digest))).toBe(true);
		const [whole] = (await plansOf(change)).map(insideOf);
		expect(whole.before).toBe(digests.join('.'));
	});

	it('with a member that cannot be read is none, but those of the others are there', async () => {
		const item = { ...change.changing, userIds: [ada, nobody, bob] };
		const [summary] = await planned(change, [item]);
		expect(summary).toMatchObject({ plan: null, note: expect.stringMatching(/User not found|doesn't (know|exist)/) });
		const members = await planned(change, [item], { options: { output: 'members' } });
		expect(members.map(({ plan }) => plan !== null)).toEqual([true, false, true]);
		expect(members.map(({ note }) => typeof note)).toEqual(['undefined', 'string', 'undefined']);
	});
});

describe('the text of a plan', () => {
	const change = changeKinds['clientDirectory removeMembers'];

	it.each(everyRemoveAll)('never looks like a token, nor does that of all access at %s', async (_, kind) => {
		kind.fill(3);
		const { outputs } = await runWhole(kind, [kind.user], { options: { dryRun: true } });
		expectCarried(json(outputs[0])[0].plan);
	});

	it.each(everySet)('never looks like a token, nor does that of a list at %s', async (_, kind) => {
		kind.fill(3, 2);
		const userIds = [kind.id(0), kind.id(1)];
		const { outputs } = await runWhole(kind, [{ ...kind.group, userIds }], { options: { dryRun: true } });
		const [result] = json(outputs[0]);
		expectCarried(result.plan);
		expect(Object.keys(result).at(-1)).toBe('plan');
	});

	it('is as long as the docs say', async () => {
		const [single] = await plansOf(changeKinds['guardhouse unassignRole']);
		expect(single.length).toBeGreaterThan(220);
		expect(single.length).toBeLessThan(290);
		const userIds = Array.from({ length: 500 }, (_, index) => uuidOf(`member ${index}`));
		fillDepartment(userIds);
		const [members] = await plansOf(change, [{ ...change.changing, userIds }]);
		expect(members.length).toBeGreaterThan(35_000);
		expect(members.length).toBeLessThan(45_000);
	});
});
