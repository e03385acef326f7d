import type { IDataObject } from 'n8n-workflow';
import { removals } from '../support/access';
import { changeKinds, changesSent, kindNames, providerFor, run } from '../support/changes';
import { home, user } from '../support/cloudFoundry';
import { ada, bob } from '../support/members';
import { apply, plansOf, undo } from '../support/plans';
import { credentialsOf } from '../support/removal';
import { engine, sandbox, setUp } from '../support/setUp';
import { runWhole, sentBy, sets } from '../support/wholes';
import { json, runNode, type Ran } from '../support/workflow';

// What is said of a run that comes to nothing, word for word.

setUp();

const said = ({ error }: Pick<Ran, 'error'>) => [error?.message, error?.description];

describe('an operation that does not exist', () => {
	const words = [
		"The operation 'nope' of 'user' doesn't exist",
		"Choose one from the lists 'Resource' and 'Operation'.",
	] as const;
	const nope = { resource: 'user', operation: 'nope' };
	const credentials = {
		guardhouseApi: { baseUrl: 'http://127.0.0.1:1', authentication: 'accessToken', accessToken: 'sandbox-token' },
	};

	it('stops the workflow', async () => {
		expect(said(await runNode(engine, 'guardhouse', nope, { credentials }))).toEqual(words);
	});

	it('is refused item by item where it goes on', async () => {
		const how = { credentials, items: [{}, {}], onError: 'continueRegularOutput' } as const;
		const { outputs } = await runNode(engine, 'guardhouse', nope, how);
		const error = words.join('. ');
		expect(outputs[0]).toEqual([0, 1].map((item) => ({ json: { error }, pairedItem: { item } })));
	});
});

describe('an expression', () => {
	const check = 'Check the expressions and the credential of the node.';
	const whole = 'Use a whole number from 1 to 2147483647.';

	it.each([
		['={{ $("Nope").item.json.x }}', "Referenced node doesn't exist", check],
		['={{ 1 + }}', 'invalid syntax', check],
		['={{ () => 5 }}', 'this is a function, please add ()', check],
		['={{ Symbol("x") }}', "'User' is a symbol", whole],
		['={{ 10n }}', "'User' is a bigint", whole],
		[
			'={{ new Date(NaN) }}',
			"'User' is an object with the fields (none)",
			'Drag the one field that holds the value into the parameter.',
		],
		[
			'={{ JSON.parse("x") }}',
			"'User' is empty",
			'Fill it in; where it is an expression, check that the input item has the field.',
		],
	])('%s', async (userId, message, description) => {
		const change = changeKinds['guardhouse assignRole'];
		const asked = { resource: 'user', operation: 'assignRole', userId, roleId: 2 };
		const how = { credentials: credentialsOf('guardhouseApi') };
		expect(said(await runNode(engine, 'guardhouse', asked, how))).toEqual([message, description]);
		const { outputs } = await runNode(engine, 'guardhouse', asked, { ...how, onError: 'continueErrorOutput' });
		expect(json(outputs[1])).toMatchObject([{ error: `${message}. ${description}` }]);
		expect(providerFor(change).requests).toEqual([]);
	});
});

describe.each(kindNames)('an undo of %s', (name) => {
	const change = changeKinds[name];

	it('that comes too late says so', async () => {
		const { outputs } = await run(change, [change.changing], { verify: true });
		await undo(change.node, json(outputs[0]));
		const again = await undo(change.node, json(outputs[0]));
		const was = /bind(?=Client)|add|assign/.test(change.operation) && !/unbind|unassign/.test(change.operation);
		expect(json(again.outputs[0])).toMatchObject([
			{
				outcome: 'unchanged',
				undo: null,
				note: `There was nothing left to undo: the access was ${was ? 'gone' : 'there again'} already.`,
			},
		]);
	});
});

it('an undo of members, some of whom are back already, names them', async () => {
	const change = changeKinds['clientDirectory removeMembers'];
	const [result] = json((await run(change, [change.changing], { verify: true })).outputs[0]);
	const back = { ...(result.undo as IDataObject), userIds: [bob] };
	await undo('clientDirectory', [{ undo: back }]);
	const { outputs } = await undo('clientDirectory', [result]);
	expect(json(outputs[0])).toMatchObject([
		{
			changed: true,
			undo: { userIds: [ada] },
			note: `${bob}: There was nothing left to undo: the access was there again already.`,
		},
	]);
	const dry = await undo('clientDirectory', [result], { options: { dryRun: true } });
	expect(json(dry.outputs[0])[0]).not.toHaveProperty('note');
});

