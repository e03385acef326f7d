import type { IDataObject } from 'n8n-workflow';

import { uuidOf } from '../../sandbox';
import { eventsIn, eventsOf } from '../support/audit';
import {
	changeKinds,
	changesSent,
	isChange,
	kindNames,
	oneForEach,
	pretend,
	providerFor,
	results,
	run,
	sales,
	signInOf,
} from '../support/changes';
import { elsewhere, home } from '../support/cloudFoundry';
import { ada, bob, client, department, nobody, removeMembers } from '../support/members';
import { apply, planned, undo } from '../support/plans';
import { sandbox, setUp } from '../support/setUp';
import { everyRemoveAll, everySet, providerOf, removeAlls, runWhole, sets } from '../support/wholes';
import type { RemoveAll } from '../support/wholes';
import { inWords, runInWords, worded } from '../support/words';
import { links } from '../support/workflow';

setUp();

const auditEvent = true;

const group = (uid: string) => ({ group: { uid, type: 'department', domain: client } });
const privilege = (name: string, type: string, uid: string, provider: string) => ({
	privileges: [name],
	resources: [
		{ uid, type },
		{ name: provider, type: 'provider', hostname: '127.0.0.1' },
	],
});
const atDelos = (name: string, uid: string) => privilege(name, 'client', uid, 'Delos');
const atGuardhouse = (uid: string) => privilege(`role ${uid}`, 'role', uid, 'Guardhouse');
const atSignIn = {
	privileges: ['sign-in'],
	resources: [{ name: 'Guardhouse', type: 'provider', hostname: '127.0.0.1' }],
};
const atCloudFoundry = (uid: string) => privilege('organization_user', 'organization', uid, 'Cloud Foundry');

interface Access {
	/** Class and activity. */
	readonly type: number;
	readonly users: readonly string[];
	readonly changing: object;
	readonly idle: object;
}

const moved = { changing: atCloudFoundry(elsewhere), idle: atCloudFoundry(home) };
const left = { changing: atCloudFoundry(home), idle: atCloudFoundry(elsewhere) };
const someone = ['uaa-id-128'];

/** What each change is about, by the names of OCSF. */
const accesses: Record<string, Access> = {
	'delos bindClient': {
		type: 300501,
		users: ['user_456ghi'],
		changing: atDelos('standard user', 'cust_789xyz'),
		idle: atDelos('owner', 'cust_123abc'),
	},
	'delos unbindClient': {
		type: 300502,
		users: ['user_abc123def'],
		changing: atDelos('owner', 'cust_789xyz'),
		idle: atDelos('any access', 'cust_123abc'),
	},
	'clientDirectory removeMembers': {
		type: 300604,
		users: [ada, bob],
		changing: group(department),
		idle: group(sales),
	},
	'clientDirectory addMembers': {
		type: 300603,
		users: [ada, bob],
		changing: group(uuidOf('department people')),
		idle: group(department),
	},
	'guardhouse unassignRole': { type: 300502, users: ['101'], changing: atGuardhouse('1'), idle: atGuardhouse('2') },
	'guardhouse block': {
		type: 300502,
		users: ['101'],
		changing: atSignIn,
		idle: atSignIn,
	},
	'guardhouse assignRole': { type: 300501, users: ['101'], changing: atGuardhouse('2'), idle: atGuardhouse('1') },
	'cloudFoundry removeOrganization v2': { type: 300502, users: someone, ...left },
	'cloudFoundry removeOrganization v3': { type: 300502, users: someone, ...left },
	'cloudFoundry addOrganization v2': { type: 300501, users: someone, ...moved },
	'cloudFoundry addOrganization v3': { type: 300501, users: someone, ...moved },
};

const made = { status_id: 1, status: 'Success' };
const failed = { status_id: 2, status: 'Failure' };
const open = { status_id: 0, status: 'Unknown' };

const asJson = { 'content-type': 'application/json' };
const refusal = { path: /^(?!.*(login|token))/, times: 50, status: 403, headers: asJson, body: '{"error":"Not you"}' };
const refuseAll = (name: string) => {
	for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) providerFor(changeKinds[name]).fault({ method, ...refusal });
};
const lose = (name: string) => {
	for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'])
		providerFor(changeKinds[name]).fault({ method, times: 50, drop: 'after' });
};

