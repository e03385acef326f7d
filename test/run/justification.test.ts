import * as fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import { eventsIn, eventsOf } from '../support/audit';
import {
	bytes,
	changeKinds,
	changesSent,
	isChange,
	kindNames,
	modes,
	providerFor,
	results,
	run,
} from '../support/changes';
import { ada, bob, client, department } from '../support/members';
import { apply, edited, insideOf, planned, plansOf, sealed, undo } from '../support/plans';
import { sandbox, setUp } from '../support/setUp';
import { everyRemoveAll, everySet, providerOf, runWhole, sentBy } from '../support/wholes';
import { json, links } from '../support/workflow';

// Why a change is made, and on whose word.

setUp();

const asked = { ticket: 'REQ-1042', reason: 'Left the company.\nLast day: Friday', requestedBy: 'jane@example.com' };
const whole = { ...asked, approvedBy: 'Kim Lee' };
const labels = { ticket: 'Ticket', reason: 'Reason', requestedBy: 'Requested By', approvedBy: 'Approved By' };
const samePerson = (names: string) => `'Requested By' and 'Approved By' are the same person: ${names}`;

/** What events say of it. */
const saidIn = (events: readonly IDataObject[]) =>
	events.map(({ unmapped }) => (unmapped as IDataObject).justification as unknown);

describe.each(kindNames)('%s', (name) => {
	const change = changeKinds[name];

	it('tells it in its result and its event, beside an access that is so already too', async () => {
		const ran = await run(change, [change.changing, change.idle], { ...whole, verify: true, auditEvent: true });
		expect(results(ran.outputs).map(({ justification }) => justification)).toEqual([whole, whole]);
		const events = eventsIn(ran);
		expect(saidIn(events)).toEqual(events.map(() => whole));
	});

	it('tells it in the event of what failed, and of what nobody knows', async () => {
		const options = { ...whole, auditEvent: true, maxRetries: 0 };
		for (const [fault, status] of [
			[{ status: 403, body: 'not this one' }, 2],
			[{ drop: 'after' as const }, 0],
		] as const) {
			for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'])
				providerFor(change).fault({ method, path: /^(?!.*(login|token))/, times: 1, ...fault });
			const ran = await run(change, [change.changing], options, { onError: 'continueErrorOutput' });
			const events = eventsOf(json(ran.outputs[1])[0]);
			expect(events.map((event) => event.status_id)).toEqual(events.map(() => status));
			expect(events.length).toBeGreaterThan(0);
			expect(saidIn(events)).toEqual(events.map(() => whole));
			for (const provider of Object.values(sandbox)) if (typeof provider === 'object') provider.faults?.splice(0);
		}
	});

	it('is nowhere, where nothing was said', async () => {
		const ran = await run(change, [change.changing], { auditEvent: true });
		expect(results(ran.outputs)[0]).not.toHaveProperty('justification');
		for (const { unmapped } of eventsIn(ran)) expect(unmapped).not.toHaveProperty('justification');
	});

	it('is in the plan, to which Apply Plan adds who approved it', async () => {
		const [{ plan, justification }] = await planned(change, undefined, { options: asked });
		expect(justification).toEqual(asked);
		expect(insideOf(plan).justification).toEqual(asked);
		const ran = await apply(change.node, [{ plan }], { options: { approvedBy: ' Kim Lee ', auditEvent: true } });
		expect(results(ran.outputs)).toMatchObject([{ outcome: 'applied', justification: whole }]);
		const events = eventsIn(ran);
		expect(saidIn(events)).toEqual(events.map(() => whole));
	});

	it('holds in an undo, which says its own', async () => {
		const [{ undo: back }] = results((await run(change, [change.changing], { ...whole, verify: true })).outputs);
		expect(JSON.stringify(back)).not.toMatch(/REQ-1042|jane|Kim/);
		const own = { reason: 'A mistake', requestedBy: 'Kim Lee', approvedBy: 'jane@example.com' };
		const { outputs } = await undo(change.node, [{ undo: back }], { options: own });
		expect(results(outputs)).toMatchObject([{ justification: own }]);
	});

	it.each(modes)('refuses all of a run in which somebody approves what they asked for, with %s', async (onError) => {
		const before = bytes(change);
		const items = [change.changing, change.idle, change.changing].map((item, index) => ({
			...item,
			who: ['kim@example.com', 'JANE@example.com', 'lee@example.com'][index],
		}));
		const options = { requestedBy: 'jane@example.com', approvedBy: '={{ $json.who }}' };
		const { status, error, outputs } = await run(change, items, options, { onError });
		const message = samePerson("'jane@example.com' and 'JANE@example.com'");
		if (onError === 'stopWorkflow') expect([status, error?.message]).toEqual(['error', message]);
		else {
			const failed = outputs[onError === 'continueErrorOutput' ? 1 : 0];
			expect(links(failed)).toEqual([0, 1, 2]);
			for (const { error: said } of json(failed))
				expect(said).toBe(
					`${message}. Nothing was sent, for any item: whoever asks for a change can't approve it. Have somebody else approve it.`,
				);
		}
		expect(providerFor(change).requests).toEqual([]);
		expect(bytes(change)).toBe(before);
	});
});

