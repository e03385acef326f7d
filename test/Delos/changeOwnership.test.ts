import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import { wayIn } from '../support/access';
import { engine, sandbox, setUp } from '../support/setUp';
import type { OnError } from '../support/workflow';
import { json, locator, runNode } from '../support/workflow';

setUp();

const [client, id] = ['cust_789xyz', 'user_abc123def'];
const delos = () => sandbox.delos;
const user = () => {
	const found = delos().state.users.find(({ uuid }) => uuid === id);
	if (!found) throw new Error('The sandbox lacks the user');
	return found;
};
const owns = (): boolean[] =>
	user()
		.clients.filter(({ customerId }) => customerId === client)
		.map(({ isOwner }) => isOwner);
const begin = (bindMode: 'overwrites' | 'refusesExisting', ...kinds: boolean[]) => {
	delos().state.bindMode = bindMode;
	user().clients = kinds.map((isOwner) => ({ customerId: client, isOwner }));
};
const sent = () => delos().requests.filter(({ method }) => method !== 'GET');

const perform = async (
	operation: string,
	parameters: IDataObject,
	{ options = {}, onError, items = [{}] }: { options?: IDataObject; onError?: OnError; items?: IDataObject[] } = {},
) => {
	const filled = {
		resource: operation === 'undo' || operation === 'apply' ? 'change' : 'user',
		operation,
		...parameters,
	};
	const { error, outputs, status } = await runNode(
		engine,
		'delos',
		{ ...filled, options },
		{ items, onError, credentials: { delosApi: wayIn(sandbox, 'delosApi') } },
	);
	const results = json(outputs[0] ?? []);
	return { status, results, told: error ? `${error.message}\n${error.description}` : String(results[0]?.error ?? '') };
};

const own = async (isOwner: boolean, how: Parameters<typeof perform>[2] = {}) =>
	await perform('changeOwnership', { userId: locator(id), clientId: locator(client), isOwner }, how);