describe.each(kindNames)('%s', (name) => {
	const kind = changeKinds[name];
	const { type, users, changing, idle } = accesses[name];
	const isBulk = kind.node === 'clientDirectory';

	it('tells of what was changed', async () => {
		const start = Date.now();
		const ran = await run(kind, [kind.changing], { auditEvent, verify: true });
		const [result] = results(ran.outputs);
		const events = eventsIn(ran);
		expect(Array.isArray(result.audit)).toBe(isBulk);
		expect(events.map(({ user }) => user)).toEqual(users.map((uid) => ({ uid })));
		for (const event of events) {
			expect(event).toMatchObject({ ...made, ...changing, type_uid: type });
			expect(event.status_code).toBe(String(kind.accepted.status));
			expect(event.unmapped).toMatchObject({ outcome: 'applied', changed: true, verified: true, tries: 1 });
			expect(event.time).toBeGreaterThanOrEqual(start);
			expect(event.time).toBeLessThanOrEqual(Date.now());
		}
		const undone = events.map(({ unmapped }) => (unmapped as IDataObject).undo as IDataObject);
		if (!isBulk) expect(undone).toEqual([result.undo]);
		else expect(undone).toEqual(users.map((id) => ({ ...(result.undo as IDataObject), userIds: [id] })));
	});

	it('tells that it was so already', async () => {
		const events = eventsIn(await run(kind, [kind.idle], { auditEvent, verify: true }));
		expect(events.length).toBeGreaterThan(0);
		for (const event of events) {
			expect(event).toMatchObject({ ...made, ...idle, type_uid: type });
			expect(event.unmapped).toMatchObject({ outcome: 'unchanged', changed: false, undo: null });
		}
	});

	it.each(['continueRegularOutput', 'continueErrorOutput'] as const)('tells what failed (%s)', async (onError) => {
		refuseAll(name);
		const ran = await run(kind, [kind.changing], { auditEvent }, { onError });
		const events = eventsIn(ran);
		expect(events.map(({ user }) => user)).toEqual(users.map((uid) => ({ uid })));
		for (const event of events) {
			expect(event).toMatchObject({ ...failed, type_uid: type, status_code: '403' });
			expect(event.status_detail).toMatch(/\S/);
			expect(event.unmapped).toMatchObject({ outcome: null, changed: false, tries: 1, undo: null });
		}
		const output = onError === 'continueErrorOutput' ? 1 : 0;
		const [item] = results(ran.outputs, output);
		expect(links(ran.outputs[output])).toEqual([0]);
		if (output === 0) {
			expect(Object.keys(item)).toEqual(['error', 'audit']);
			expect(item.error).toMatch(/\S\. \S/);
		} else {
			expect(ran.outputs[0]).toEqual([]);
			expect(item).toMatchObject(kind.changing);
			expect(item.error).toEqual({
				message: expect.stringMatching(/\S\. \S/),
				audit: item.error && (item.error as IDataObject).audit,
			});
		}
	});

	it('tells that nobody knows whether it was made', async () => {
		lose(name);
		const how = { onError: 'continueRegularOutput' } as const;
		const events = eventsIn(await run(kind, [kind.changing], { auditEvent, maxRetries: 0 }, how));
		expect(events).toHaveLength(users.length);
		for (const event of events) {
			expect(event).toMatchObject({ ...open, status_detail: expect.stringMatching(/\S/) });
			expect(event.unmapped).toMatchObject({ outcome: null, changed: null, tries: 1 });
		}
	});

	it('tells of nothing in a dry run, nor where nobody asks', async () => {
		const [plan] = results((await run(kind, [kind.changing], { auditEvent, dryRun: true })).outputs);
		expect(plan.outcome).toBe('planned');
		expect(plan).not.toHaveProperty('audit');
		const [result] = results((await run(kind, [kind.changing])).outputs);
		expect(result).not.toHaveProperty('audit');
	});
});