describe('one person in other spellings', () => {
	const change = changeKinds['guardhouse unassignRole'];
	const both = async (requestedBy: string, approvedBy: string) => {
		const { error } = await run(change, [change.changing], { requestedBy, approvedBy, dryRun: true });
		const requests = change && providerFor(change).requests.splice(0);
		return { message: error?.message, requests };
	};

	const letters = [...'abcdeijklmnoxyzAÉÖßŁñçΣσж7'];
	const part = fc.string({ unit: fc.constantFrom(...letters), minLength: 1, maxLength: 8 });
	const name = fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join(' '));
	const spaces = fc.constantFrom(' ', '  ', '\t', '\u00a0', '\n', ' \u200b', '');
	const inCase = (text: string) => fc.constantFrom(text, text.toUpperCase(), text.toLowerCase());
	const inForm = (text: string) => fc.constantFrom(text, text.normalize('NFD'), text.normalize('NFC'));
	const around = (text: string) => fc.tuple(spaces, spaces).map(([before, after]) => `${before}${text}${after}`);
	const respelt = (text: string) =>
		spaces
			.map((space) => text.replace(/ /g, space))
			.chain(inCase)
			.chain(inForm)
			.chain(around);

	it('are one, as names', async () => {
		const drawn = name.chain((one) => fc.tuple(respelt(one), respelt(one)));
		const property = fc.asyncProperty(drawn, async ([one, other]) => {
			const { message, requests } = await both(one, other);
			expect(message).toMatch(/^'Requested By' and 'Approved By' are the same person/);
			expect(requests).toEqual([]);
		});
		await fc.assert(property, { numRuns: 100 });
	});

	const address = fc.tuple(part, part).map(([local, host]) => `${local.replace(/ /g, '')}@${host}.example`);

	it('are one, as addresses, with and without a name', async () => {
		const named = (one: string) =>
			fc.oneof(
				fc.constantFrom(one, `<${one}>`, `mailto:${one}`, `"${one}"`),
				name.map((who) => `${who} <${one}>`),
				name.map((who) => `${who} (${one})`),
			);
		const drawn = address.chain((one) =>
			fc.tuple(inCase(one).chain(named).chain(around), inCase(one).chain(named).chain(around)),
		);
		const property = fc.asyncProperty(drawn, async ([one, other]) => {
			const { message, requests } = await both(one, other);
			expect(message).toMatch(/^'Requested By' and 'Approved By' are the same person/);
			expect(requests).toEqual([]);
		});
		await fc.assert(property, { numRuns: 100 });
	});

	it.each([
		["jim.o'brien@example.com", "tim.o'brien@example.com"],
		["o'brien@example.com", 'brien@example.com'],
		['<mailto:jane@example.com|jane@example.com>', '<mailto:kim@example.com|kim@example.com>'],
		['<@U024BE7LH>', '<@U024BE7LK>'],
		['Service Desk <jane@example.com>', 'Service Desk <kim@example.com>'],
		['Jane Doe', 'Jane Roe'],
		['jane@example.com', 'jane@example.org'],
		['jane@example.com', 'jane.doe@example.com'],
		['Jane Doe <jane@example.com>', 'Kim Lee <kim@example.com>'],
		['Jane (Sales)', 'Kim (Sales)'],
		['U024BE7LH', 'U024BE7LK'],
	])('%s and %s are two', async (one, other) => {
		expect(await both(one, other)).toMatchObject({ message: undefined });
		expect(await both(other, one)).toMatchObject({ message: undefined });
	});

	it.each([
		['Jane Doe', 'Jane Doe <jane@example.com>'],
		['Jаne Doe', 'Jane Doe'],
		['Ｊａｎｅ', 'jane'],
		['zoё@example.com', 'zoë@example.com'],
		['José', 'Jose'],
		['Weiẞ', 'weiß'],
		['İlker', 'ilker'],
		['"Jane Doe" <jane@example.com>', 'Jane Doe'],
		['Jane Doe (IT) <jane@example.com>', 'Jane Doe'],
		['Doe, Jane', 'Jane Doe'],
		['Doe, Jane <jane@example.com>', 'Jane Doe'],
		['<mailto:jane@example.com|jane@example.com>', 'jane@example.com'],
		['jane@example.com.', "'jane@example.com'"],
		['kim@example.com, jane@example.com', 'jane@example.com'],
		['kim@example.com|jane@example.com', 'jane@example.com'],
		['kim@example.com/jane@example.com', 'jane@example.com'],
		['jane @example.com', 'jane@example.com'],
		['<@U024BE7LH>', '@u024be7lh'],
	])('%s and %s look like one, so they are', async (one, other) => {
		expect((await both(one, other)).message).toMatch(/are the same person/);
	});

	it('are found in time that grows with their length', async () => {
		const lengths = [20_000, 200_000];
		const parts = ['x', 'x@', '<', '(', "'", '. ', 'ё'];
		for (const part of parts) {
			const [short, long] = await Promise.all(
				lengths.map(async (length) => {
					const start = performance.now();
					await both(`j${part.repeat(length / part.length)}`, 'kim');
					return performance.now() - start;
				}),
			);
			expect(long).toBeLessThan(40 * short + 3000);
		}
	});

	it('are named, where they differ', async () => {
		expect((await both('jane', 'jane')).message).toBe(samePerson("'jane'"));
		expect((await both('Jane', 'jane')).message).toBe(samePerson("'Jane' and 'jane'"));
	});
});

