import * as fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import type { Fault } from '../../sandbox';
import { wayIn } from '../support/access';
import type { Change } from '../support/changes';
import { changeKinds, isChange, kindNames, providerFor, run } from '../support/changes';
import { ada, bob, department, nobody, removeMembers } from '../support/members';
import { atScale } from '../support/scale';
import { engine, sandbox, setUp } from '../support/setUp';
import { brokenMessage, brokenSummary } from '../support/summaries';
import { everyRemoveAll, everySet, providerOf, runWhole } from '../support/wholes';
import type { OnError, Ran } from '../support/workflow';
import { json, runNode } from '../support/workflow';

// What a result says first, in people's words: word for word, and never against what its other fields say.

setUp();

const by = (mode: string, value: unknown, more: object = {}) => ({ __rl: true, mode, value, ...more });
const john = by('email', 'john.smith@example.com');
const administrator = by('name', 'Administrator');

const guardhouse = async (parameters: IDataObject, options: IDataObject = {}, onError?: OnError) =>
	await runNode(
		engine,
		'guardhouse',
		{
			resource: 'user',
			operation: 'unassignRole',
			userId: john,
			roleId: administrator,
			...parameters,
			options,
		} as never,
		{ credentials: { guardhouseApi: wayIn(sandbox, 'guardhouseApi') }, onError },
	);

const summariesOf = ({ outputs }: Ran) => outputs.flatMap(json).map(({ summary }) => summary);
const summaryOf = (ran: Ran) => summariesOf(ran)[0];
const eventsOf = ({ outputs }: Ran) =>
	outputs
		.flatMap(json)
		.flatMap((result) => (result.audit ?? (result.error as IDataObject | undefined)?.audit ?? []) as IDataObject[]);

/** John has these roles alone. */
const johnHas = (...roleIds: number[]) => void (sandbox.guardhouse.state.users[0].roleIds = roleIds);

describe('the summary of a single change', () => {
	it('that is verified', async () => {
		expect(summaryOf(await guardhouse({}, { verify: true }))).toBe(
			'john.smith@example.com lost the role Administrator',
		);
	});

	it('that is not verified', async () => {
		expect(summaryOf(await guardhouse({}))).toBe(
			'john.smith@example.com should have lost the role Administrator: Guardhouse accepted it, not verified',
		);
	});

	it('that makes no difference', async () => {
		johnHas(2);
		expect(summaryOf(await guardhouse({}, { verify: true }))).toBe(
			"john.smith@example.com didn't have the role Administrator",
		);
	});

	it.each([
		[[1], 'would lose the role Administrator'],
		[[2], "doesn't have the role Administrator: nothing would change"],
	])('in a dry run, where the user has the roles %j', async (roleIds, told) => {
		johnHas(...roleIds);
		expect(summaryOf(await guardhouse({}, { dryRun: true }))).toBe(`john.smith@example.com ${told}`);
	});

	it('in a dry run, where the user could not be read', async () => {
		sandbox.guardhouse.fault({ path: /\/users\/101$/, status: 403, body: 'no' });
		expect(summaryOf(await guardhouse({}, { dryRun: true }))).toBe(
			'john.smith@example.com would lose the role Administrator, if they have it: not read',
		);
	});

	it.each([
		[[2], 'would get the role Administrator'],
		[[1], 'has the role Administrator: nothing would change'],
	])('that gives access, in a dry run, where the user has the roles %j', async (roleIds, told) => {
		johnHas(...roleIds);
		const ran = await guardhouse({ operation: 'assignRole' }, { dryRun: true });
		expect(summaryOf(ran)).toBe(`john.smith@example.com ${told}`);
	});

	it('names by ID what nobody has named', async () => {
		expect(summaryOf(await guardhouse({ userId: by('id', 101), roleId: by('id', 7) }))).toBe(
			'User 101 should have lost role 7: Guardhouse accepted it, not verified',
		);
	});

	it('names what was read', async () => {
		const ran = await guardhouse({ userId: by('id', 101), roleId: by('id', 1) }, { verify: true });
		expect(summaryOf(ran)).toBe('john.smith@example.com lost the role Administrator');
	});

	it('has the names of entries that were chosen from lists', async () => {
		const ran = await guardhouse({
			userId: by('list', 101, { cachedResultName: 'John Smith (john.smith@example.com)' }),
			roleId: by('list', 1, { cachedResultName: 'Administrator' }),
		});
		expect(summaryOf(ran)).toBe(
			'John Smith (john.smith@example.com) should have lost the role Administrator: Guardhouse accepted it, not verified',
		);
	});

	it.each([
		['an expression', by('list', '={{ 101 }}', { cachedResultName: 'Maria Garcia' })],
		['an ID', by('id', 101, { cachedResultName: 'Maria Garcia' })],
	])('has no names that n8n has kept of %s', async (_, userId) => {
		expect(summaryOf(await guardhouse({ userId }))).toBe(
			'User 101 should have lost the role Administrator: Guardhouse accepted it, not verified',
		);
	});

	it('is one line without anything that turns or moves it, whatever somebody is called', async () => {
		sandbox.guardhouse.state.roles[0].name = `Ad\u202emin\n\u0007 of\u2028${'x'.repeat(300)}`;
		const ran = await guardhouse({ roleId: by('id', 1) }, { verify: true });
		expect(summaryOf(ran)).toBe(`john.smith@example.com lost the role Admin of ${'x'.repeat(51)}…`);
	});
});

