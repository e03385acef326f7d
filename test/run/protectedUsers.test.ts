import type { IDataObject } from 'n8n-workflow';

import { uuidOf } from '../../sandbox';
import {
	changeKinds,
	changesSent,
	expectRefused,
	kindNames,
	modes,
	providerFor,
	results,
	run,
} from '../support/changes';
import { actAsManagerOf, asJson, home, told } from '../support/cloudFoundry';
import { ada, bob } from '../support/members';
import { apply, undo } from '../support/plans';
import { sandbox, setUp } from '../support/setUp';
import { everySet, removeAlls, runWhole, sentBy } from '../support/wholes';
import { json } from '../support/workflow';

// Whoever is protected stays so, however the option and the items call them.

setUp();

const [john, maria] = ['john.smith@example.com', 'maria.garcia@example.com'];
const johnAtCf = uuidOf('cloud foundry john.smith');

/** The word of the user whom each change is about, and a word of somebody else. */
const words: Record<string, readonly [own: string, other: string]> = {
	'delos bindClient': [maria, john],
	'delos unbindClient': [john, maria],
	'clientDirectory removeMembers': [john, 'mia.chen@example.com'],
	'clientDirectory addMembers': [john, 'mia.chen@example.com'],
	'guardhouse unassignRole': [john, maria],
	'guardhouse assignRole': [john, maria],
	'cloudFoundry removeOrganization v2': [john, maria],
	'cloudFoundry removeOrganization v3': [john, maria],
	'cloudFoundry addOrganization v2': [john, maria],
	'cloudFoundry addOrganization v3': [john, maria],
};