describe('who approves what they asked for, where something else is wrong too,', () => {
	const change = changeKinds['guardhouse unassignRole'];
	const own = { requestedBy: 'jane@example.com', approvedBy: 'jane@example.com' };
	const expectNothing = (outputs: Awaited<ReturnType<typeof run>>['outputs']) => {
		expect(links(outputs[1])).toEqual([0, 1]);
		for (const { error } of json(outputs[1])) expect(error).toContain(samePerson("'jane@example.com'"));
		expect(providerFor(change).requests).toEqual([]);
	};

	it.each([
		['a user', { userId: '' }, {}],
		['a ticket', {}, { ticket: '' }],
		['an option', {}, { planValidFor: 0 }],
	])('refuses all of a run: %s', async (_, wrong, options) => {
		const items = [
			{ ...change.changing, ...wrong, ...own },
			{ ...change.changing, requestedBy: 'kim', approvedBy: 'lee' },
		];
		const words = { requestedBy: '={{ $json.requestedBy }}', approvedBy: '={{ $json.approvedBy }}' };
		const how = { onError: 'continueErrorOutput' } as const;
		expectNothing((await run(change, items, { ...words, ...options }, how)).outputs);
	});

	it('refuses all of a run: another plan of a list', async () => {
		const [plan, fine] = [
			...(await plansOf(change, [change.changing], { options: { requestedBy: 'jane@example.com' } })),
			...(await plansOf(change, [change.idle])),
		];
		const items = [{ plan: [`${fine.slice(0, -1)}!`.slice(0, -2), plan] }, { plan: fine }];
		const how = { options: { approvedBy: 'jane@example.com' }, onError: 'continueErrorOutput' } as const;
		expectNothing((await apply('guardhouse', items, how)).outputs);
	});
});