describe.each(['overwrites', 'refusesExisting'] as const)('where Bind %s', (bindMode) => {
	it.each([true, false])(
		'isOwner %j: the access is of the other kind, and Undo makes it what it was',
		async (isOwner) => {
			begin(bindMode, !isOwner);
			const { results } = await own(isOwner, { options: { verify: true } });
			expect(results).toMatchObject([
				{
					summary: `john.smith@example.com became ${isOwner ? 'an owner' : 'a standard user'} of client ${client}`,
					...{
						success: true,
						outcome: 'applied',
						changed: true,
						verified: true,
						userId: id,
						clientId: client,
						isOwner,
					},
				},
			]);
			expect(owns()).toEqual([isOwner]);
			expect(sent().map(({ method }) => method)).toEqual(
				bindMode === 'overwrites' ? ['PUT'] : ['PUT', 'DELETE', 'PUT'],
			);
			const undone = await perform('undo', { undo: '={{ $json.undo }}' }, { items: results });
			expect(undone.told).toBe('');
			expect(undone.results).toMatchObject([{ success: true, outcome: 'applied' }]);
			expect(owns()).toEqual([!isOwner]);
		},
	);

	it('a dry run plans it, and Apply Plan makes it', async () => {
		begin(bindMode, false);
		const { results } = await own(true, { options: { dryRun: true } });
		expect(results).toMatchObject([
			{
				summary: `john.smith@example.com would become an owner of client ${client}`,
				...{ changed: false, wouldChange: true, outcome: 'planned' },
			},
		]);
		expect(sent()).toEqual([]);
		const { results: applied } = await perform('apply', { plan: '={{ $json.plan }}' }, { items: results });
		expect(applied).toMatchObject([{ success: true, outcome: 'applied', isOwner: true }]);
		expect(owns()).toEqual([true]);
	});

	it('what is so already is unchanged, and nothing is sent', async () => {
		begin(bindMode, true);
		const { results } = await own(true);
		expect(results).toMatchObject([{ success: true, outcome: 'unchanged', changed: false }]);
		expect(sent()).toEqual([]);
		const { told } = await own(true, { options: { ifUnchanged: 'fail' } });
		expect(told).toMatch(/already as asked/);
	});

	it.each([
		[[], /has no access to the client[^]*'Bind Client'/],
		[[true, false], /both an owner and a standard user/],
	] as Array<[boolean[], RegExp]>)('of %j nothing is made, and nothing sent', async (kinds, why) => {
		begin(bindMode, ...kinds);
		const { status, told } = await own(kinds.length === 0);
		if (kinds.length > 0) {
			const other = await own(false);
			expect(other.told).toMatch(why);
		}
		expect([status, told]).toEqual(['error', expect.stringMatching(why)]);
		expect(sent()).toEqual([]);
		expect(owns()).toEqual(kinds);
	});

	it.each([true, false])(
		'isOwner %j, where Delos keeps the other kind as well: Verify does not confirm it',
		async (isOwner) => {
			begin(bindMode, !isOwner);
			delos().state.coexist = true;
			const { status, told } = await own(isOwner, { options: { verify: true } });
			expect(owns().sort()).toEqual([false, true]);
			expect([status, told]).toEqual(['error', expect.stringMatching(/accepted, but can't be seen/)]);
		},
	);

	it('the last owner stays one, with Keep Last Owner', async () => {
		begin(bindMode, true);
		for (const other of delos().state.users)
			if (other.uuid !== id) other.clients = other.clients.filter(({ customerId }) => customerId !== client);
		const { told } = await own(false, { options: { keepLastOwner: true } });
		expect(told).toMatch(/last owner/);
		expect(owns()).toEqual([true]);
		expect(sent()).toEqual([]);
		const { results } = await own(true, { options: { keepLastOwner: true } });
		expect(results).toMatchObject([{ success: true }]);
	});
});

const faults = {
	none: undefined,
	before: { drop: 'before' },
	after: { drop: 'after' },
	refused: { status: 403, body: '{"error":"Unauthorized"}', headers: { 'content-type': 'application/json' } },
	broken: { status: 500, body: 'No' },
	brokenAfter: { status: 500, body: 'No', takesEffect: true },
	held: { status: 429, body: 'No', headers: { 'retry-after': '3600' } },
} as const;

it('whatever is lost on the way, nobody loses the access silently', async () => {
	const fate = fc.constantFrom(...(Object.keys(faults) as Array<keyof typeof faults>));
	const drawn = fc.record({
		bindMode: fc.constantFrom('overwrites' as const, 'refusesExisting' as const),
		isOwner: fc.boolean(),
		puts: fc.tuple(fate, fate, fate),
		ending: fate,
		unread: fc.option(fc.integer({ min: 0, max: 6 }), { nil: undefined, freq: 3 }),
		maxRetries: fc.constantFrom(0, 0, 1),
		verify: fc.boolean(),
		onError: fc.constantFrom<OnError>('stopWorkflow', 'continueRegularOutput'),
	});
	await fc.assert(
		fc.asyncProperty(drawn, async ({ bindMode, isOwner, puts, ending, unread, maxRetries, verify, onError }) => {
			delos().heal();
			delos().requests.splice(0);
			begin(bindMode, !isOwner);
			// Each of a kind of request passes those before it: a fault that has come is no fault any more.
			puts.forEach((put, index) => {
				const before = puts.slice(0, index).filter((one) => faults[one] === undefined).length;
				if (faults[put]) delos().fault({ method: 'PUT', path: 'relate-client', skip: before, ...faults[put] });
			});
			if (faults[ending]) delos().fault({ method: 'DELETE', path: 'relate-client', ...faults[ending] });
			if (unread !== undefined) delos().fault({ method: 'GET', path: id, skip: unread, status: 403, body: 'No' });
			const { results, told } = await own(isOwner, { options: { maxRetries, verify }, onError });
			delos().heal();
			const now = owns();
			if (told === '') {
				expect([results[0].success, now]).toEqual([true, [isOwner]]);
				return;
			}
			if (/as it was before/.test(told)) expect(now).toEqual([!isOwner]);
			if (/Nothing was (sent|changed)/.test(told)) expect(now).toEqual([!isOwner]);
			if (now.length === 0) expect(told).toMatch(/isn't known|was ended to give it anew/);
			// Half of it is never left without another try.
			const [last] = sent().slice(-1);
			if (now.length === 0 && ending === 'none')
				expect([last.method, sent().length]).toEqual(['PUT', expect.any(Number)]);
		}),
		{ numRuns: 100 },
	);
}, 180_000);

const forbidden = { status: 403, body: '{"error":"Forbidden"}', headers: { 'content-type': 'application/json' } };
const isOwner = false;
const auto = async (items: IDataObject[], options: IDataObject = {}, onError?: OnError) =>
	await perform('changeOwnership', { mappingMode: 'autoMapInputData' }, { items, options, onError });
const ofUser = (userId: string): IDataObject => ({ userId, clientId: client, isOwner });
const clientsOf = (uuid: string) => delos().state.users.find((one) => one.uuid === uuid)?.clients ?? [];

describe('while other items are under way', () => {
	const [first, held] = ['user_456ghi', '158a190e-c4a9-4e6c-bf9b-4ef74ae345eb'];
	beforeEach(() => {
		begin('refusesExisting', true);
		for (const { uuid, clients } of delos().state.users)
			if (uuid === first || uuid === held) clients.splice(0, clients.length, { customerId: client, isOwner: true });
		delos().fault({ method: 'DELETE', path: id, delay: 600 });
	});

	it.each<OnError>(['stopWorkflow', 'continueRegularOutput'])(
		'Delos asks to be left alone for an hour: what was ended is given all the same (%s)',
		async (onError) => {
			const wait = { status: 429, headers: { 'retry-after': '3600' }, delay: 250 };
			delos().fault({ method: 'PUT', path: `${held}/relate-client`, ...wait });
			const { told, results } = await auto([first, id, held].map(ofUser), {}, onError);
			expect(clientsOf(id)).toEqual([{ customerId: client, isOwner }]);
			expect(clientsOf(held)).toEqual([{ customerId: client, isOwner: true }]);
			if (onError === 'stopWorkflow') expect(told).toMatch(/too many requests \(item 2\)[^]* 2 changes had been made/);
			else expect(results.map(({ success }) => success)).toEqual([true, true, undefined]);
		},
	);

	it.each(['the access is given back', 'giving it back is refused as well'])(
		'another item stops the run, and giving it anew is refused: %s',
		async (what) => {
			const isLost = what !== 'the access is given back';
			delos().fault({ method: 'GET', path: 'user_nobody', delay: 250 });
			delos().fault({ method: 'PUT', path: `${id}/relate-client`, skip: 1, times: isLost ? 9 : 1, ...forbidden });
			const { told } = await auto([first, id, 'user_nobody'].map(ofUser));
			expect(clientsOf(id)).toEqual(isLost ? [] : [{ customerId: client, isOwner: true }]);
			expect(told).toMatch(/user_nobody[^]*\(item 2\)/);
			const fate = isLost
				? `the user '${id}' has no access to client ${client} now. Look it up there at once. Give the access again.`
				: 'The access is as it was before: nothing is different.';
			expect(told).toContain(`Item 1: Delos doesn't allow this with the credential.`);
			expect(told).toContain(fate);
		},
	);
});

it('an answer of the ending that was lost keeps nothing from going on', async () => {
	begin('refusesExisting', true);
	delos().fault({ method: 'DELETE', path: 'relate-client', drop: 'after' });
	const { results, told } = await own(false, { options: { verify: true } });
	expect([told, results]).toEqual(['', [expect.objectContaining({ success: true, changed: true, verified: true })]]);
	expect(owns()).toEqual([false]);
});

it('ended by somebody else meanwhile, the access stays ended', async () => {
	begin('refusesExisting', true);
	const nothing = '{"error":"No relationship found between user and customer"}';
	delos().fault({ method: 'DELETE', path: 'relate-client', status: 404, body: nothing });
	const { told } = await own(false);
	expect(told).toContain(`The user '${id}' has no access to the client '${client}'`);
	expect(sent().map(({ method }) => method)).toEqual(['PUT', 'DELETE']);
});

it('where an hour is asked for once it was ended, the access is given back, and the time is told', async () => {
	begin('refusesExisting', true);
	delos().fault({ method: 'PUT', path: 'relate-client', skip: 1, status: 429, headers: { 'retry-after': '3600' } });
	const { told } = await own(false);
	expect(told).toMatch(/nothing is different\. Try again after 20/);
	expect(owns()).toEqual([true]);
});

describe('its audit event', () => {
	const event = async (becomes: boolean) => {
		const options = { auditEvent: true, verify: true };
		const { results } = await own(becomes, { options, onError: 'continueRegularOutput' });
		return results[0].audit as IDataObject;
	};

	it.each([
		[true, 'Assign Privileges', ['owner'], 'an owner'],
		[false, 'Revoke Privileges', ['owner'], 'a standard user'],
	])('isOwner %j: %s', async (becomes, activity_name, privileges, what) => {
		begin('refusesExisting', !becomes);
		expect(await event(becomes)).toMatchObject({
			...{ activity_name, privileges, status_id: 1, status_code: '200' },
			message: `john.smith@example.com became ${what} of client ${client}`,
		});
	});

	it('says what the error says, where the access is gone', async () => {
		begin('refusesExisting', true);
		delos().fault({ method: 'PUT', path: 'relate-client', skip: 1, times: 9, ...forbidden });
		expect(await event(false)).toMatchObject({
			status_id: 0,
			message: expect.stringContaining(`the user '${id}' has no access to client ${client} now.`),
		});
	});

	it('says what the error says, where an answer was lost and nothing is seen to be different', async () => {
		begin('refusesExisting', true);
		delos().fault({ method: 'DELETE', path: 'relate-client', drop: 'before', times: 9 });
		expect(await event(false)).toMatchObject({
			status_id: 0,
			message: expect.stringContaining('Read again, the access is as it was before.'),
		});
	});
});

it.each([{}, { isOwner: '' }, { isOwner: null }])('an item with %j asks for nothing, and is refused', async (item) => {
	begin('overwrites', true);
	const { told } = await auto([{ userId: id, clientId: client, ...item }]);
	expect(told).toMatch(/'Becomes Owner' is (blank in|missing from) the input item/);
	expect(delos().requests).toEqual([]);
});
