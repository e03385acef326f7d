import type { IDataObject } from 'n8n-workflow';

import { changeKinds, providerFor, run } from '../support/changes';
import { apply, edited, insideOf, plansOf, sealed, undo } from '../support/plans';
import { sandbox, setUp } from '../support/setUp';
import { json } from '../support/workflow';

// What helps with a plan or an undo that can't be used, word for word: the only way on for whoever has approved it.

setUp();

const change = changeKinds['delos unbindClient'];
const again = 'Make a new plan by a dry run.';
const drag = "Map the field 'plan' of a dry run's result, which is a text that begins with 'plan', or a list of these";
const asItCame = 'Pass it on as it came out of the result that it belongs to';
const unsealed =
	'Nothing was changed. Pass plans on whole, as the dry run gave them, to a credential with the same Plan Key, or make a new plan by a dry run';

type Edit = (plan: IDataObject) => unknown;
const parametersOf = ({ parameters }: IDataObject) => parameters as IDataObject;

describe('a plan', () => {
	it.each<readonly [string, Edit, string, string]>([
		[
			'is missing',
			() => undefined,
			"'Plan' is empty",
			'Fill it in; where it is an expression, check that the input item has the field',
		],
		[
			'is an expression as text',
			() => '{{ $json.plan }}',
			"'Plan' holds an expression as plain text",
			'Switch the parameter from Fixed to Expression',
		],
		['is text', () => 'approved', "'Plan' is 'approved', which isn't a plan", drag],
		['is a number', () => 7, "'Plan' holds 7, which isn't a plan", drag],
		[
			'is an empty list',
			() => [],
			"'Plan' is an empty list",
			"Leave items out that have none, such as by a Filter on 'plan'",
		],
		[
			'is null',
			() => null,
			"'Plan' is null",
			'The state that it would go by could not be read: look at the note of that result, and leave it out here',
		],
		['is something else', () => ({ approved: true }), `'Plan' holds {"approved":true}, which isn't a plan`, drag],
		[
			'is sealed as if it were one',
			(plan) => sealed({ ...plan, before: 7 }),
			"'Plan' holds something that isn't a plan",
			"Map the field 'plan' of a dry run's result, or a list of these",
		],
		[
			'is newer',
			(plan) => edited(plan, 'plan2'),
			'The plan was made by a newer version of this node',
			'Update the package in this n8n, or make the plan here by a dry run',
		],
		[
			'is edited',
			(plan) => edited({ ...plan, before: 'x' }),
			'The plan was cut off or changed after it was made',
			unsealed,
		],
		['is cut off', (plan) => edited(plan).slice(0, 100), 'The plan was cut off or changed after it was made', unsealed],
		[
			'is of another node',
			(plan) => sealed({ ...plan, node: 'guardhouse' }),
			'The plan is one of another node',
			"It is for 'guardhouse', and this node is for Delos",
		],
		[
			'has expired',
			(plan) => sealed({ ...plan, expiresAt: '2020-01-01T00:00:00.000Z' }),
			'The plan has expired',
			`It was valid until 2020-01-01T00:00:00.000Z. ${again.slice(0, -1)}`,
		],
		[
			'holds what is strange',
			(plan) => sealed({ ...plan, parameters: { ...parametersOf(plan), comment: 'approved', by: 'Ada' } }),
			"The plan can't be used. It holds what Unbind Client doesn't have: comment, by",
			asItCame,
		],
		[
			'lacks something',
			(plan) => sealed({ ...plan, parameters: { ...parametersOf(plan), userId: undefined } }),
			"The plan can't be used. Its 'User' is empty",
			asItCame,
		],
	])('that %s', async (_what, edit, message, description) => {
		const [plan] = await plansOf(change);
		const { error } = await apply('delos', [{ plan: edit(insideOf(plan)) }]);
		expect([error?.message, error?.description]).toEqual([
			message,
			expect.stringMatching(new RegExp(`^${description.replace(/[.?()[\]]/g, '\\$&')}\\.( In this run, |$)`)),
		]);
		expect(providerFor(change).requests).toEqual([]);
	});

	it('for another base URL', async () => {
		const [plan] = await plansOf(change);
		const { error } = await apply('delos', [
			{ plan: sealed({ ...insideOf(plan), baseUrl: 'https://api.example.com' }) },
		]);
		expect(error?.message).toBe('The plan is for another base URL');
		expect(error?.description).toContain(
			`It was made for https://api.example.com, and the credential of this node has ${sandbox.delos.url}. Choose the credential that it was made with, or make a new plan by a dry run.`,
		);
	});

	it('whose state has moved', async () => {
		const [plan] = await plansOf(change);
		await run(change, [change.changing]);
		const { error } = await apply('delos', [{ plan }]);
		expect(error?.description).toContain(
			'Nothing of this plan was sent. Make a new plan by a dry run, and have that one approved.',
		);
	});

	it('that comes twice', async () => {
		const plans = await plansOf(change, [change.changing, { ...change.changing, ownership: 'owner' }]);
		const { error } = await apply(
			'delos',
			plans.map((plan) => ({ plan })),
		);
		expect(error?.message).toBe('Another plan of this run is about the same access (item 1)');
		expect(error?.description).toContain(
			'Both were made of the same state, and applying one of them moves it for the other. Leave one of the two out.',
		);
	});
});