it('an event of a plan that has moved says on whose word it was made', async () => {
	const change = changeKinds['guardhouse unassignRole'];
	const [plan] = await plansOf(change, undefined, { options: asked });
	await apply('guardhouse', [{ plan }]);
	const how = { options: { approvedBy: 'Kim Lee', auditEvent: true }, onError: 'continueErrorOutput' } as const;
	const { outputs } = await apply('guardhouse', [{ plan }], how);
	expect(saidIn(eventsOf(json(outputs[1])[0]))).toEqual([whole]);
});

describe('what says nothing', () => {
	const change = changeKinds['guardhouse unassignRole'];
	const said = async (options: IDataObject) => {
		const { error, outputs } = await run(change, [change.changing], { dryRun: true, ...options });
		expect(error ? providerFor(change).requests : []).toEqual([]);
		return [error?.message, error?.description, results(outputs ?? [[]])[0]?.justification];
	};

	it.each(['\u2800', '\u034f', '\u0000', '\ufe0f', '\u3164', ' \u200b\n', ''])('is empty: %j', async (word) => {
		for (const [name, label] of Object.entries(labels))
			expect((await said({ [name]: word }))[0]).toBe(`'${label}' is there but empty`);
	});

	it.each([
		[1.5, '1.5'],
		[4711, '4711'],
		['Template {{name}} is broken', 'Template {{name}} is broken'],
		['line one\nline two 👩‍👧', 'line one\nline two 👩‍👧'],
	])('is another than %s', async (word, told) => {
		const items = [{ ...change.changing, why: word }];
		const { outputs } = await run(change, items, { dryRun: true, reason: '={{ $json.why }}' });
		expect(results(outputs)).toMatchObject([{ justification: { reason: told } }]);
	});

	it.each([
		[
			'={{ ["kim", "lee"] }}',
			"is a list of 2, where a text is meant Make one text of its entries, such as with .join(', ')",
		],
		['={{ { name: "kim" } }}', 'is an object with the fields name Drag the one field'],
		['={{ true }}', 'is true, where a text is meant Fill in a text'],
		['={{ 2 ** 60 }}', "is the number 1152921504606847000, which isn't exact Pass it as text"],
		['{{ $json.reason }}', 'holds an expression as plain text Switch the option from Fixed to Expression'],
		['undefined', "is the word 'undefined' Fill it in"],
	])('is told so: %s', async (word, told) => {
		const [message, description] = await said({ reason: word });
		expect(`${String(message)} ${String(description)}`).toContain(`'Reason' ${told}`);
	});
});

