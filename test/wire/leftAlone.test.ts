import { setTimeout as sleep } from 'node:timers/promises';

import type { IDataObject } from 'n8n-workflow';

import { providerOf } from '../support/access';
import { changeKinds, changesSent, expressionsFor, oneForEach, run, signInOf } from '../support/changes';
import { unassign, users } from '../support/guardhouse';
import { engine, sandbox, serve, setUp } from '../support/setUp';
import type { Received, Reply } from '../support/wire';
import { json, runNode } from '../support/workflow';

// Where a provider wants to be left alone for longer than a request may wait, the rest of the run leaves it alone too.

setUp();
afterEach(() => jest.restoreAllMocks());

/** `slow` is answered with this once the others have had time to be. */
const answering = async (
	answer: (request: Received, count: number) => Reply | 'drop' | 'slow',
	options: IDataObject,
	count = 1,
	slow?: Reply,
) => {
	const wire = await serve(async (request, nth) => {
		const given = answer(request, nth);
		if (given !== 'slow') return given;
		await sleep(150);
		return slow as Reply;
	});
	const parameters = {
		resource: 'user',
		operation: 'unassignRole',
		...expressionsFor('guardhouse', ['userId', 'roleId']),
		options,
	};
	const credentials = {
		guardhouseApi: { baseUrl: wire.url, authentication: 'accessToken', accessToken: 'sandbox-token' },
	};
	const items = Array.from({ length: count }, (_, index) => ({ userId: index + 1, roleId: 1 }));
	const onError = 'continueErrorOutput';
	return {
		wire,
		ran: await runNode(engine, 'guardhouse', parameters, { items, credentials, onError }),
	};
};

const inTwoMinutes: ReadonlyArray<readonly [string, () => string]> = [
	['seconds', () => '120'],
	['a date', () => new Date(Date.now() + 121_000).toUTCString()],
	['the moment in seconds since 1970', () => String(Math.ceil(Date.now() / 1000) + 120)],
];

const statuses = [429, 503];

describe.each(statuses)('a %d that asks for two minutes', (status) => {
	it.each(inTwoMinutes)('as %s: of 200 items one is sent, and each says when to try again', async (_, header) => {
		sandbox.guardhouse.fault({ status, times: 999, headers: { 'retry-after': header() }, body: 'slow down' });
		const ran = await unassign(users(200), {}, 'continueErrorOutput');
		expect(sandbox.guardhouse.requests).toHaveLength(1);
		expect(ran.outputs[0]).toEqual([]);
		expect(ran.outputs[1]).toHaveLength(200);
		const [first, ...others] = json(ran.outputs[1]);
		expect(first.error).toMatch(/Try again after \d{4}-\d\d-\d\dT/);
		for (const { error } of others) {
			expect(error).toMatch(
				/^Guardhouse wants no requests before \d{4}-\d\d-\d\dT[\d:.]+Z\. Nothing was changed\. Not sent, .+ Try again after \d{4}-\d\d-\d\dT[\d:.]+Z\.$/,
			);
			const moment = Date.parse(String(/after (\S+Z)\.$/.exec(String(error))?.[1]));
			expect(moment - Date.now()).toBeGreaterThan(100_000);
			expect(moment - Date.now()).toBeLessThan(125_000);
		}
	});

	it('in the midst of many requests lets no further one begin', async () => {
		sandbox.guardhouse.latency = 30;
		sandbox.guardhouse.fault({ status, skip: 20, times: 999, headers: { 'retry-after': '120' }, body: 'slow down' });
		const ran = await unassign(users(200), {}, 'continueErrorOutput');
		// Those that were under way together with the first refusal had been sent before it came.
		expect(sandbox.guardhouse.requests.length).toBeLessThanOrEqual(20 + 20);
		expect(ran.outputs[0]).toHaveLength(20);
		expect(ran.outputs[1]).toHaveLength(180);
	});
});

describe.each([500, 502, 504, 408, 425])('a %d that asks for two minutes', (status) => {
	it('holds the rest of the run, too, and says when', async () => {
		sandbox.guardhouse.fault({ status, headers: { 'retry-after': '120' }, body: 'slow down' });
		const ran = await unassign(users(50), {}, 'continueErrorOutput');
		expect(sandbox.guardhouse.requests).toHaveLength(1);
		for (const { error } of json(ran.outputs[1])) expect(error).toMatch(/Try again after \d{4}-/);
	});
});

describe('Retry-After', () => {
	it.each(['40,', 'later 40', 'Wait 45', '1e3', '0x78', '8640000000000000', '+120', 'Infinity', 'tomorrow 2099'])(
		'as %j is none',
		async (header) => {
			sandbox.guardhouse.fault({ status: 503, headers: { 'retry-after': header }, body: 'slow down' });
			const { status } = await unassign(users(2), {});
			expect(status).toBe('success');
			expect(sandbox.guardhouse.requests).toHaveLength(3);
		},
	);
});