describe.each(Object.entries(words))('Protected Users of %s', (name, [own, other]) => {
	const kind = changeKinds[name];
	const items = [name.startsWith('cloudFoundry') ? { ...kind.changing, userGuid: johnAtCf } : kind.changing];

	it.each(modes)('hold a user given by ID off by the word (%s)', async (onError) => {
		const ran = await run(kind, items, { protectedUsers: `${other}, ${own.toUpperCase()}` }, { onError });
		expectRefused(kind, onError, ran, 1);
		const said = onError === 'stopWorkflow' ? ran.error?.message : json(ran.outputs.flat())[0].error;
		expect(said).toMatch(/^This run would change the access of a protected user/);
	});

	it('name who is met, as the option calls them', async () => {
		const ran = await run(kind, items, { protectedUsers: own });
		expect(ran.error?.description).toMatch(new RegExp(`'Protected Users' holds ${own} \\(\\S+\\): take this user`));
	});

	it('let others pass', async () => {
		const ran = await run(kind, items, { protectedUsers: [other] as unknown as string });
		expect(ran.error).toBeUndefined();
		expect(changesSent(kind)).toHaveLength(1);
	});

	it.each(modes)('refuse the run where nobody has a word of theirs (%s)', async (onError) => {
		const ran = await run(kind, items, { protectedUsers: `${other}, no.such@example.com` }, { onError });
		expectRefused(kind, onError, ran, 1);
		const said = onError === 'stopWorkflow' ? ran.error?.message : json(ran.outputs.flat())[0].error;
		expect(said).toMatch(/^'Protected Users' holds 'no\.such@example\.com'/);
	});

	it('refuse the run where the word cannot be looked up', async () => {
		providerFor(kind).fault({ method: 'GET', path: /\/(user|users)\?/, status: 500, times: 99 });
		const ran = await run(kind, items, { protectedUsers: other, maxRetries: 0 });
		expect(ran.error?.message).toMatch(/couldn't answer \(status 500\)$/);
		expect(ran.error?.description).toMatch(
			/^'Protected Users' holds '.+', which can't be looked up\. Nothing was sent, /,
		);
		expect(changesSent(kind)).toEqual([]);
	});

	it('hold in a dry run, too', async () => {
		const ran = await run(kind, items, { protectedUsers: own, dryRun: true });
		expect(ran.error?.message).toMatch(/a protected user/);
	});

	it('hold for plans and undos', async () => {
		const dry = await run(kind, items, { dryRun: true });
		const applied = await apply(kind.node, results(dry.outputs), { options: { protectedUsers: own } });
		expect(applied.error?.message).toMatch(/a protected user/);
		expect(changesSent(kind)).toEqual([]);
		const done = await run(kind, items, { verify: true });
		const back = await undo(kind.node, results(done.outputs), { options: { protectedUsers: own } });
		expect(back.error?.message).toMatch(/a protected user/);
		expect(changesSent(kind)).toHaveLength(1);
	});
});

describe.each(everySet)('Protected Users of Set at %s', (_, kind) => {
	it('hold somebody off by the word, who is to be removed', async () => {
		kind.fill(4, 3);
		const list = { ...kind.group, userIds: [kind.id(0), kind.id(1)] };
		const { error } = await runWhole(kind, [list], { options: { protectedUsers: 'user-2@example.com' } });
		expect(error?.message).toContain('a protected user');
		expect(sentBy(kind)).toEqual([]);
		const free = await runWhole(kind, [list], { options: { protectedUsers: 'user-1@example.com' } });
		expect(free.error).toBeUndefined();
	});
});

it.each(Object.entries(removeAlls))(
	'Protected Users hold somebody off by the word from losing all (%s)',
	async (name, kind) => {
		kind.fill(3);
		const isCf = name.startsWith('cloudFoundry');
		const user = isCf ? { ...kind.other } : kind.user;
		const { error } = await runWhole(kind, [user], { options: { protectedUsers: isCf ? maria : john } });
		expect(error?.message).toContain('a protected user');
		expect(sentBy(kind)).toEqual([]);
	},
);

describe('what may be an ID or a word', () => {
	const directory = changeKinds['clientDirectory removeMembers'];
	const foundry = changeKinds['cloudFoundry addOrganization v3'];

	it.each(['john.smith', 'JOHN.SMITH', `${john}`, ada])('is found as either at the directory: %s', async (one) => {
		const ran = await run(directory, [directory.changing], { protectedUsers: one });
		expect(ran.error?.message).toMatch(/a protected user/);
	});

	it('is an ID where that alone is there', async () => {
		sandbox.clientDirectory.state.users[0].id = 'plain-id';
		const items = [{ ...directory.changing, userIds: ['plain-id'] }];
		const ran = await run(directory, items, { protectedUsers: 'plain-id' });
		expect(ran.error?.message).toMatch(/a protected user/);
	});

	it.each(['john-smith', 'HR-1001', '-', '•'])('is refused where it is neither at the directory: %s', async (one) => {
		const ran = await run(directory, [directory.changing], { protectedUsers: one });
		expect(ran.error?.message).toBe(`'Protected Users' holds '${one}', and no user has that username or ID`);
		expect(changesSent(directory)).toEqual([]);
	});

	it('is the ID of a UAA client at Cloud Foundry', async () => {
		const ran = await run(foundry, [{ ...foundry.changing, userGuid: 'uaa-id-128' }], { protectedUsers: 'uaa-id-128' });
		expect(ran.error?.message).toMatch(/a protected user/);
	});

	it('is refused where the account sees neither', async () => {
		actAsManagerOf(home);
		const ran = await run(foundry, [foundry.changing], { protectedUsers: 'somebody.hidden' });
		expect(ran.error?.message).toBe(
			"'Protected Users' holds 'somebody.hidden', and the account of the credential sees no user of that username or ID",
		);
		expect(changesSent(foundry)).toEqual([]);
	});

	it('is an ID where it looks like one and the account does not see it: it touches nobody whom it does not see', async () => {
		actAsManagerOf(home);
		const maria = { ...foundry.changing, userGuid: uuidOf('cloud foundry maria.garcia'), organizationGuid: home };
		const options = { protectedUsers: uuidOf('an administrator'), dryRun: true };
		expect((await run(foundry, [maria], options)).error).toBeUndefined();
		const same = { ...options, protectedUsers: String(maria.userGuid) };
		expect((await run(foundry, [maria], same)).error?.message).toMatch(/a protected user/);
	});

	it.each(['-', '•', '1,234', '..'])('is no ID of Delos: %s', async (one) => {
		const kind = changeKinds['delos unbindClient'];
		const ran = await run(kind, [kind.changing], { protectedUsers: [one] as unknown as string });
		expect(told(ran)).toMatch(/^'Protected Users' /);
		expect(changesSent(kind)).toEqual([]);
	});

	it('is everybody whom it means, where several have the word', async () => {
		const { users } = sandbox.clientDirectory.state;
		users.push({ ...users[0], id: 'second', username: 'john.smith@example.com', user_key: 'second' });
		for (const userIds of [['second'], [ada]]) {
			const ran = await run(directory, [{ ...directory.changing, userIds }], { protectedUsers: john });
			expect(ran.error?.message).toMatch(/a protected user/);
		}
	});
});

describe('an ID that nobody has', () => {
	const wrong: Record<string, readonly string[]> = {
		'delos unbindClient': ['user_abc123de', 'john.smith', '1001'],
		'clientDirectory removeMembers': [ada.replace('a1', 'a2')],
		'guardhouse unassignRole': ['1010', '1'],
		'cloudFoundry removeOrganization v3': ['uaa-id-129'],
	};
	const cases = Object.entries(wrong).flatMap(([name, ids]) => ids.map((id) => [name, id] as const));

	it.each(cases)('refuses the run of %s: %s', async (name, id) => {
		const kind = changeKinds[name];
		const ran = await run(kind, [kind.changing], { protectedUsers: id });
		expect(ran.error?.message).toMatch(new RegExp(`^'Protected Users' holds '${id}', and `));
		expect(changesSent(kind)).toEqual([]);
	});

	it.each(kindNames)('is one all the same where the account may not read it (%s)', async (name) => {
		const kind = changeKinds[name];
		const id = String(kind.changing.userId ?? kind.changing.userGuid ?? (kind.changing.userIds as string[])[0]);
		if (!/^\d+$|-.*-.*-|^user_/.test(id) || id.includes('g')) return;
		providerFor(kind).fault({ method: 'GET', path: `/${id}`, status: 403, body: 'No', times: 99 });
		const ran = await run(kind, [kind.changing], { protectedUsers: id });
		expect(ran.error?.message).toMatch(/a protected user/);
	});

	it('is looked up as a word, too, where it has the form of an ID', async () => {
		const uuid = uuidOf('a key');
		sandbox.clientDirectory.state.users[0].user_key = uuid;
		const kind = changeKinds['clientDirectory removeMembers'];
		const ran = await run(kind, [kind.changing], { protectedUsers: uuid });
		expect(ran.error?.message).toMatch(/a protected user/);
	});
});

it('a GUID that may neither be read nor looked up as a word is one all the same', async () => {
	const kind = changeKinds['cloudFoundry removeOrganization v2'];
	sandbox.cloudFoundry.fault({ method: 'GET', path: '/v2/users', status: 403, body: 'No', times: 99 });
	const items = [{ ...kind.changing, userGuid: johnAtCf }];
	const ran = await run(kind, items, { protectedUsers: johnAtCf });
	expect(ran.error?.message).toMatch(/a protected user/);
	expect(changesSent(kind)).toEqual([]);
});

it('an option of the whole run that can not be used names no item, either', async () => {
	const kind = changeKinds['guardhouse unassignRole'];
	const items = [101, 102].map((userId) => ({ ...kind.changing, userId }));
	for (const options of [{ protectedUsers: '' }, { maxChanges: -1 }, { timeout: 0 }, { concurrency: 'x' }]) {
		const { error } = await run(kind, items, options);
		expect(error?.message).toMatch(/^'[^']+' /);
		expect(error?.message).not.toContain('(item');
	}
});

it('a refusal of the whole run names no item', async () => {
	const kind = changeKinds['guardhouse unassignRole'];
	const items = [102, 103, 101].map((userId) => ({ ...kind.changing, userId }));
	const ran = await run(kind, items, { protectedUsers: '101' });
	expect(ran.error?.message).toBe('This run would change the access of a protected user');
	expect((ran.error as unknown as { context: IDataObject }).context.itemIndex).toBeUndefined();
});

it('somebody of Delos who is found, but not shown, is not taken for protected', async () => {
	sandbox.delos.state.showsSearched = false;
	for (const user of sandbox.delos.state.users) user.username = user.username.replace(/@.*/, '');
	const kind = changeKinds['delos unbindClient'];
	const ran = await run(kind, [kind.changing], { protectedUsers: john });
	expect(ran.error?.message).toBe(`'Protected Users' holds '${john}', and it is not shown who that is`);
	expect(changesSent(kind)).toEqual([]);
});

it('words are looked up in each client of a run', async () => {
	const [, contoso] = sandbox.clientDirectory.state.clients;
	const { users } = sandbox.clientDirectory.state;
	users.push({ ...users[0], id: 'theirs', client_id: contoso.id, username: 'only.theirs@example.com', user_key: 'x' });
	const kind = changeKinds['clientDirectory removeMembers'];
	const items: IDataObject[] = [
		{ ...kind.changing, userIds: [bob] },
		{ ...kind.changing, clientId: contoso.id, userIds: ['theirs'] },
	];
	const ran = await run(kind, items, { protectedUsers: 'only.theirs@example.com' });
	expect(ran.error?.message).toMatch(/a protected user/);
	const alone = await run(kind, [items[0]], { protectedUsers: 'only.theirs@example.com' });
	expect(told(alone)).toMatch(/no user has that username or ID/);
	expect(changesSent(kind)).toEqual([]);
});

it('a list of an answer that is no list does not protect anybody', async () => {
	const kind = changeKinds['guardhouse unassignRole'];
	sandbox.guardhouse.fault({
		method: 'GET',
		path: /users\?/,
		status: 200,
		headers: asJson,
		body: '{"total":3,"users":[]}',
		times: 9,
	});
	const ran = await run(kind, [kind.changing], { protectedUsers: maria });
	expect(told(ran)).toMatch(
		/^Guardhouse gave a list that isn't complete 'Protected Users' holds '.+', which can't be looked up\./,
	);
	expect(changesSent(kind)).toEqual([]);
});
