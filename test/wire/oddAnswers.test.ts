import { wayIn } from '../support/access';
import { unassign, users } from '../support/guardhouse';
import { removeMembers } from '../support/members';
import { engine, sandbox, setUp } from '../support/setUp';
import { runNode } from '../support/workflow';

// One user's odd answer is that user's own: the others are changed, counted and read back as if it weren't there.

setUp();

const json = { 'content-type': 'application/json' };
const javascript = /Cannot read|is not a function|undefined|\[object|TypeError|iterable/;

const odd: ReadonlyArray<readonly [string, unknown]> = [
	['a list of nothing', [null]],
	['a list of numbers', [7, 1]],
	['a list in a list', [[{ id: 1 }]]],
	['an object', { id: 1 }],
	['null', null],
	['a role without an ID', [{ name: 'Support Agent' }]],
	['a role whose ID is an object', [{ id: { value: 1 } }]],
];

const user = (id: number, roles: unknown) => ({
	method: 'GET',
	path: `/api/v1/users/${id}`,
	status: 200,
	headers: json,
	body: JSON.stringify({ id, email: 'x@example.com', roles }),
});
const people = (count: number) => users(count, [1, 3]);
const removed = () => sandbox.guardhouse.requests.filter(({ method }) => method === 'DELETE').map(({ url }) => url);

describe.each(odd)('%s where the roles of a user belong', (_, roles) => {
	it('fails that item before anything is changed for it, and no other', async () => {
		sandbox.guardhouse.fault(user(2, roles));
		const { outputs } = await unassign(people(3), { verify: true }, 'continueErrorOutput');
		expect(outputs[0].map(({ json: { userId, verified } }) => [userId, verified])).toEqual([
			[1, true],
			[3, true],
		]);
		expect(outputs[1]).toHaveLength(1);
		expect(outputs[1][0].json).toMatchObject({ userId: 2, error: expect.stringContaining('. Nothing was changed, ') });
		expect(JSON.stringify(outputs[1][0].json)).not.toMatch(javascript);
		expect(removed()).toEqual(['/api/v1/users/1/roles/1', '/api/v1/users/3/roles/1']);
	});

	it('read back leaves that one unconfirmed, and the others verified', async () => {
		sandbox.guardhouse.fault({ ...user(2, roles), skip: 1, times: 9 });
		const { outputs } = await unassign(people(3), { verify: true }, 'continueErrorOutput');
		expect(outputs[0].map(({ json: { userId } }) => userId)).toEqual([1, 3]);
		expect(outputs[1][0].json.error).toMatch(/^[^.]*, so the accepted change couldn't be read back\. /);
		expect(JSON.stringify(outputs[1][0].json)).not.toMatch(javascript);
		expect(removed()).toHaveLength(3);
	});

	it('read back where the node stops: the message counts all changes', async () => {
		sandbox.guardhouse.fault({ ...user(2, roles), skip: 1, times: 9 });
		const { error } = await unassign(people(3), { verify: true });
		expect(error?.message).toMatch(/so the accepted change couldn't be read back( \(item \d\))?$/);
		expect(error?.description).toMatch(/3 changes had been made/);
		expect(`${error?.message} ${error?.description}`).not.toMatch(javascript);
	});

	it('leaves what remains unknown, and the change done', async () => {
		sandbox.guardhouse.fault({ ...user(2, roles), times: 9 });
		const { outputs } = await unassign(people(3), { reportRemaining: true });
		expect(outputs[0].map(({ json: { outcome, remaining } }) => [outcome, remaining])).toEqual([
			['applied', [expect.objectContaining({ id: 3 })]],
			['applied', null],
			['applied', [expect.objectContaining({ id: 3 })]],
		]);
	});

	it('leaves a plan without a word on what it would change', async () => {
		sandbox.guardhouse.fault({ ...user(2, roles), times: 9 });
		const { outputs } = await unassign(people(3), { dryRun: true });
		expect(outputs[0].map(({ json: { wouldChange, undo } }) => [wouldChange, undo !== null])).toEqual([
			[true, true],
			[null, false],
			[true, true],
		]);
	});
});

describe.each([
	['delos', 'clients', [null]],
	['delos', 'clients', [{ customerId: 7, isOwner: true }]],
	['delos', 'clients', [{ customerId: 'cust_789xyz' }]],
] as const)('of %s, %s: %j', (_, name, value) => {
	it('tells nothing, least of all that there is none', async () => {
		sandbox.delos.fault({
			method: 'GET',
			status: 200,
			headers: json,
			body: JSON.stringify({ item: { uuid: 'user_abc123def', [name]: value } }),
			times: 9,
		});
		const parameters = {
			resource: 'user',
			operation: 'unbindClient',
			userId: 'user_abc123def',
			clientId: 'cust_789xyz',
			options: { verify: true },
		};
		const credentials = { delosApi: wayIn(sandbox, 'delosApi') };
		const { error } = await runNode(engine, 'delos', parameters, { credentials });
		expect(error?.description).toMatch(/^Nothing was changed, because the change couldn't be verified\. /);
		expect(`${error?.message} ${error?.description}`).not.toMatch(javascript);
		expect(sandbox.delos.requests.every(({ method }) => method === 'GET')).toBe(true);
	});
});

it.each([[[null]], [['engineering']], [{ id: 'x' }], [[{ id: 7 }]]])(
	'departments of one member that are %j leave the other members as they are',
	async (departments) => {
		const ids = sandbox.clientDirectory.state.users.slice(0, 3).map(({ id }) => id);
		sandbox.clientDirectory.fault({
			method: 'GET',
			path: `/users/${ids[1]}`,
			status: 200,
			headers: json,
			body: JSON.stringify({ id: ids[1], username: 'x', departments }),
			times: 9,
		});
		const items = ids.map((userIds) => ({ userIds }));
		const { outputs } = await removeMembers(items, { verify: true }, 'continueErrorOutput');
		expect(outputs[0].map(({ json: { userIds, verified } }) => [userIds, verified])).toEqual([
			[[ids[0]], true],
			[[ids[2]], true],
		]);
		expect(outputs[1]).toHaveLength(1);
		expect(JSON.stringify(outputs[1][0].json)).not.toMatch(javascript);
	},
);

describe("somebody else's record", () => {
	it.each([{ ifUnchanged: 'fail' }, { verify: true }])('of Guardhouse tells nothing (%j)', async (options) => {
		const body = JSON.stringify({ id: 999, email: 'x@example.com', roles: [] });
		sandbox.guardhouse.fault({ method: 'GET', path: '/users/', status: 200, headers: json, body, times: 9 });
		const { error } = await unassign([{ userId: 101 }], options);
		expect(error?.message).toMatch(/^The answer is about another user/);
		expect(error?.description).toMatch(/^Nothing was changed, because /);
		expect(removed()).toEqual([]);
	});

	it('of the directory tells nothing', async () => {
		const [one, other] = sandbox.clientDirectory.state.users;
		const body = JSON.stringify({ id: other.id, username: 'x', departments: [] });
		sandbox.clientDirectory.fault({ method: 'GET', status: 200, headers: json, body, times: 9 });
		const { error } = await removeMembers([{ userIds: one.id }], { verify: true });
		expect(error?.message).toMatch(/^The answer is about another user/);
		expect(error?.description).toMatch(/^Nothing was changed, because /);
		expect(sandbox.clientDirectory.requests.every(({ method }) => method === 'GET')).toBe(true);
	});
});

it('a user who can not be read leaves what remains of the others', async () => {
	sandbox.guardhouse.fault({ method: 'GET', path: '/users/1', status: 403, body: 'no', times: 9 });
	const { outputs } = await unassign(people(3), { reportRemaining: true });
	expect(outputs[0].map(({ json: { remaining } }) => remaining)).toEqual([
		null,
		[expect.objectContaining({ id: 3 })],
		[expect.objectContaining({ id: 3 })],
	]);
});