it.each([204, 400, 404, 422])('a %d that asks for an hour stands, and holds nobody', async (status) => {
	sandbox.guardhouse.fault({ status, times: 9, headers: { 'retry-after': '3600' } });
	const ran = await unassign(users(5), {}, 'continueErrorOutput');
	expect(sandbox.guardhouse.requests).toHaveLength(5);
	expect(ran.outputs[status === 204 ? 0 : 1]).toHaveLength(5);
});

describe('a wait', () => {
	it('is told to be too long as soon as another answer makes it that', async () => {
		const { now } = Date;
		const start = now();
		jest.spyOn(Date, 'now').mockImplementation(() => start + (now() - start) * 25);
		const busy = (seconds: string): Reply => ({ status: 429, headers: { 'retry-after': seconds } });
		const { wire, ran } = await answering(
			({ url }) => (url.includes('/users/2/') ? busy('59') : url.includes('/users/3/') ? 'slow' : { status: 204 }),
			{ maxRetries: 9 },
			5,
			busy('120'),
		);
		const spent = (Date.now() - start) / 1000;
		expect(spent).toBeLessThan(45);
		expect(wire.received).toHaveLength(3);
		expect(ran.outputs[0]).toHaveLength(1);
		expect(json(ran.outputs[1])).toHaveLength(4);
	});

	it('says that nothing was sent again where something was sent before', async () => {
		const busy: Reply = { status: 429, headers: { 'retry-after': '120' } };
		const { ran } = await answering(
			({ url }) => (url.includes('/users/2/') ? { status: 500 } : url.includes('/users/3/') ? 'slow' : { status: 204 }),
			{ maxRetries: 9 },
			3,
			busy,
		);
		const [first] = json(ran.outputs[1]);
		expect(first.error).toMatch(/Z\. It isn't known whether the change was made: .+ Not sent again, because /);
	});
});

describe.each(oneForEach)('%s', (name) => {
	const change = changeKinds[name];
	const header = { 'retry-after': '120' };

	it('is not sent, nor read, while the provider wants to be left alone', async () => {
		const provider = providerOf(sandbox, `${change.node}Api`);
		provider.fault({ status: 429, times: 999, headers: header, body: '{}' });
		const ran = await run(change, [change.changing, change.idle], { verify: true }, { onError: 'continueErrorOutput' });
		expect(provider.requests).toHaveLength(1);
		expect(changesSent(change).length).toBeLessThanOrEqual(1);
		for (const { error } of json(ran.outputs[1])) expect(error).toMatch(/[Tt]ry again after \d{4}-/);
	});
});

describe.each(['delosApi', 'guardhouseApi', 'cloudFoundryApi'])(
	'a sign-in of %s that is refused for two minutes',
	(type) => {
		it('is not tried for each item', async () => {
			const provider = providerOf(sandbox, type);
			provider.fault({ path: /login$|token$/, status: 429, times: 999, headers: { 'retry-after': '120' }, body: '{}' });
			const name = oneForEach.find((one) => `${changeKinds[one].node}Api` === type) as string;
			const change = changeKinds[name];
			const users = Object.keys(change.changing).find((field) => field.startsWith('user')) as string;
			const items = Array.from({ length: 30 }, (_, user) => ({ ...change.changing, [users]: `${1000 + user}` }));
			const way = signInOf[change.node];
			const ran = await run(change, items, {}, { onError: 'continueErrorOutput', way });
			expect(ran.outputs[1]).toHaveLength(30);
			expect(provider.requests.filter(({ url }) => /login$|token$/.test(url))).toHaveLength(1);
			for (const { error } of json(ran.outputs[1])) expect(error).toMatch(/[Tt]ry again after \d{4}-/);
		});
	},
);

describe('trying again without being told when', () => {
	/** A minute of the node's clock passes in 2.4 s. */
	const hurry = () => {
		const { now } = Date;
		const start = now();
		jest.spyOn(Date, 'now').mockImplementation(() => start + (now() - start) * 25);
		return () => (Date.now() - start) / 1000;
	};

	it('uses the rest of the minute where a draw would pass it', async () => {
		const spent = hurry();
		// The longest wait at each try: 0.5, 1, 2, 4, 8, 16, 32 s, and then more than is left of the minute.
		jest.spyOn(Math, 'random').mockReturnValue(0.999);
		const { wire } = await answering(() => ({ status: 503, body: 'not now' }), { maxRetries: 10 });
		expect(wire.received).toHaveLength(8);
		expect(spent()).toBeGreaterThan(58);
		expect(spent()).toBeLessThan(85);
	});

	it('never ends after a moment because of one long draw', async () => {
		hurry();
		const draws = [0.999, 0.999, 0.999, 0.999, 0.999, 0.999, 0.01, 0.999, 0.01, 0.01, 0.01];
		let at = 0;
		jest.spyOn(Math, 'random').mockImplementation(() => draws[at++ % draws.length]);
		const { wire } = await answering(() => ({ status: 500, body: 'not now' }), { maxRetries: 10 });
		expect(wire.received.length).toBeGreaterThan(8);
	});
});