describe('a plan that is too late', () => {
	const anew = 'Nothing of this plan was sent. Make a new plan by a dry run, and have that one approved.';

	it.each<readonly [string, string, string]>([
		['delos unbindClient', 'was an owner of client cust_789xyz', 'has no access to client cust_789xyz'],
		['delos bindClient', 'had no access to client cust_789xyz', 'is a standard user of client cust_789xyz'],
		['guardhouse unassignRole', 'had role 1', "doesn't have role 1"],
		['guardhouse assignRole', "didn't have role 2", 'has role 2'],
	])('of %s', async (name, was, is) => {
		const change = changeKinds[name];
		const plans = await plansOf(change);
		await run(change, [change.changing]);
		const user = `user ${String(change.changing.userId)}`;
		const { error } = await apply(
			change.node,
			plans.map((plan) => ({ plan })),
		);
		expect(said({ error })).toEqual([`Planned when ${user} ${was}; now ${user} ${is}`, anew]);
	});

	it.each([
		['addSpaceRole', 'space', { spaceGuid: '9decf038-91ca-4605-b796-f7f629e0886b' }],
		['addOrganizationRole', 'organization', { organizationGuid: home }],
	])('of the undo of a role at Cloud Foundry (%s), once it was applied', async (operation, place, where) => {
		const [guid] = Object.values(where);
		sandbox.cloudFoundry.state.jobPolls = 0;
		const role = `${place}_auditor`;
		const item = { resource: 'user', operation, userGuid: user, ...where, role, apiVersion: 'v3' };
		const planned = async () =>
			json((await undo('cloudFoundry', [{ undo: item }], { options: { dryRun: true } })).outputs[0]);
		const [first] = await planned();
		const { outputs } = await apply('cloudFoundry', [first]);
		expect(json(outputs[0])).toMatchObject([{ operation, outcome: 'applied', changed: true }]);
		expect(said(await apply('cloudFoundry', [first]))).toEqual([
			`Planned when user ${user} didn't have role ${role} in ${place} ${guid}; now user ${user} has role ${role} in ${place} ${guid}`,
			anew,
		]);
	});

	it('of a list, where nobody is left', async () => {
		const kind = sets.guardhouse;
		kind.fill(4, 3);
		const item = { ...kind.group, userIds: ['1', '2'] };
		const dry = await runWhole(kind, [item], { options: { dryRun: true, maxRemovalPercent: 100 } });
		kind.fill(4, 0);
		expect(said(await apply(kind.node, json(dry.outputs[0])))).toEqual([
			"What is there isn't what it was when this was planned: now it is nothing",
			anew,
		]);
		kind.fill(4, 2);
		expect(said(await apply(kind.node, json(dry.outputs[0])))[0]).toBe(
			"What is there isn't what it was when this was planned: now it is user 1 (user-0@example.com), user 2 (user-1@example.com)",
		);
	});
});