describe.each(oneForEach)('%s', (name) => {
	const kind = changeKinds[name];
	const { users, changing, type } = accesses[name];
	const goesOn = { onError: 'continueRegularOutput' } as const;

	it('says of what was accepted and cannot be seen that it is unknown', async () => {
		pretend(kind);
		const events = eventsIn(await run(kind, [kind.changing], { auditEvent, verify: true }, goesOn));
		expect(events).toHaveLength(users.length);
		for (const event of events) {
			expect(event).toMatchObject({ ...open, ...(kind.operation.startsWith('un') ? {} : changing) });
			expect(event.unmapped).toMatchObject({ outcome: 'applied', changed: null, verified: false });
		}
	});

	it('counts the tries, and signs in without a trace', async () => {
		for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'])
			providerFor(kind).fault({ method, path: refusal.path, status: 429, headers: { 'retry-after': '0' } });
		const way = signInOf[kind.node];
		for (const event of eventsIn(await run(kind, [kind.changing], { auditEvent }, { way })))
			expect(event).toMatchObject({ ...made, unmapped: { tries: 2 } });
	});

	it('tells of what a guard refused that nothing was sent', async () => {
		const ran = await run(
			kind,
			[kind.changing],
			{ auditEvent, maxChanges: 1, protectedUsers: users.join(',') },
			goesOn,
		);
		for (const event of eventsIn(ran)) expect(event).toMatchObject({ ...failed, unmapped: { tries: 0 } });
		expect(eventsIn(ran)).toHaveLength(users.length);
		expect(changesSent(kind)).toEqual([]);
	});

	it('has no event of an item that names nobody', async () => {
		const items = [Object.fromEntries(Object.keys(kind.changing).map((field) => [field, ''])), kind.changing];
		const ran = await run(kind, items, { auditEvent }, goesOn);
		expect(Object.keys(results(ran.outputs)[0])).toEqual(['error']);
		expect(eventsIn(ran)).toHaveLength(users.length);
	});

	it('tells what is applied of a plan, and what is undone', async () => {
		const [plan] = await planned(kind);
		const applied = await apply(kind.node, [plan], { options: { auditEvent } });
		expect(eventsIn(applied)).toHaveLength(users.length);
		for (const event of eventsIn(applied)) expect(event).toMatchObject({ ...made, ...changing, type_uid: type });
		const back = eventsIn(await undo(kind.node, results(applied.outputs), { options: { auditEvent } }));
		const inverse = { 300501: 300502, 300502: 300501, 300603: 300604, 300604: 300603 }[type];
		expect(back.map(({ user }) => user)).toEqual(users.map((uid) => ({ uid })));
		for (const event of back) expect(event).toMatchObject({ ...made, type_uid: inverse });
	});

	it('tells of a plan that is refused', async () => {
		const [plan] = await planned(kind);
		await run(kind, [kind.changing]);
		const sent = changesSent(kind).length;
		const ran = await apply(kind.node, [plan], { options: { auditEvent }, onError: 'continueErrorOutput' });
		const events = eventsIn(ran);
		expect(events).toHaveLength(users.length);
		for (const event of events) expect(event).toMatchObject({ ...failed, unmapped: { tries: 0 } });
		expect(changesSent(kind)).toHaveLength(sent);
	});
});

describe('what was looked up', () => {
	it.each([
		['delos unbindClient', { email_addr: 'john.smith@example.com' }, 'Northwind Trading'],
		['clientDirectory removeMembers', { name: 'john.smith@example.com' }, 'Engineering'],
		['guardhouse assignRole', { email_addr: 'john.smith@example.com' }, 'Billing Manager'],
		['cloudFoundry addOrganization v3', { name: 'john.smith@example.com' }, 'partner-portal'],
	])('stands in the event beside its ID: %s', async (name, user, access) => {
		const kind = worded[name];
		const [event] = eventsIn(await runInWords(kind, [inWords(kind)], { options: { auditEvent } }));
		const ids = Object.entries(kind.changing).flatMap(([field, id]) => (/^user/.test(field) ? [id].flat()[0] : []));
		expect(event.user).toEqual({ uid: String(ids[0]), ...user });
		const about = (event.group ?? (event.resources as IDataObject[])[0]) as IDataObject;
		expect(about.name).toBe(access);
	});
});

it('calls a username one, where users are found by email too', async () => {
	sandbox.delos.state.showsSearched = false;
	const userId = { __rl: true, mode: 'email', value: 'John.Smith' };
	const ran = await runWhole(removeAlls.delos, [removeAlls.delos.user], {
		parameters: { userId },
		options: { auditEvent },
	});
	for (const { user } of eventsIn(ran)) expect(user).toEqual({ uid: 'user_abc123def', name: 'John.Smith' });
});