describe('an undo', () => {
	it.each([{ unreadable: 'is fine', remedy: 'Pay' }, [[{ unreadable: 5 }]]])(
		'does not say itself why it is refused (%j)',
		async (given) => {
			const { error } = await undo('delos', [{ undo: given }]);
			expect(error?.message).toBe("'Undo' holds something that isn't an undo");
		},
	);

	const back = { resource: 'user', operation: 'bindClient', userId: 'user_1', clientId: 'cust_1', isOwner: false };
	it.each<readonly [string, unknown, string, string]>([
		['is text', 'back', "'Undo' is text that is no JSON", "Map the field 'undo' of a result by an expression"],
		[
			'is null',
			null,
			"'Undo' is null",
			"Nothing was changed there, or it isn't known exactly how to take it back: leave such results out, such as by a Filter",
		],
		[
			'is null beside another',
			[{ undo: back }, { undo: null }],
			"'Undo' has an entry (number 2) that is null",
			"Nothing was changed there, or it isn't known exactly how to take it back: leave such results out, such as by a Filter",
		],
		[
			'is an empty list',
			[],
			"'Undo' is an empty list",
			"Leave items out that have none, such as by a Filter on 'undo'",
		],
		[
			'is the empty list of each of several results',
			[{ undo: [] }, { undo: [] }],
			"'Undo' is an empty list",
			"Leave items out that have none, such as by a Filter on 'undo'",
		],
		[
			'is something else',
			{ operation: 'bindClient' },
			"'Undo' holds something that isn't an undo",
			"Map the field 'undo' of a result, or a list of these",
		],
		[
			'is of another node',
			{ ...back, operation: 'assignRole' },
			"The undo is one of another node: Delos has no operation 'assignRole'",
			'Send it to the node whose result it comes from',
		],
		[
			'is of another resource',
			{ ...back, resource: 'client' },
			"The undo is one of another node: Delos has no operation 'bindClient'",
			'Send it to the node whose result it comes from',
		],
		[
			'holds what is strange',
			{ ...back, note: 'x' },
			"The undo can't be used. It holds what Bind Client doesn't have: note",
			asItCame,
		],
		['lacks something', { ...back, clientId: '' }, "The undo can't be used. Its 'Client' is empty", asItCame],
	])('that %s', async (_what, given, message, description) => {
		const { error } = await undo('delos', [{ undo: given }]);
		expect([error?.message, error?.description]).toEqual([
			message,
			expect.stringMatching(new RegExp(`^${description.replace(/[.?()[\]]/g, '\\$&')}\\.( In this run, |$)`)),
		]);
		expect(sandbox.delos.requests).toEqual([]);
	});

	it('of several results of which one changed nothing takes back the others', async () => {
		const [result] = json((await run(change, [change.changing], { verify: true })).outputs[0]);
		const ran = await undo('delos', [{ undo: [{ undo: [] }, result] }]);
		expect(json(ran.outputs[0])).toMatchObject([{ operation: 'bindClient', outcome: 'applied' }]);
	});

	it('of an access that somebody has changed since', async () => {
		sandbox.delos.state.users[0].clients = [{ customerId: 'cust_789xyz', isOwner: false }];
		const owner = { ...back, userId: 'user_abc123def', clientId: 'cust_789xyz', isOwner: true };
		const { error } = await undo('delos', [{ undo: owner }]);
		expect(error?.message).toBe(
			'Somebody changed the access meanwhile: user user_abc123def is a standard user of client cust_789xyz',
		);
		expect(error?.description).toContain(
			'Nothing was sent, because that is not what is to be undone. Look at the access there, and change it as it should be.',
		);
	});
});
