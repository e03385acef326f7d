import type { IDataObject } from 'n8n-workflow';

import type { Fault } from '../../sandbox';
import { apply } from '../support/plans';
import { sandbox, setUp } from '../support/setUp';
import type { SetExactly } from '../support/wholes';
import { everySet, providerOf, runWhole, sentBy, sets } from '../support/wholes';
import { json, type OnError } from '../support/workflow';

// What would empty a group, although nobody meant that.

setUp();

const jsonType = { 'content-type': 'application/json' };

/** What may become of the request that gives somebody access. */
const answers: ReadonlyArray<readonly [answer: string, fault: Fault, options: IDataObject]> = [
	...[408, 425, 429, 500, 502, 503, 504].map((status): [string, Fault, IDataObject] => [
		String(status),
		{ status },
		{},
	]),
	...[400, 401, 403, 404, 409, 422].map((status): [string, Fault, IDataObject] => [
		String(status),
		{ status, body: 'No' },
		{},
	]),
	['a 503 behind which it was made', { status: 503, takesEffect: true }, {}],
	['a connection that breaks before', { drop: 'before' }, {}],
	['a connection that breaks after', { drop: 'after' }, {}],
	['no answer in time', { delay: 400 }, { timeout: 150 }],
	['half an answer', { status: 200, headers: jsonType, body: '{"item":{"uuid":"us' }, {}],
	['a web page', { status: 200, headers: { 'content-type': 'text/html' }, body: '<html>Welcome</html>' }, {}],
	['a 202 that no page describes', { status: 202, body: 'queued' }, {}],
	['a 204 with an error in it', { status: 207, headers: jsonType, body: '{"error":"partly"}' }, {}],
	['a redirect', { status: 303, headers: { location: '/elsewhere' } }, {}],
];

const isAdd = (kind: SetExactly): Fault =>
	kind.node === 'clientDirectory'
		? { method: 'POST', path: /\/members$/ }
		: { method: /delos/.test(kind.node) ? 'PUT' : 'POST' };

const addFault = (name: string, kind: SetExactly): Fault =>
	name.endsWith('v2') ? { method: 'PUT', path: '/organizations/' } : isAdd(kind);

const isRemoval = ({ method, url }: { readonly method: string; readonly url: string }) =>
	method === 'DELETE' || url.endsWith('/members/remove');

const modes: ReadonlyArray<readonly [string, IDataObject, OnError]> = [
	['Report', { partialFailure: 'report' }, 'stopWorkflow'],
	['Fail', {}, 'stopWorkflow'],
	['Fail, going on', {}, 'continueRegularOutput'],
];

