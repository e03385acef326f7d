import type { IDataObject } from 'n8n-workflow';

import { sandbox, setUp } from '../support/setUp';
import { engine, serve } from '../support/setUp';
import { wayIn } from '../support/access';
import { runNode } from '../support/workflow';

// A text or a list of any size takes its time once: eight times as much takes about eight times as long, not 64 times.

setUp();

/** What this process itself has computed, in ms: others that run beside it don't count. */
const computed = () => {
	const { user, system } = process.cpuUsage();
	return (user + system) / 1000;
};

/** The least that it took of several tries, in ms. */
const least = async (run: () => Promise<unknown>): Promise<number> => {
	let best = Infinity;
	for (let tries = 0; tries < 3; tries++) {
		const started = computed();
		await run();
		best = Math.min(best, computed() - started);
	}
	return best;
};

const times = 8;

/** What is quadratic takes 64 times as long; what is linear 8 times, and with the memory that it needs, some times more. */
const expectLinear = async (run: (size: number) => Promise<unknown>, size: number) => {
	await run(size);
	const small = await least(async () => await run(size));
	const large = await least(async () => await run(times * size));
	expect(large / small).toBeLessThan(30);
};

const secrets: ReadonlyArray<readonly [string, IDataObject]> = [
	['that begins with a sign', { accessToken: '-sandbox"token' }],
	['that begins with a backslash', { accessToken: '\\\\\\sandbox/token' }],
	['of a Plan Key that begins with a slash', { accessToken: 'sandbox-token', planKey: '/key-of-the-team' }],
	['of letters that repeat', { accessToken: 'aaaaaaaaaaaab' }],
	['of percent signs', { accessToken: '%%%%%%%%sandbox' }],
];
const texts: ReadonlyArray<readonly [string, string]> = [
	['backslashes', '\\'],
	['escaped quotes', '\\\\\\"'],
	['percent signs', '%25'],
	['ampersands', '&amp;'],
	['numbers of characters', '&#0'],
	['half an escape', '\\u00'],
	['letters', 'a'],
	['signs', '-'],
];

describe.each(secrets)('with a secret %s', (_, data) => {
	it.each(texts)('a text of %s is cleaned in linear time', async (_name, part) => {
		let size = 0;
		const wire = await serve(() => ({ status: 400, body: `No ${part.repeat(size / part.length)} here` }));
		const parameters = {
			resource: 'user',
			operation: 'unassignRole',
			userId: 1,
			roleId: 1,
			options: { maxRetries: 0 },
		};
		const credentials = { guardhouseApi: { baseUrl: wire.url, authentication: 'accessToken', ...data } };
		await expectLinear(async (length) => {
			size = length;
			const { error } = await runNode(engine, 'guardhouse', parameters, { credentials });
			expect(error?.description).toMatch(/^Check|^See|answered/);
		}, 40_000);
	});
});

describe('an undo of many members', () => {
	const [client, department] = ['aa7cf840-9ca9-46a3-9778-9015d6580d50', 'd1a2b3c4-e5f6-7890-abcd-ef1234567890'];
	const undoOf = (count: number) => ({
		...{ resource: 'department', operation: 'addMembers', baseUrl: sandbox.clientDirectory.url },
		...{ clientId: client, departmentId: department },
		userIds: Array.from({ length: count }, (_, index) => `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`),
	});
	const undone = async (undo: unknown) => {
		const parameters = { resource: 'change', operation: 'undo', undo: '={{ $json.undo }}', options: { maxChanges: 1 } };
		const credentials = { clientDirectoryApi: wayIn(sandbox, 'clientDirectoryApi') };
		return (await runNode(engine, 'clientDirectory', parameters, { items: [{ undo }], credentials })).error?.message;
	};

	it('of 130,000 is counted like any other', async () => {
		expect(await undone(undoOf(130_000))).toBe("This run would make 130000 changes, and 'Max Changes' allows 1");
		const many = Array.from({ length: 130_000 }, (_, index) => ({
			...undoOf(0),
			userIds: [`00000000-0000-4000-8000-${String(index).padStart(12, '0')}`],
		}));
		expect(await undone(many)).toBe("This run would make 130000 changes, and 'Max Changes' allows 1");
		expect(sandbox.clientDirectory.requests).toEqual([]);
	}, 120_000);

	it('takes linear time', async () => {
		await expectLinear(async (count) => await undone(undoOf(count)), 8_000);
	}, 120_000);
});

describe('what is nested thousands deep', () => {
	const deep = (text: string, levels = 20_000) => `${'{"json":'.repeat(levels)}${text}${'}'.repeat(levels)}`;
	const lists = (text: string, levels = 20_000) => `${'['.repeat(levels)}${text}${']'.repeat(levels)}`;

	it.each([
		['objects', deep('1')],
		['lists', lists('1')],
		['an undo', `{"resource":"user","operation":"assignRole","userId":${lists('1')}}`],
	])('is refused by its label as an undo, or a plan (%s)', async (_, text) => {
		for (const [operation, field] of [
			['undo', 'Undo'],
			['apply', 'Plan'],
		]) {
			const parameters = { resource: 'change', operation, [field.toLowerCase()]: text };
			const credentials = { guardhouseApi: wayIn(sandbox, 'guardhouseApi') };
			const { error } = await runNode(engine, 'guardhouse', parameters, { credentials });
			expect(error?.message).toBe(`'${field}' is nested deeper than any that this node makes`);
		}
	});

	it.each([
		['userIds', deep('"a"').replaceAll('json', 'id')],
		['userIds', lists('"a"')],
	])('is no list of users (%s)', async (name, text) => {
		const parameters = {
			...{ resource: 'department', operation: 'removeMembers', clientId: 'c', departmentId: 'd' },
			[name]: text,
			options: { protectedUsers: lists('"b"') },
		};
		const credentials = { clientDirectoryApi: wayIn(sandbox, 'clientDirectoryApi') };
		const { error } = await runNode(engine, 'clientDirectory', parameters, { credentials });
		expect(error?.message).toMatch(/^'(Users|Protected Users)' /);
		expect(error?.message).not.toMatch(/call stack/);
		expect(sandbox.clientDirectory.requests).toEqual([]);
	});

	it.each([lists('1'), deep('1'), `{"items":[{"id":1,"name":${lists('1')}}]}`])(
		'in an answer is none that the pages document',
		async (body) => {
			const wire = await serve(() => ({ status: 200, headers: { 'content-type': 'application/json' }, body }));
			const credentials = {
				guardhouseApi: { baseUrl: wire.url, authentication: 'accessToken', accessToken: 'sandbox-token' },
			};
			const { error } = await runNode(engine, 'guardhouse', { resource: 'role', operation: 'getAll' }, { credentials });
			expect(error?.message).toMatch(/^Guardhouse answered 200 with other JSON, /);
		},
	);
});