describe('Keep Last Owner', () => {
	const change = changeKinds['delos unbindClient'];
	const headers = { 'content-type': 'application/json' };
	const because = (why: string) =>
		`Nothing was sent, because 'Keep Last Owner' is on and the owners of a client couldn't be read. ${why}`;
	const noRights = [
		"Delos doesn't allow this with the credential",
		because(
			'The sign-in worked, but its account lacks the rights: have them granted, or use another credential. Delos answered: "No" (status 403).',
		),
	];
	const keep = async () => said(await run(change, [change.changing], { keepLastOwner: true, maxRetries: 0 }));

	it('says that the list is none', async () => {
		sandbox.delos.fault({ method: 'GET', path: /user\?/, status: 403, body: 'No' });
		expect(await keep()).toEqual(noRights);
		expect(changesSent(change)).toEqual([]);
	});

	it('says that the list has users without IDs', async () => {
		const body = JSON.stringify({ items: [{ uuid: 'user_1' }, { name: 'Ada' }] });
		sandbox.delos.fault({ method: 'GET', path: /user\?/, status: 200, headers, body });
		sandbox.delos.fault({ method: 'GET', path: /user\?/, status: 200, headers, body: '{"items":[]}' });
		expect(await keep()).toEqual([
			'The list of users of a client has one without an ID',
			because('Look at the client at Delos.'),
		]);
	});

	it('says which user can not be read', async () => {
		sandbox.delos.fault({ method: 'GET', path: /user\/user_/, status: 403, body: 'No', times: 20 });
		expect(await keep()).toEqual(noRights);
	});

	it('says whom it would be', async () => {
		for (const user of sandbox.delos.state.users) user.clients = [];
		sandbox.delos.state.users[0].clients = [{ customerId: 'cust_789xyz', isOwner: true }];
		expect(await keep()).toEqual([
			'This run would remove the last owner of a client',
			'Nothing was sent. Make somebody else an owner of cust_789xyz first, or take its last owner out of the input items.',
		]);
	});

	it('lets go whoever has access to a client that nobody owns', async () => {
		for (const user of sandbox.delos.state.users) user.clients = [];
		sandbox.delos.state.users[0].clients = [{ customerId: 'cust_789xyz', isOwner: false }];
		const ran = await run(change, [change.changing], { keepLastOwner: true });
		expect(ran.error).toBeUndefined();
		expect(sandbox.delos.state.users[0].clients).toEqual([]);
	});

	it('looks at each client by itself', async () => {
		for (const user of sandbox.delos.state.users) user.clients = [];
		const [one, two] = sandbox.delos.state.users;
		one.clients = [{ customerId: 'cust_789xyz', isOwner: true }];
		two.clients = [
			{ customerId: 'cust_789xyz', isOwner: true },
			{ customerId: 'cust_123abc', isOwner: true },
		];
		const items = [
			{ userId: one.uuid, clientId: 'cust_789xyz', ownership: 'any' },
			{ userId: two.uuid, clientId: 'cust_123abc', ownership: 'any' },
		];
		const [, description] = said(await run(change, items, { keepLastOwner: true }));
		expect(description).toContain('an owner of cust_123abc first');
		const ran = await run(change, items.slice(0, 1), { keepLastOwner: true });
		expect(ran.error).toBeUndefined();
	});
});

describe('a change that was to be verified', () => {
	const change = changeKinds['guardhouse unassignRole'];
	const verify = async (items = [change.changing]) =>
		said(await run(change, items, { verify: true, maxRetries: 0, concurrency: 1 }));
	const read = { method: 'GET', path: '/users/101', status: 403, body: 'No', times: 20 };
	const lookUp =
		'In Guardhouse, open the client\'s details and set Danger Zone › System API Access to Allow. Guardhouse answered: "No" (status 403).';

	it('is not sent where it can not be read before', async () => {
		sandbox.guardhouse.fault(read);
		expect(await verify()).toEqual([
			"Guardhouse doesn't let this client use the System API",
			`Nothing was changed, because the change couldn't be verified. ${lookUp}`,
		]);
		expect(changesSent(change)).toEqual([]);
	});

	it('and can not be read after', async () => {
		sandbox.guardhouse.fault({ ...read, skip: 1 });
		expect(await verify()).toEqual([
			"Guardhouse doesn't let this client use the System API, so the accepted change couldn't be read back",
			`${lookUp} Look it up there. In this run, 1 change had been made when it stopped.`,
		]);
	});

	it('and was changed again by a later item', async () => {
		sandbox.delos.state.bindMode = 'overwrites';
		const bind = changeKinds['delos bindClient'];
		const items = [true, false].map((isOwner) => ({ ...bind.changing, isOwner }));
		const ran = await run(bind, items, { verify: true, concurrency: 1 }, { onError: 'continueErrorOutput' });
		expect(json(ran.outputs[0])).toMatchObject([{ isOwner: false, verified: true }]);
		expect(json(ran.outputs[1])).toMatchObject([
			{
				error:
					"The change was accepted, but a later item changed the same access again. What it did by itself can't be read back. Leave one of the two items out.",
			},
		]);
	});

	it.each(['stopWorkflow', 'continueErrorOutput'] as const)('where If Unchanged is Fail (%s)', async (onError) => {
		const ran = await run(change, [change.idle], { ifUnchanged: 'fail' }, { onError });
		const words = [
			"The access of the user '101' is already as asked",
			"Nothing was changed, because 'If Unchanged' is Fail.",
		];
		if (onError === 'stopWorkflow') expect(said(ran)).toEqual(words);
		else expect(json(ran.outputs[1])).toMatchObject([{ error: words.join('. ') }]);
	});

	it('and is asked for twice, where If Unchanged is Fail', async () => {
		const options = { ifUnchanged: 'fail', concurrency: 1 };
		const ran = await run(change, [change.changing, change.changing], options, { onError: 'continueErrorOutput' });
		expect(json(ran.outputs[1])).toMatchObject([
			{
				error:
					"An earlier item of this run asked for just the same. There was nothing left to do for this one, and 'If Unchanged' is Fail.",
			},
		]);
	});
});