describe.each(everySet)('Set at %s', (name, kind) => {
	const users = (...places: readonly number[]) => places.map((place) => kind.id(place));
	const item = (ids: readonly unknown[]): IDataObject => ({ ...kind.group, userIds: [...ids] as string[] });
	const removals = () => sentBy(kind).filter(isRemoval);
	const all = { maxRemovalPercent: 100, maxRetries: 0 };

	describe.each(answers)('whose adds are answered by %s', (answer, fault, more) => {
		// What becomes of the rest of a run differs by mode, what an answer means doesn't.
		it.each(/^(503|403|a connection)/.test(answer) ? modes : modes.slice(0, 1))(
			'removes nobody (%s)',
			async (_mode, options, onError) => {
				kind.fill(6, 3);
				providerOf(kind).fault({ ...addFault(name, kind), ...fault, times: 99 });
				const how = { options: { ...all, ...more, ...options }, onError };
				const { outputs, error } = await runWhole(kind, [item(users(3, 4, 5))], how);
				expect(sentBy(kind).length).toBeGreaterThan(0);
				expect(removals()).toEqual([]);
				expect(kind.have()).toEqual(expect.arrayContaining(users(0, 1, 2)));
				const [result = {}] = json(outputs[0]);
				expect(error !== undefined || result.error !== undefined || result.success === false).toBe(true);
				if (options.partialFailure !== 'report') return;
				const failed = (result.failed as IDataObject[]).map((entry) => String(entry[kind.user]));
				expect(failed).toEqual(expect.arrayContaining(users(0, 1, 2)));
				expect(result.removed).toEqual([]);
			},
		);
	});

	it('removes nobody where one of many adds fails, in a plan that is applied as well', async () => {
		kind.fill(10, 5);
		const list = item(users(5, 6, 7, 8, 9));
		const dry = await runWhole(kind, [list], { options: { ...all, dryRun: true, partialFailure: 'report' } });
		providerOf(kind).fault({
			...addFault(name, kind),
			status: 403,
			body: 'No',
			times: kind.node === 'clientDirectory' ? 9 : 1,
		});
		const { outputs } = await apply(kind.node, json(dry.outputs[0]), { options: { partialFailure: 'report' } });
		expect(json(outputs[0])).toMatchObject([{ success: false, removed: [] }]);
		expect(removals()).toEqual([]);
	});

	/** What the provider answers to an add that it doesn't make. */
	const accepted = (): Fault => {
		if (kind.node === 'delos') return { status: 200, headers: jsonType, body: '{"item":{"uuid":"x"}}' };
		if (kind.node === 'guardhouse') return { status: 204 };
		const user = { guid: kind.id(3), metadata: { guid: kind.id(3) }, entity: {} };
		if (kind.node === 'cloudFoundry') return { status: 201, headers: jsonType, body: JSON.stringify(user) };
		return { status: 200, headers: jsonType, body: JSON.stringify({ succeeded: users(3, 4, 5), failed: [] }) };
	};

	it.each(kind.node === 'guardhouse' ? modes : modes.slice(0, 1))(
		'removes nobody where what was accepted is not there (%s)',
		async (_mode, options, onError) => {
			kind.fill(6, 3);
			providerOf(kind).fault({ ...addFault(name, kind), ...accepted(), times: 99 });
			const { outputs, error } = await runWhole(kind, [item(users(3, 4, 5))], {
				options: { ...all, ...options },
				onError,
			});
			expect(sentBy(kind).length).toBeGreaterThan(0);
			expect(removals()).toEqual([]);
			const [result = {}] = json(outputs[0]);
			expect(error !== undefined || result.error !== undefined || result.success === false).toBe(true);
			if (options.partialFailure !== 'report') return;
			expect((result.failed as IDataObject[]).map((entry) => entry.error)).toEqual([
				...Array<string>(3).fill("The change was accepted, but can't be seen"),
				...Array<string>(3).fill("Not removed, because it wasn't certain that everybody of the list was added"),
			]);
		},
		20_000,
	);

	it('removes nobody where it cannot be read whether they are there', async () => {
		kind.fill(6, 3);
		// Read before anything is changed; Delos gives an empty page at the end.
		const read = kind.node === 'delos' ? 2 : 1;
		const path = /\/v2\/user\?|\/users\?|\/v3\/roles\?organization_guids/;
		providerOf(kind).fault({ method: 'GET', path, skip: read, times: 99, status: 403, body: 'No' });
		const { error } = await runWhole(kind, [item(users(3, 4, 5))], { options: all });
		expect(error).toBeDefined();
		expect(sentBy(kind).length).toBeGreaterThan(0);
		expect(removals()).toEqual([]);
	});

	describe('with a list of which nobody is there', () => {
		const strangers = kind.node === 'guardhouse' ? [900001, 900002] : ['HR-1001', 'HR-1002'];

		it.each(modes)('is an empty list where nobody is added (%s)', async (_mode, options, onError) => {
			kind.fill(5, 3);
			const how = { options: { ...all, mode: 'removeOnly', ...options }, onError };
			const { outputs, error } = await runWhole(kind, [item(strangers)], how);
			const said = error?.message ?? json(outputs[0])[0].error;
			expect(said).toMatch(
				/^Nobody of 'Users' has the access now, so Set (Users|Members) would remove everybody($|\. Nothing was sent)/,
			);
			expect(sentBy(kind)).toEqual([]);
			expect(kind.have()).toHaveLength(3);
		});

		it('is refused in a dry run, too', async () => {
			kind.fill(5, 3);
			const { error } = await runWhole(kind, [item(strangers)], { options: { mode: 'removeOnly', dryRun: true } });
			expect(error?.message).toMatch(/^Nobody of 'Users' has the access now/);
		});

		it('removes nobody where they cannot be added (Exact, Report)', async () => {
			kind.fill(5, 3);
			kind.leave?.(strangers);
			const options = { ...all, partialFailure: 'report' };
			const { outputs } = await runWhole(kind, [item(strangers)], { options });
			expect(json(outputs[0])[0]).toMatchObject({ success: false, added: [], removed: [] });
			expect(removals()).toEqual([]);
			expect(kind.have()).toHaveLength(3);
		});

		it('may be meant', async () => {
			kind.fill(5, 3);
			const options = { ...all, mode: 'removeOnly', allowEmpty: true };
			const { error } = await runWhole(kind, [item(strangers)], { options });
			expect(error).toBeUndefined();
			expect(kind.have()).toEqual([]);
		});

		it('keeps whoever of it is there', async () => {
			kind.fill(5, 3);
			const options = { ...all, mode: 'removeOnly' };
			const { error } = await runWhole(kind, [item([...strangers, ...users(1)])], { options });
			expect(error).toBeUndefined();
			expect(kind.have()).toEqual(users(1));
		});
	});
});