it('an event says what its result says', async () => {
	const ran = await guardhouse({}, { verify: true, auditEvent: true });
	const [{ summary, audit }] = json(ran.outputs[0]);
	expect((audit as IDataObject).message).toBe(summary);
});

it('the event of a change of which nobody knows says so', async () => {
	sandbox.guardhouse.fault({ method: 'DELETE', drop: 'after', times: 9 });
	const ran = await guardhouse({}, { auditEvent: true, maxRetries: 0 }, 'continueErrorOutput');
	expect(eventsOf(ran).map(({ message }) => message)).toEqual([
		"It isn't known whether john.smith@example.com still has the role Administrator: the connection to Guardhouse broke",
	]);
});

it('the event of a change that was refused says so', async () => {
	sandbox.guardhouse.fault({ method: 'DELETE', status: 403, body: 'no' });
	const ran = await guardhouse({}, { auditEvent: true }, 'continueErrorOutput');
	expect(eventsOf(ran).map(({ message }) => message)).toEqual([
		"john.smith@example.com was to lose the role Administrator, which failed: Guardhouse doesn't let this client use the System API",
	]);
	expect(summaryOf(ran)).toBeUndefined();
});

describe('the summary of a change in bulk', () => {
	const report = { partialFailure: 'report' };

	it('counts, and names whom the provider does not know', async () => {
		const ran = await removeMembers([{ userIds: [ada, bob, nobody] }], { ...report });
		expect(summaryOf(ran)).toBe(
			`2 of 3 should have been removed from department ${department}: the client directory accepted it, not verified. Not known there: user ${nobody}`,
		);
	});

	it('has the names that were read', async () => {
		const ran = await removeMembers([{ userIds: [ada, bob] }], { verify: true });
		expect(summaryOf(ran)).toBe('2 of 2 removed from Engineering');
		const again = await removeMembers([{ userIds: [ada, bob] }], { verify: true });
		expect(summaryOf(again)).toBe(`2 of 2 not in department ${department} before`);
	});

	it('is that of each where the members are the output', async () => {
		const ran = await removeMembers([{ userIds: [ada, nobody] }], { ...report, output: 'members' });
		expect(summariesOf(ran)).toEqual([
			`User ${ada} should have been removed from department ${department}: the client directory accepted it, not verified`,
			`User ${nobody} was to be removed from department ${department}, which failed: User not found`,
		]);
	});

	it('names a few of many', async () => {
		const strangers = Array.from({ length: 15 }, (_, place) => `stranger-${place}`);
		const ran = await removeMembers([{ userIds: [ada, ...strangers] }], { ...report });
		expect(summaryOf(ran)).toBe(
			`1 of 16 should have been removed from department ${department}: the client directory accepted it, not verified. Not known there: user stranger-0, user stranger-1, user stranger-2 and 12 more`,
		);
	});
});