describe('who applies a plan', () => {
	const change = changeKinds['guardhouse unassignRole'];

	it.each(modes)("can't be who asked for it, with %s", async (onError) => {
		const [own] = await plansOf(change, [change.changing], { options: asked });
		const [other] = await plansOf(change, [change.idle], { options: { requestedBy: 'lee@example.com' } });
		const before = bytes(change);
		const items = [{ plan: other }, { plan: own }];
		const { error, outputs } = await apply('guardhouse', items, {
			options: { approvedBy: 'Jane <JANE@EXAMPLE.COM>' },
			onError,
		});
		const message = samePerson("'jane@example.com' and 'Jane <JANE@EXAMPLE.COM>'");
		if (onError === 'stopWorkflow') expect(error?.message).toBe(message);
		else {
			const failed = outputs[onError === 'continueErrorOutput' ? 1 : 0];
			expect(links(failed)).toEqual([0, 1]);
			for (const { error: said } of json(failed)) expect(said).toContain(message);
		}
		expect(providerFor(change).requests).toEqual([]);
		expect(bytes(change)).toBe(before);
	});

	it.each([
		['Lee', 'Kim Lee', 'Kim Lee, Lee'],
		['kim  lee', 'Kim Lee', 'kim  lee'],
		['kim@example.com, lee@example.com', 'kim@example.com', 'kim@example.com, kim@example.com, lee@example.com'],
		[
			'Kim Lee <kim2@example.com>',
			'Kim Lee <kim1@example.com>',
			'Kim Lee <kim1@example.com>, Kim Lee <kim2@example.com>',
		],
	])('%s stands beside who had approved it before', async (approvedBy, before, both) => {
		const [plan] = await plansOf(change, undefined, { options: { ...asked, approvedBy: before } });
		const { outputs } = await apply('guardhouse', [{ plan }], { options: { approvedBy } });
		expect(results(outputs)).toMatchObject([{ justification: { ...asked, approvedBy: both } }]);
	});

	it('need not be said', async () => {
		const [plan] = await plansOf(change, undefined, { options: asked });
		const { outputs } = await apply('guardhouse', [{ plan }]);
		expect(results(outputs)[0].justification).toEqual(asked);
	});

	it('says nothing else: why, and who asked, are what was planned', async () => {
		const [plan] = await plansOf(change, undefined, { options: asked });
		const options = { ...whole, ticket: 'REQ-1', reason: 'Another', requestedBy: 'Somebody' };
		const { outputs } = await apply('guardhouse', [{ plan }], { options });
		expect(results(outputs)[0].justification).toEqual(whole);
	});
});

describe.each([
	['without a Plan Key', {}],
	['with one', { planKey: 'sandbox-plan-key' }],
])('a plan %s', (_, credential) => {
	it.each(Object.keys(whole))('whose %s was edited is refused', async (name) => {
		const change = changeKinds['guardhouse unassignRole'];
		const [plan] = await plansOf(change, undefined, { credential, options: whole });
		const inside = insideOf(plan);
		const said = inside.justification as IDataObject;
		const { [name]: word, ...others } = said;
		const edits: unknown[] = [
			...[`${String(word)} `, `X${String(word)}`, String(word).slice(1), '', null, 7, ['x']].map((one) => ({
				...said,
				[name]: one,
			})),
			...[others, { ...others, [`${name}2`]: word }, null, {}, [], 'text'],
		];
		for (const justification of edits)
			for (const onError of modes) {
				const forged = edited({ ...inside, justification } as IDataObject);
				const { error, outputs } = await apply('guardhouse', [{ plan: forged }], { credential, onError });
				const told = error?.message ?? String(outputs.at(-1)?.[0].json.error);
				expect(told).toMatch(/^The plan was cut off or changed after it was made/);
				expect(providerFor(change).requests).toEqual([]);
			}
		const { outputs } = await apply('guardhouse', [{ plan }], { credential });
		expect(results(outputs)[0].justification).toEqual(said);
	});
});

describe.each(everyRemoveAll)('Remove All at %s', (_, kind) => {
	it('tells it in its result, its plan and the event of each access', async () => {
		kind.fill(3);
		const dry = await runWhole(kind, [kind.user], { options: { ...asked, dryRun: true } });
		const [{ plan, justification }] = json(dry.outputs[0]);
		expect(justification).toEqual(asked);
		const ran = await apply(kind.node, [{ plan }], { options: { approvedBy: 'Kim Lee', auditEvent: true } });
		expect(json(ran.outputs[0])).toMatchObject([{ outcome: 'applied', justification: whole, failed: [] }]);
		const events = eventsIn(ran);
		expect(events).toHaveLength(3);
		expect(saidIn(events)).toEqual([whole, whole, whole]);
	});

	it('refuses all of a run in which somebody approves what they asked for', async () => {
		kind.fill(3);
		const options = { requestedBy: 'Jane', approvedBy: 'jane' };
		const { error } = await runWhole(kind, [kind.user], { options });
		expect(error?.message).toBe(samePerson("'Jane' and 'jane'"));
		expect(providerOf(kind).requests).toEqual([]);
	});
});