describe('members', () => {
	const ask = async (options: IDataObject, onError?: 'continueErrorOutput') =>
		await removeMembers([{ userIds: [ada, nobody, bob] }], { auditEvent, ...options }, onError);
	const told = [
		[ada, 1],
		[nobody, 2],
		[bob, 1],
	];
	const short = (events: readonly IDataObject[]) =>
		events.map(({ user, status_id }) => [(user as IDataObject).uid, status_id]);

	it('have an event each, in one result for all', async () => {
		const ran = await ask({ partialFailure: 'report' });
		expect(results(ran.outputs)).toHaveLength(1);
		const events = eventsIn(ran);
		expect(short(events)).toEqual(told);
		expect(events[1].status_detail).toMatch(/\S/);
		expect((events[0].unmapped as IDataObject).outcome).toBe('applied');
	});

	it('have an event each, in results of their own', async () => {
		const ran = await ask({ partialFailure: 'report', output: 'members' });
		expect(results(ran.outputs).map(({ audit }) => Array.isArray(audit))).toEqual([false, false, false]);
		expect(short(eventsIn(ran))).toEqual(told);
	});

	it('have an event each where the item failed', async () => {
		const ran = await ask({}, 'continueErrorOutput');
		const [item] = results(ran.outputs, 1);
		expect(short(eventsOf(item))).toEqual(told);
		expect(eventsIn(ran)).toHaveLength(3);
	});
});

describe("Cloud Foundry's request ID", () => {
	it('stands in the event', async () => {
		const kind = changeKinds['cloudFoundry addOrganization v3'];
		const fault = { path: '/v3/roles', method: 'POST', status: 403, headers: { 'x-vcap-request-id': 'request-7' } };
		sandbox.cloudFoundry.fault(fault);
		const how = { onError: 'continueRegularOutput' } as const;
		const [event] = eventsIn(await run(kind, [kind.changing], { auditEvent }, how));
		expect(event.unmapped).toMatchObject({ requestId: 'request-7' });
	});
});

const userIn = ({ user }: RemoveAll) => String(user.userId ?? user.userGuid);

describe.each(everyRemoveAll)('Remove All at %s', (_, kind) => {
	it.each([
		['continueRegularOutput', 'fail'],
		['continueErrorOutput', 'fail'],
		['stopWorkflow', 'report'],
	] as const)('tells of each access what became of it (%s, %s)', async (onError, partialFailure) => {
		kind.fill(4);
		providerOf(kind).fault(kind.refusal(2));
		const ran = await runWhole(kind, [kind.user], { options: { auditEvent, partialFailure }, onError });
		const events = eventsIn(ran);
		expect(events.map(({ status_id }) => status_id).sort()).toEqual([1, 1, 1, 2]);
		for (const event of events) expect(event.user).toEqual({ uid: userIn(kind) });
		for (const { status_id, unmapped } of events)
			expect(unmapped).toMatchObject(status_id === 1 ? { outcome: 'applied', changed: true } : { outcome: null });
		const all = events.map(({ group, privileges, resources }) => JSON.stringify([group, privileges, resources]));
		expect(new Set(all).size).toBe(4);
	});

	it('tells what a lost answer did, once that is read', async () => {
		kind.fill(3);
		const { method, path } = kind.refusal(1);
		providerOf(kind).fault({ method, path, drop: 'after' });
		const options = { auditEvent, maxRetries: 0, verify: true };
		const ran = await runWhole(kind, [kind.user], { options });
		const events = eventsIn(ran);
		expect(events).toHaveLength(3);
		for (const event of events) {
			expect(event).toMatchObject({ ...made, unmapped: { outcome: 'applied', changed: true, verified: true } });
			expect(event).not.toHaveProperty('status_detail');
		}
		const undone = events.map(({ unmapped }) => (unmapped as IDataObject).undo);
		await undo(kind.node, [{ undo: undone as IDataObject[] }]);
		expect(kind.left()).toHaveLength(3);
	});

	it('has an empty list where nothing was tried', async () => {
		kind.fill(2);
		const protectedUsers = userIn(kind);
		const ran = await runWhole(kind, [kind.user], {
			options: { auditEvent, protectedUsers },
			onError: 'continueRegularOutput',
		});
		expect(results(ran.outputs)[0].audit).toEqual([]);
		const planning = await runWhole(kind, [kind.user], { options: { auditEvent, dryRun: true } });
		expect(results(planning.outputs)[0]).not.toHaveProperty('audit');
	});
});