describe('the summary of Remove All', () => {
	const all = { operation: 'unassignAllRoles' };

	it('counts, and names what is still there, with why', async () => {
		johnHas(1, 2, 3, 4, 5);
		sandbox.guardhouse.fault({ method: 'DELETE', path: /roles\/2$/, status: 403, body: 'no rights' });
		expect(summaryOf(await guardhouse(all, { partialFailure: 'report' }))).toBe(
			"john.smith@example.com lost 4 of 5 accesses. Still there: role Billing Manager (Guardhouse doesn't let this client use the System API)",
		);
	});

	it.each([
		[[], {}, 'had no access'],
		[[], { dryRun: true }, 'has no access: nothing would change'],
		[[1], {}, 'lost the role Administrator'],
		[[1], { dryRun: true }, 'would lose the role Administrator'],
		[[1, 3], {}, 'lost both accesses'],
	])('of a user with the roles %j, by the options %j', async (roleIds, options, told) => {
		johnHas(...roleIds);
		expect(summaryOf(await guardhouse(all, options))).toBe(`john.smith@example.com ${told}`);
	});

	it('that could not read again says what was accepted', async () => {
		johnHas(1, 3);
		sandbox.guardhouse.fault({ method: 'GET', path: /\/users\/101$/, skip: 1, times: 50, status: 403, body: 'no' });
		expect(summaryOf(await guardhouse(all))).toBe(
			'john.smith@example.com should have lost both accesses: Guardhouse accepted it, not verified',
		);
	});
});

describe('the summary of Set', () => {
	const setUsers = async (userIds: string, options: IDataObject) => {
		const { users } = sandbox.guardhouse.state;
		for (const [place, user] of users.entries()) user.roleIds = place < 4 ? [2] : [];
		return await guardhouse(
			{ resource: 'role', operation: 'setUsers', roleId: by('id', 2), userIds, userIdsAre: 'email' },
			{ maxRemovalPercent: 100, ...options },
		);
	};
	it('counts', async () => {
		const emails = sandbox.guardhouse.state.users.map(({ email }) => email);
		const ran = await setUsers([emails[0], emails[1], emails[4]].join(', '), {});
		expect(summaryOf(ran)).toBe(`${sandbox.guardhouse.state.roles[1].name}: 1 added, 2 removed, 2 kept`);
	});

	it('in a dry run names those who would get it and lose it', async () => {
		const emails = sandbox.guardhouse.state.users.map(({ email }) => email);
		const ran = await setUsers([emails[0], emails[1], emails[4]].join(', '), { dryRun: true });
		const role = sandbox.guardhouse.state.roles[1].name;
		expect(summaryOf(ran)).toBe(
			`${role}: would add 1 (${emails[4]}), would remove 2 (${emails[2]}, ${emails[3]}), keeps 2`,
		);
		expect(json(ran.outputs[0])).toMatchObject([
			{
				...{ changed: false, wouldChange: true },
				toAdd: [{ userId: 105, userEmail: emails[4] }],
				toRemove: [
					{ userId: 103, userEmail: emails[2] },
					{ userId: 104, userEmail: emails[3] },
				],
				toKeep: [
					{ userId: 101, userEmail: emails[0] },
					{ userId: 102, userEmail: emails[1] },
				],
			},
		]);
	});

	it('that has nothing to do', async () => {
		const emails = sandbox.guardhouse.state.users.map(({ email }) => email);
		const role = sandbox.guardhouse.state.roles[1].name;
		const all = emails.slice(0, 4).join(', ');
		expect(summaryOf(await setUsers(all, {}))).toBe(`${role}: as asked already, 4 kept`);
		expect(summaryOf(await setUsers(all, { dryRun: true }))).toBe(`${role}: nothing would change, keeps 4`);
	});
});

const answers: Record<string, Partial<Fault> | undefined> = {
	'as it does': undefined,
	'refuses one': { status: 403, body: 'No', times: 1 },
	'refuses all': { status: 403, body: 'No', times: 99 },
	'loses an answer': { drop: 'after', times: 1 },
	'loses all answers': { drop: 'after', times: 99 },
	'fails once': { status: 500, body: 'No', times: 1 },
};

