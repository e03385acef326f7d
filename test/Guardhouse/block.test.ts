import * as fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import { wayIn } from '../support/access';
import { eventsIn } from '../support/audit';
import { insideOf, undo, apply } from '../support/plans';
import { engine, sandbox, setUp } from '../support/setUp';
import { json, locator, runNode, type OnError, type Ran } from '../support/workflow';

setUp();

const maria = 'maria.garcia@example.com';
const provider = () => sandbox.guardhouse;
const personOf = (id: number) => provider().state.users.find((user) => user.id === id);
const changes = () =>
	provider()
		.requests.filter(({ method }) => method !== 'GET')
		.map(({ method, url, body }) => ({ method, url, body }));
const reads = () =>
	provider()
		.requests.filter(({ method }) => method === 'GET')
		.map(({ url }) => url);
const suspend = (isSuspended: boolean) => void Object.assign(personOf(102) as object, { isSuspended });
const credentials = () => ({ guardhouseApi: wayIn(sandbox, 'guardhouseApi') });

const run =
	(operation: 'block' | 'unblock', own: IDataObject) =>
	async (
		items: readonly object[],
		options: IDataObject = {},
		{ onError = 'stopWorkflow', parameters = {} }: { onError?: OnError; parameters?: IDataObject } = {},
	): Promise<Ran> =>
		await runNode(
			engine,
			'guardhouse',
			{ resource: 'user', operation, userId: locator('={{ $json.userId }}'), ...own, ...parameters, options },
			{ items, credentials: credentials(), onError },
		);
const block = run('block', { blockedByUserId: locator('={{ $json.by ?? 101 }}') });
const unblock = run('unblock', {});
const only = ({ outputs }: Ran, output = 0): IDataObject => {
	expect(outputs[output]).toHaveLength(1);
	return json(outputs[output])[0];
};

const looked = ['/api/v1/users/102', `/api/v1/users?email=${encodeURIComponent(maria)}&offset=0&pageSize=100`];
const inList = () => expect.stringMatching(/^\/api\/v1\/users\?/) as string;
const sent = {
	method: 'PATCH',
	url: '/api/v1/users/102/block',
	body: '{"blockedByUserId":101,"notifyUserViaEmail":false}',
};
const echoed = { userId: 102, blockedByUserId: 101, suspensionReason: '', notifyUserViaEmail: false };
const back = () => ({ resource: 'user', operation: 'unblock', baseUrl: provider().url, userId: 102 });