describe.each([true, false])(
	'Set Users at Delos that asks for Is Owner %s, and the provider gives the other',
	(isOwner) => {
		const kind = sets.delos;

		/** Keeps every new relationship of the user as the other one. */
		const giveOther = (place: number) => {
			const [user] = sandbox.delos.state.users.filter(({ uuid }) => uuid === kind.id(place));
			let kept = user.clients;
			Object.defineProperty(user, 'clients', {
				enumerable: true,
				get: () => kept,
				set: (clients: typeof kept) => {
					kept = clients.map((one) => (kept.includes(one) ? one : { ...one, isOwner: !isOwner }));
				},
			});
		};

		it.each([{}, { verify: true }])(
			'removes nobody, and says that it can not be seen (%j)',
			async (options) => {
				kind.fill(6, 2);
				giveOther(5);
				const item = { ...kind.group, userIds: [kind.id(5)], isOwner };
				const how = { maxRemovalPercent: 100, partialFailure: 'report', ...options };
				const { outputs } = await runWhole(kind, [item], { options: how });
				expect(sentBy(kind).map(({ method }) => method)).toEqual(['PUT']);
				expect(json(outputs[0])[0]).toMatchObject({ success: false, added: [], removed: [] });
				expect(JSON.stringify(json(outputs[0])[0].failed)).toContain("The change was accepted, but can't be seen");
			},
			20_000,
		);
	},
);

it('sends no removal of another group where a group lacks somebody and the node stops', async () => {
	const kind = sets.guardhouse;
	kind.fill(6, 3);
	sandbox.guardhouse.state.users[5].roleIds = [3];
	for (const status of [403, 500]) {
		sandbox.guardhouse.requests.splice(0);
		sandbox.guardhouse.fault({ method: 'POST', path: '/users/6/roles/2', status, body: 'No' });
		const items = [
			{ roleId: 3, userIds: [kind.id(4)] },
			{ roleId: 2, userIds: [kind.id(5)] },
		];
		const options = { maxRemovalPercent: 100, maxRetries: 0, concurrency: 1 };
		const { error } = await runWhole(kind, items, { options });
		expect(error).toBeDefined();
		expect(sentBy(kind).filter(isRemoval)).toEqual([]);
		sandbox.guardhouse.state.users[4].roleIds = [1];
	}
});

it.each(everySet)('an empty list in a later group of %s is what the run ended with', async (_, kind) => {
	kind.fill(4, 3);
	const [first] = Object.entries(kind.group)
		.filter(([name]) => /roleId|departmentId|organizationGuid|clientId$/.test(name))
		.slice(-1);
	const other = { ...kind.group, [first[0]]: kind.node === 'guardhouse' ? 3 : 'another-group', userIds: [kind.id(0)] };
	const { error } = await runWhole(kind, [other, { ...kind.group, userIds: [] }]);
	expect(error?.message).toBe("'Users' is an empty list (item 1)");
	expect(sentBy(kind)).toEqual([]);
});