describe.each(everySet)('a list at %s', (_, kind) => {
	const list = (...places: number[]) =>
		({ ...kind.group, userIds: places.map((place) => kind.id(place)) }) as IDataObject;

	it('tells it, and its items agree in it', async () => {
		kind.fill(2, 1);
		const ran = await runWhole(kind, [list(0), list(1)], { options: { ...whole, auditEvent: true } });
		expect(json(ran.outputs[0])).toMatchObject([{ justification: whole, success: true }]);
		const events = eventsIn(ran);
		expect(saidIn(events)).toEqual(events.map(() => whole));
		providerOf(kind).requests.splice(0);
		const items = [list(0), list(1)].map((item, index) => ({ ...item, why: `Reason ${index}` }));
		const { error } = await runWhole(kind, items, {
			options: { reason: '={{ $json.why }}' },
		});
		expect(error?.message).toMatch(/^The items of the same group differ in 'Reason'/);
		expect(sentBy(kind)).toEqual([]);
	});

	it('planned twice is made once, and each plan tells its own', async () => {
		kind.fill(4, 3);
		const words = [asked, { ...asked, ticket: 'REQ-7', requestedBy: 'lee@example.com' }];
		const plans: unknown[] = [];
		for (const options of words)
			plans.push(
				json((await runWhole(kind, [list(1, 2, 3)], { options: { ...options, dryRun: true } })).outputs[0])[0].plan,
			);
		providerOf(kind).requests.splice(0);
		const ran = await apply(
			kind.node,
			plans.map((plan) => ({ plan })),
			{
				options: { approvedBy: 'Kim Lee', auditEvent: true },
			},
		);
		const told = words.map((one) => ({ ...one, approvedBy: 'Kim Lee' }));
		expect(ran.error).toBeUndefined();
		expect(json(ran.outputs[0]).map(({ justification }) => justification)).toEqual(told);
		for (const [index, item] of json(ran.outputs[0]).entries())
			expect(saidIn(eventsOf(item))).toEqual(eventsOf(item).map(() => told[index]));
	});
});

it('is told of each member, where there is one result for each', async () => {
	const change = changeKinds['clientDirectory removeMembers'];
	const item = { clientId: client, departmentId: department, userIds: [ada, bob] };
	const ran = await run(change, [item], { ...whole, output: 'members', auditEvent: true });
	expect(results(ran.outputs).map(({ justification }) => justification)).toEqual([whole, whole]);
	expect(saidIn(eventsIn(ran))).toEqual([whole, whole]);
});

it('keeps no request from being shared', async () => {
	const change = changeKinds['clientDirectory removeMembers'];
	const items = [ada, bob].map((id, index) => ({
		...{ clientId: client, departmentId: department, userIds: [id] },
		why: `REQ-${index}`,
	}));
	const { outputs } = await run(change, items, { ticket: '={{ $json.why }}' });
	expect(changesSent(change)).toHaveLength(1);
	expect(results(outputs).map(({ justification }) => justification)).toEqual([
		{ ticket: 'REQ-0' },
		{ ticket: 'REQ-1' },
	]);
	expect(providerFor(change).requests.filter(isChange)).toHaveLength(1);
});

it('refuses all of a run in which a plan that has expired is approved by who asked for it', async () => {
	const change = changeKinds['guardhouse unassignRole'];
	const [own] = await plansOf(change, undefined, { options: asked });
	const [fine] = await plansOf(change, [change.idle]);
	const expired = sealed({ ...insideOf(own), expiresAt: '2020-01-01T00:00:00.000Z' });
	const how = { options: { approvedBy: 'jane@example.com' }, onError: 'continueErrorOutput' } as const;
	const { outputs } = await apply('guardhouse', [{ plan: expired }, { plan: fine }], how);
	expect(links(outputs[1])).toEqual([0, 1]);
	for (const { error } of json(outputs[1])) expect(error).toContain(samePerson("'jane@example.com'"));
	expect(providerFor(change).requests).toEqual([]);
});