const drawn = fc.record({
	answer: fc.constantFrom(...Object.keys(answers)),
	method: fc.constantFrom('GET', 'other'),
	skip: fc.nat(4),
	maxRetries: fc.nat(1),
	options: fc.record(
		{
			verify: fc.boolean(),
			dryRun: fc.boolean(),
			auditEvent: fc.boolean(),
			reportRemaining: fc.boolean(),
			ifUnchanged: fc.constantFrom('succeed', 'fail'),
			partialFailure: fc.constantFrom('fail', 'report'),
			output: fc.constantFrom('summary', 'members'),
		},
		{ requiredKeys: [] },
	),
	items: fc.array(fc.constantFrom('changing', 'idle'), { minLength: 1, maxLength: 3 }),
});
type Drawn = typeof drawn extends fc.Arbitrary<infer Value> ? Value : never;

const pick = (options: IDataObject, names: readonly string[]) =>
	Object.fromEntries(Object.entries(options).filter(([name]) => names.includes(name)));

/** Each result says what its fields say, and each failed item says nothing but why. */
const expectTrue = (ran: Ran) => {
	const broken = ran.outputs.flatMap(json).flatMap((result) => {
		if (result.success !== undefined) return brokenSummary(result).map((what) => ({ what, result }));
		return 'summary' in result ? [{ what: 'a failed item has a summary', result }] : [];
	});
	const events = eventsOf(ran).flatMap((event) => brokenMessage(event).map((what) => ({ what, event })));
	expect([...broken, ...events]).toEqual([]);
};

describe('a summary never says what its result does not', () => {
	const optionsOf = ({ node, operation }: Change) => [
		...['verify', 'dryRun', 'auditEvent', 'ifUnchanged'],
		...(/unbind|remove|unassign/.test(operation) ? ['reportRemaining'] : []),
		...(node === 'clientDirectory' ? ['partialFailure', 'output'] : []),
	];
	const faultOf = ({ answer, method, skip }: Drawn, own: string): Fault[] => {
		const fault = answers[answer];
		return fault ? [{ ...fault, skip, method: method === 'GET' ? 'GET' : own } as Fault] : [];
	};

	it.each(kindNames)('%s', async (name) => {
		const change = changeKinds[name];
		const before = providerFor(change).snapshot();
		const method = await (async () => {
			await run(change, [change.changing]);
			return providerFor(change).requests.find(isChange)?.method ?? 'POST';
		})();
		const property = fc.asyncProperty(drawn, async (one) => {
			Object.assign(providerFor(change).state, structuredClone(before));
			providerFor(change).heal();
			for (const fault of faultOf(one, method)) providerFor(change).fault(fault);
			const options = { ...pick(one.options, optionsOf(change)), maxRetries: one.maxRetries };
			const items = one.items.map((which) => change[which as 'changing' | 'idle']);
			expectTrue(await run(change, items, options, { onError: 'continueErrorOutput' }));
		});
		await fc.assert(property, { numRuns: atScale(6, 60) });
	});

	const wholes = [
		...everyRemoveAll.map(
			([name, kind]) => [`${name} ${kind.operation}`, kind, kind.user, () => kind.fill(3)] as const,
		),
		...everySet.map(
			([name, kind]) =>
				[
					`${name} ${kind.operation}`,
					kind,
					{ ...kind.group, userIds: [1, 2, 3, 4].map(kind.id) },
					() => kind.fill(5, 3),
				] as const,
		),
	];

	it.each(wholes)('%s', async (_, kind, item, fill) => {
		const names = ['verify', 'dryRun', 'auditEvent', 'ifUnchanged', 'partialFailure'];
		const provider = providerOf(kind);
		const property = fc.asyncProperty(drawn, async (one) => {
			provider.heal();
			fill();
			for (const method of ['PUT', 'POST', 'DELETE'].slice(0, one.method === 'GET' ? 1 : 3))
				for (const fault of faultOf(one, method)) provider.fault(fault);
			const options = {
				...pick(one.options, names),
				...{ maxRetries: one.maxRetries, ...('group' in kind && { maxRemovalPercent: 100 }) },
			};
			expectTrue(await runWhole(kind, [item], { options, onError: 'continueErrorOutput' }));
		});
		await fc.assert(property, { numRuns: atScale(4, 40) });
	});
});