describe('Block', () => {
	it('looks whether the user is blocked already, then blocks', async () => {
		const result = only(await block([{ userId: 102 }]));
		expect(result).toEqual({
			summary: `${maria} was blocked`,
			success: true,
			operation: 'block',
			outcome: 'applied',
			changed: true,
			...echoed,
			response: null,
			undo: back(),
		});
		expect(changes()).toEqual([sent]);
		expect(reads()).toEqual(['/api/v1/users/102', inList()]);
		expect(personOf(102)).toMatchObject({ isSuspended: true, suspension: { blockedByUserId: 101 } });
		expect(personOf(102)?.roleIds).toEqual([1, 3]);
	});

	it('says why and whether to write to the user', async () => {
		const options = { suspensionReason: ' Left the company\n', notifyUserViaEmail: true };
		const result = only(await block([{ userId: 102 }], options));
		expect(result).toMatchObject({ suspensionReason: 'Left the company', notifyUserViaEmail: true });
		const body = '{"blockedByUserId":101,"suspensionReason":"Left the company","notifyUserViaEmail":true}';
		expect(changes()).toEqual([{ ...sent, body }]);
	});

	it('tells with Verify that it was made, and how to take it back', async () => {
		const result = only(await block([{ userId: 102 }], { verify: true }));
		expect(result).toEqual({
			summary: `${maria} was blocked`,
			success: true,
			operation: 'block',
			outcome: 'applied',
			changed: true,
			...echoed,
			response: null,
			undo: back(),
			verified: true,
		});
		const undone = only(await undo('guardhouse', [result], { options: { verify: true } }));
		expect(undone).toEqual({
			summary: `${maria} was unblocked`,
			success: true,
			operation: 'unblock',
			outcome: 'applied',
			changed: true,
			userId: 102,
			response: null,
			undo: null,
			verified: true,
			note: "There is no undo: Block needs to know who blocks, and Guardhouse doesn't tell who had.",
		});
		expect(personOf(102)).toMatchObject({ isSuspended: false });
	});

	it('leaves who blocked somebody and why as it is', async () => {
		await block([{ userId: 102 }], { suspensionReason: 'Lost laptop' });
		provider().requests.splice(0);
		const result = only(await block([{ userId: 102, by: 103 }], { suspensionReason: 'Another' }));
		expect(result).toEqual({
			summary: `${maria} was blocked already`,
			success: true,
			operation: 'block',
			outcome: 'unchanged',
			changed: false,
			...echoed,
			blockedByUserId: 103,
			suspensionReason: 'Another',
			response: null,
			undo: null,
		});
		expect(changes()).toEqual([]);
		expect(personOf(102)?.suspension).toEqual({ blockedByUserId: 101, suspensionReason: 'Lost laptop' });
		const failed = await block([{ userId: 102 }], { ifUnchanged: 'fail' });
		expect(failed.error?.message).toBe("The access of the user '102' is already as asked");
		expect(changes()).toEqual([]);
	});

	it('is made once in a run, whatever reasons its items have', async () => {
		const items = [101, 103, 101].map((by) => ({ userId: 102, by }));
		const { outputs } = await block(items, { suspensionReason: '={{ "By " + $json.by }}' });
		expect(json(outputs[0]).map(({ outcome }) => outcome)).toEqual(['applied', 'unchanged', 'unchanged']);
		expect(changes()).toHaveLength(1);
		expect(personOf(102)?.suspension).toEqual({ blockedByUserId: 101, suspensionReason: 'By 101' });
	});

	it('goes by what Get User shows, where it shows it', async () => {
		const body = JSON.stringify({ id: 102, email: maria, isSuspended: true, roles: [] });
		const headers = { 'content-type': 'application/json' };
		provider().fault({ method: 'GET', path: /users\/102$/, status: 200, headers, body });
		expect(only(await block([{ userId: 102 }]))).toMatchObject({ outcome: 'unchanged' });
		expect(reads()).toEqual([looked[0]]);
	});

	it('takes the record of the ID from those that the search by a part of the address finds', async () => {
		const [, own] = provider().state.users;
		provider().state.users.unshift({ ...own, id: 900, email: `x${own.email}`, isSuspended: true });
		expect(only(await block([{ userId: 102 }], { verify: true }))).toMatchObject({ changed: true, verified: true });
		expect(personOf(900)?.suspension).toBeUndefined();
	});

	it('of a user without an address, reads the whole list', async () => {
		const own = personOf(102) as { email: unknown };
		own.email = null;
		expect(only(await block([{ userId: 102 }], { verify: true }))).toMatchObject({ changed: true });
		expect(reads()).toContain('/api/v1/users?offset=0&pageSize=100');
	});

	const headers = { 'content-type': 'application/json' };
	it.each([
		[
			'no such user',
			{ total: 0, users: [] },
			"Guardhouse doesn't tell whether the user is blocked: its list has no such user",
		],
		[
			'a user without isSuspended',
			{ total: 1, users: [{ id: 102, email: maria }] },
			"Guardhouse doesn't tell whether the user is blocked: the user's record has no isSuspended",
		],
		['fewer users than its total', { total: 2, users: [] }, "Guardhouse gave a list that isn't complete"],
	])('concludes nothing from a list with %s', async (_, list, message) => {
		const tell = () => {
			const body = JSON.stringify(list);
			provider().fault({ method: 'GET', path: /users\?/, times: 20, status: 200, headers, body });
		};
		tell();
		expect(only(await block([{ userId: 102 }]))).toMatchObject({ outcome: 'applied', changed: null, undo: null });
		const verified = await block([{ userId: 102 }], { verify: true });
		expect(verified.error?.message).toBe(message);
		const planned = only(await block([{ userId: 102 }], { dryRun: true }));
		expect(planned).toMatchObject({ changed: false, wouldChange: null, plan: null });
		expect(planned.summary).toBe("User 102 would be blocked, if they aren't blocked yet: not read");
		expect(changes()).toEqual([sent]);
	});

	it('is an error with Verify, where it was accepted and nothing came of it', async () => {
		provider().fault({ method: 'PATCH', status: 204 });
		const { error } = await block([{ userId: 102 }], { verify: true });
		expect(error?.message).toBe("The change was accepted, but can't be seen");
	});

	it('tells what failed in the words of the provider', async () => {
		const body = 'blockedByUserId is not an active user';
		provider().fault({ method: 'PATCH', status: 400, headers: { 'content-type': 'text/plain' }, body });
		const { error } = await block([{ userId: 102 }]);
		expect(error?.message).toBe("Guardhouse refused to block the user '102'");
		expect(error?.description).toContain(
			`Check 'Blocked By' and 'Suspension Reason'. Guardhouse answered: "${body}" (status 400).`,
		);
		const unknown = await block([{ userId: 999 }]);
		expect(unknown.error?.message).toBe("The user '999' doesn't exist at Guardhouse");
	});

	it('says that nobody knows, where the answer was lost', async () => {
		provider().fault({ method: 'PATCH', drop: 'after', times: 9 });
		const options = { auditEvent: true, maxRetries: 0 };
		const { audit } = only(await block([{ userId: 102 }], options, { onError: 'continueRegularOutput' }));
		expect(audit).toMatchObject({
			status_id: 0,
			message: `It isn't known whether ${maria} is blocked now: the connection to Guardhouse broke`,
		});
	});

	it('is planned, and made as it was planned', async () => {
		const planned = only(await block([{ userId: 102 }], { dryRun: true, suspensionReason: 'Left' }));
		expect(planned).toMatchObject({ summary: `${maria} would be blocked`, wouldChange: true, undo: back() });
		const body = { blockedByUserId: 101, suspensionReason: 'Left', notifyUserViaEmail: false };
		expect(planned.request).toEqual({ method: 'PATCH', url: `${provider().url}/api/v1/users/102/block`, body });
		expect(insideOf(planned.plan)).toMatchObject({ operation: 'block', parameters: { userId: 102, ...body } });
		expect(changes()).toEqual([]);
		const made = only(await apply('guardhouse', [planned]));
		expect(made).toMatchObject({ operation: 'block', changed: true, undo: back() });
		expect(personOf(102)?.suspension).toEqual({ blockedByUserId: 101, suspensionReason: 'Left' });
		const again = only(await block([{ userId: 102 }], { dryRun: true }));
		expect(again).toMatchObject({ summary: `${maria} is blocked: nothing would change`, request: null });
	});

	it('and its undo are about the same access', async () => {
		const [first] = json((await block([{ userId: 102 }], { dryRun: true })).outputs[0]);
		suspend(true);
		const [second] = json((await unblock([{ userId: 102 }], { dryRun: true })).outputs[0]);
		suspend(false);
		const { status } = await apply('guardhouse', [first, second]);
		expect(status).toBe('error');
		expect(changes()).toEqual([]);
	});

	it('refuses to touch protected users, and too many', async () => {
		const kept = await block([{ userId: 102 }], { protectedUsers: maria });
		expect(kept.error?.message).toBe('This run would change the access of a protected user');
		const many = await block([{ userId: 102 }, { userId: 103 }], { maxChanges: 1 });
		expect(many.error?.message).toBe("This run would make 2 changes, and 'Max Changes' allows 1");
		// Who acts isn't touched.
		await block([{ userId: 103, by: 102 }], { protectedUsers: maria });
		expect(changes()).toHaveLength(1);
	});

	it('finds both people by email', async () => {
		const by = (value: string) => ({ __rl: true, mode: 'email', value });
		const parameters = { userId: by(maria), blockedByUserId: by('john.smith@example.com') };
		const ran = await block([{}], { auditEvent: true }, { parameters });
		const result = only(ran);
		expect(result).toMatchObject({
			summary: `${maria} was blocked`,
			...echoed,
			lookedUp: { userId: maria, blockedByUserId: 'john.smith@example.com' },
		});
		expect(changes()).toEqual([sent]);
		expect(eventsIn(ran)).toMatchObject([
			{
				class_uid: 3005,
				activity_name: 'Revoke Privileges',
				message: result.summary,
				user: { uid: '102', email_addr: maria },
				privileges: ['sign-in'],
				resources: [{ name: 'Guardhouse', type: 'provider' }],
				unmapped: { operation: 'block', outcome: 'applied' },
			},
		]);
	});

	it('takes both people from the fields of an item', async () => {
		const item = { userEmail: maria, blockedByUserEmail: 'john.smith@example.com', suspensionReason: 'Left' };
		const parameters = { mappingMode: 'autoMapInputData' };
		expect(only(await block([item], {}, { parameters }))).toMatchObject({ ...echoed, suspensionReason: 'Left' });
		const { error } = await block([{ userId: 102 }], {}, { parameters });
		expect(error?.message).toBe("'Blocked By' is missing from the input item");
	});

	it('takes a reason of 250 characters, and refuses a longer one by its label', async () => {
		const reasons = fc.string({ minLength: 1, maxLength: 300, unit: 'grapheme' });
		await fc.assert(
			fc.asyncProperty(reasons, async (reason) => {
				suspend(false);
				provider().requests.splice(0);
				const { error } = await block([{ userId: 102, reason }], { suspensionReason: '={{ $json.reason }}' });
				const meant = reason.trim();
				if (meant.length <= 250) {
					expect(error).toBeUndefined();
					expect(personOf(102)?.suspension?.suspensionReason ?? '').toBe(meant);
				} else {
					expect(error?.message).toBe(`'Suspension Reason' has ${meant.length} characters`);
					expect(error?.description).toContain('Use at most 250.');
					expect(provider().requests).toEqual([]);
				}
			}),
			{ numRuns: 25, examples: [['x'.repeat(250)], ['x'.repeat(251)], [` ${'x'.repeat(250)} `]] },
		);
	});
});

describe('Unblock', () => {
	beforeEach(async () => {
		Object.assign(personOf(102) as object, { isSuspended: true, suspension: { blockedByUserId: 101 } });
	});

	it('unblocks', async () => {
		expect(only(await unblock([{ userId: 102 }]))).toEqual({
			summary: `${maria} was unblocked`,
			success: true,
			operation: 'unblock',
			outcome: 'applied',
			changed: true,
			userId: 102,
			response: null,
			undo: null,
			note: "There is no undo: Block needs to know who blocks, and Guardhouse doesn't tell who had.",
		});
		expect(changes()).toEqual([{ method: 'PATCH', url: '/api/v1/users/102/unblock', body: '{}' }]);
		expect(personOf(102)).toMatchObject({ isSuspended: false });
	});

	it("doesn't end the sessions of somebody who isn't blocked", async () => {
		await unblock([{ userId: 102 }]);
		const again = only(await unblock([{ userId: 102 }], { verify: true }));
		expect(again).toMatchObject({ summary: `${maria} wasn't blocked`, outcome: 'unchanged', verified: true });
		expect(again).not.toHaveProperty('note');
		expect(changes()).toHaveLength(1);
	});
});