describe('guards', () => {
	const kind = sets.guardhouse;
	const unassign = changeKinds['guardhouse unassignRole'];
	const people = (...ids: readonly number[]) => ids.map((userId) => ({ userId, roleId: 1, instantLogout: false }));

	it.each<readonly [string, IDataObject, readonly string[]]>([
		[
			'Max Changes',
			{ maxChanges: 2 },
			[
				"This run would make 3 changes, and 'Max Changes' allows 2",
				"Nothing was sent. Check the input items; if they are as they should be, raise 'Max Changes'.",
			],
		],
		[
			'Protected Users',
			{ protectedUsers: '2' },
			[
				'This run would change the access of a protected user',
				"Nothing was sent. 'Protected Users' holds 2: take this user out of the input items.",
			],
		],
		[
			'Protected Users of several',
			{ protectedUsers: '4, 1, 3' },
			[
				'This run would change the access of 2 protected users',
				"Nothing was sent. 'Protected Users' holds 1, 3: take these users out of the input items.",
			],
		],
	])('%s', async (_, options, [message, description]) => {
		kind.fill(4, 4);
		const three = await run(unassign, people(1, 2, 3), options);
		expect(said(three)).toEqual([message, description]);
		expect(changesSent(unassign)).toEqual([]);
		const whole = await runWhole(kind, [{ ...kind.group, userIds: ['4'] }], {
			options: { ...options, maxRemovalPercent: 100 },
		});
		expect(said(whole)).toEqual([message, description]);
		expect(sentBy(kind)).toEqual([]);
	});

	it('count what is asked for twice once', async () => {
		kind.fill(4, 4);
		expect((await run(unassign, people(1, 2, 2, 1), { maxChanges: 2 })).error).toBeUndefined();
	});
});

describe('an address', () => {
	it('that no server has is looked up once', async () => {
		// Longer than any name may be, so that no server is asked for it.
		const host = `${'a'.repeat(70)}.example`;
		const change = changeKinds['guardhouse assignRole'];
		const ran = await run(change, [change.changing], {}, { credential: { baseUrl: `https://${host}` } });
		expect(said(ran)).toEqual([
			`Guardhouse can't be reached at ${host}: there is no such host`,
			"Nothing was changed. Check 'Base URL' of the credential.",
		]);
	});

	it('of the directory that no server has is named as well', async () => {
		const host = `${'a'.repeat(70)}.example`;
		const change = changeKinds['clientDirectory addMembers'];
		const ran = await run(change, [change.changing], {}, { credential: { baseUrl: `https://${host}` } });
		expect(ran.error?.message).toBe(`The client directory can't be reached at ${host}: there is no such host`);
	});
});

it.each([503, 429])('a session that can not be renewed (%d) says so', async (status) => {
	const [node, parameters] = removals.guardhouseApi;
	const asked = { ...parameters, options: { maxRetries: 0 } };
	await runNode(engine, node, asked, { credentials: credentialsOf('guardhouseApi', 'client credentials') });
	sandbox.guardhouse.expireTokens();
	sandbox.guardhouse.fault({ method: 'GET', path: /users\?offset/, status, body: 'not now', times: 9 });
	expect(said(await runNode(engine, node, asked))).toEqual([
		`Guardhouse couldn't renew the session (status ${status})`,
		'Nothing was changed. Try again later.',
	]);
});