describe.each(everySet)('Set at %s', (_, kind) => {
	it('tells who was added and who was removed', async () => {
		kind.fill(8, 5);
		const userIds = [1, 2, 3, 4, 5, 6].map(kind.id);
		const options = { auditEvent, maxRemovalPercent: 100 };
		const events = eventsIn(await runWhole(kind, [{ ...kind.group, userIds }], { options }));
		const told = events.map(({ activity_name, user }) => [activity_name, (user as IDataObject).uid]);
		const isGroup = kind.node === 'clientDirectory';
		const [gives, takes] = isGroup ? ['Add User', 'Remove User'] : ['Assign Privileges', 'Revoke Privileges'];
		expect(told.sort()).toEqual(
			[
				[gives, kind.id(5)],
				[gives, kind.id(6)],
				[takes, kind.id(0)],
			].sort(),
		);
		for (const event of events) expect(event).toMatchObject(made);
		expect(providerOf(kind).requests.filter(isChange).length).toBeGreaterThan(0);
	});

	it('tells of whom nobody knows', async () => {
		kind.fill(3, 2);
		kind.leave?.([kind.stranger]);
		const userIds = [kind.id(0), kind.id(1), kind.stranger];
		const options = { auditEvent, partialFailure: 'report' };
		const events = eventsIn(await runWhole(kind, [{ ...kind.group, userIds }], { options }));
		expect(events).toHaveLength(1);
		expect(events[0]).toMatchObject({ ...failed, user: { uid: kind.stranger } });
	});
});

describe('Set Users of a role', () => {
	it('names who was added by the word that was looked up', async () => {
		const kind = sets.guardhouse;
		kind.fill(3, 1);
		const parameters = { userIds: 'user-0@example.com, user-1@example.com', userIdsAre: 'email' };
		const ran = await runWhole(kind, [kind.group], { options: { auditEvent }, parameters });
		expect(eventsIn(ran)).toMatchObject([
			{ ...made, activity_id: 1, user: { uid: kind.id(1), email_addr: 'user-1@example.com' } },
		]);
	});

	it('gives items of the same group that fail together the same events', async () => {
		const kind = sets.guardhouse;
		kind.fill(3, 1);
		providerOf(kind).fault({ method: 'POST', ...refusal });
		const items = [1, 2].map((place) => ({ ...kind.group, userIds: [kind.id(0), kind.id(place)] }));
		const ran = await runWhole(kind, items, { options: { auditEvent }, onError: 'continueRegularOutput' });
		const [first, second] = results(ran.outputs).map(eventsOf);
		expect(first.map(({ user }) => user)).toEqual([{ uid: kind.id(1) }, { uid: kind.id(2) }]);
		expect(second).toEqual(first);
	});

	it('says of what cannot be read back that it is unknown', async () => {
		const kind = sets.guardhouse;
		kind.fill(3, 1);
		providerOf(kind).fault({ method: 'GET', skip: 2, times: 50, status: 403, body: 'No' });
		const options = { auditEvent, verify: true };
		const item = { ...kind.group, userIds: [kind.id(0), kind.id(1)] };
		const ran = await runWhole(kind, [item], { options, onError: 'continueRegularOutput' });
		expect(results(ran.outputs)[0].error).toMatch(/couldn't be read back/);
		expect(eventsIn(ran)).toMatchObject([{ ...open, unmapped: { outcome: 'applied', verified: false } }]);
	});
});

describe('the user of an event', () => {
	const kind = worded['guardhouse assignRole'];

	it.each(['admin@localhost', 'jané@example.com', 'x@exam_ple.com'])(
		'called %j has that for a name: it is no address',
		async (email) => {
			const [person] = sandbox.guardhouse.state.users;
			person.email = email;
			const item = { ...kind.changing, userId: email };
			const events = eventsIn(await runInWords(kind, [item], { inWords: ['userId'], options: { auditEvent } }));
			expect(events[0].user).toEqual({ uid: String(person.id), name: email });
		},
	);

	it('called by an address has that', async () => {
		const [person] = sandbox.guardhouse.state.users;
		person.email = "o'neil+x@mail.example.co.uk";
		const item = { ...kind.changing, userId: person.email };
		const events = eventsIn(await runInWords(kind, [item], { inWords: ['userId'], options: { auditEvent } }));
		expect(events[0].user).toEqual({ uid: String(person.id), email_addr: person.email });
	});
});
