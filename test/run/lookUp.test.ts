import { asJson, results, told } from '../support/cloudFoundry';
import { providerFor } from '../support/changes';
import { client, department } from '../support/members';
import { sandbox, setUp } from '../support/setUp';
import type { Kept } from '../support/words';
import {
	expectNothingChanged,
	inWords,
	kept,
	lookUp,
	pagesRead,
	runInWords,
	runMapped,
	sentBy,
	worded,
} from '../support/words';

setUp();

const all = Object.entries(kept);
const labelOf = ({ kind, parameter }: Kept) => worded[kind].said[parameter].label;

/** What the word turned out to stand for. */
const found = async (one: Kept, word: unknown) => {
	const ran = await lookUp(one, word);
	expect(ran.error).toBeUndefined();
	return [results(ran)[0][one.parameter]].flat();
};

/** What is said where it doesn't stand for one; nothing was changed then. */
const refused = async (one: Kept, word: unknown) => {
	const ran = await lookUp(one, word, {});
	expect(ran.status).toBe('error');
	// A failure of the look-up is told by its own cause first.
	expect(told(ran)).toMatch(new RegExp(`^'${labelOf(one)}' can't be found by|looking up '${labelOf(one)}' by`));
	expect(ran.error?.description).toMatch(/^Nothing was changed\. /);
	expectNothingChanged(worded[one.kind]);
	return told(ran);
};

/** What is said where nobody has it; an account of Cloud Foundry may not see everybody. */
const nobodyHas = ({ kind, record }: Kept, word: string) =>
	worded[kind].node === 'cloudFoundry'
		? `the account of the credential sees no ${record} that has '${word}'`
		: `no ${record} has '${word}'`;

const apartBy: Record<string, (index: number) => string> = {
	'users of Delos': (index) => ` (more.${index})`,
	'users of the directory': (index) => ` (key-${index})`,
	'users of Cloud Foundry': () => ' (origin uaa)',
	'users of Guardhouse': () => ' (John Smith)',
};

/** As results tell it: a list holds IDs as text. */
const ids = (one: Kept, index: number) => [one.id(index)];

describe.each(all)('%s', (title, one) => {
	/** An ID with what tells it apart from others of its word. */
	const apart = ({ id }: Kept, index: number) => `${id(index)}${apartBy[title]?.(index) ?? ''}`;

	it('are found in another case, with space around the word, and next to those that hold it', async () => {
		one.add(0, 'zoë öztürk-jones');
		one.add(1, 'Zoë Öztürk');
		one.add(2, 'mezoë öztürk');
		expect(await found(one, '  ZOË ÖZTÜRK ')).toEqual(ids(one, 1));
		expect(await found(one, 'zoë öztürk-JONES')).toEqual(ids(one, 0));
	});

	it('are not found by a part', async () => {
		one.add(0, 'anna.bell-jones');
		for (const part of ['anna.bell', 'bell', 'bell-jones', 'a'])
			expect(await refused(one, part)).toContain(nobodyHas(one, part));
	});

	it('are not found by less than is there, nor by more', async () => {
		one.add(0, 'anna.bell');
		for (const word of ['annabell', 'anna bell', 'anna.bell.', 'anna..bell', 'anna.bell*', 'anna.bell%'])
			expect(await refused(one, word)).toContain(nobodyHas(one, word));
	});

	it('are not quoted at length', async () => {
		const words = await refused(one, 'x'.repeat(3000));
		expect(words).toContain(nobodyHas(one, `${'x'.repeat(100)}…`));
		expect(words).toMatch(/Check the spelling: it counts as a whole, in any case\..+ use the ID/);
		expect(words.length).toBeLessThan(600);
	});

	it.each([
		['strasse', 'straße'],
		['jane', '\uff4aane'],
		['jane', 'j\u0430ne'],
		['office', 'o\ufb03ce'],
		['resume', 'résumé'],
	])('that are called %j are not meant by %j', async (name, word) => {
		one.add(0, name);
		expect(await refused(one, word)).toContain(`'${word}'`);
		one.add(1, word);
		expect(await found(one, word)).toEqual(ids(one, 1));
		expect(await found(one, name)).toEqual(ids(one, 0));
	});

	it('are named by ID where two have a word, and nothing is changed', async () => {
		one.add(0, 'twin');
		one.add(1, 'twin');
		const words = await refused(one, 'Twin');
		expect(words).toContain(`2 ${one.record}s have 'Twin'`);
		expect(words).toContain(`They are ${apart(one, 0)}, ${apart(one, 1)}. Use the ID of the one that is meant.`);
	});

	it('are named up to the third', async () => {
		for (let index = 0; index < 6; index++) one.add(index, 'sextuplet');
		const words = await refused(one, 'sextuplet');
		expect(words).toContain(`6 ${one.record}s have 'sextuplet'`);
		expect(words).toContain(`${[0, 1, 2].map((index) => apart(one, index)).join(', ')} and 3 more`);
		for (const index of [3, 4, 5]) expect(words).not.toContain(String(one.id(index)));
	});

	it('are found on the last of many pages', async () => {
		// Those that page by name have capitals in order with the rest.
		for (let index = 0; index < 1200; index++) one.add(index, `${1000 + index} unit`);
		one.add(1200, 'Unit');
		expect(await found(one, 'uNIT')).toEqual(ids(one, 1200));
		// Cloud Foundry finds a name by itself, whatever its case.
		const isAsked = one.record === 'role' || worded[one.kind].apiVersion === 'v3';
		if (isAsked) expect(pagesRead(one)).toHaveLength(1);
		else expect(pagesRead(one).length).toBeGreaterThan(2);
	});

	it('are not taken for absent where the list is not complete', async () => {
		const { cut } = one;
		if (!cut) return;
		const path = new RegExp(`^${one.path.replaceAll('/', '\\/')}\\?`);
		providerFor(worded[one.kind]).fault({
			method: 'GET',
			path,
			times: 50,
			status: 200,
			headers: asJson,
			body: JSON.stringify(cut),
		});
		const words = await refused(one, 'unit');
		expect(words).toMatch(/gave a list that isn't complete/);
		expect(words).not.toMatch(/no \w+ has/);
	});

	it.each([
		[403, /rights|allow|let/],
		[500, /500/],
	])('are not taken for absent where the list is refused with %d', async (status, says) => {
		const path = new RegExp(`^${one.path.replaceAll('/', '\\/')}(\\?|$)`);
		providerFor(worded[one.kind]).fault({ method: 'GET', path, times: 50, status, body: 'not now' });
		const ran = await lookUp(one, 'unit', { maxRetries: 0 });
		expect(ran.error?.description).toContain(`looking up '${labelOf(one)}' by`);
		expect(told(ran)).toMatch(says);
		expect(told(ran)).not.toMatch(/no \w+ has/);
		expectNothingChanged(worded[one.kind]);
	});
});

describe('Delos that does not show what it searched by', () => {
	const bind = worded['delos bindClient'];
	beforeEach(() => {
		sandbox.delos.state.showsSearched = false;
	});

	it.each(['users of Delos', 'clients of Delos'])('does not show whom it found among the %s', async (title) => {
		const one = kept[title];
		one.add(0, 'maria.garcia@example.com and more');
		const word = bind.said[one.parameter].word as string;
		const words = await refused(one, word);
		expect(words).toMatch(/Delos doesn't show whom it found/);
		expect(words).toContain(
			`Its answer for '${word}' doesn't show the ${bind.said[one.parameter].by} that it went by, so it isn't known whether that is the ${one.record} who is meant. Use the ID.`,
		);
		expect(words).not.toMatch(/no \w+ has/);
	});

	it('says that nobody is there where it found nobody', async () => {
		expect(await refused(kept['users of Delos'], 'nobody@example.com')).toContain("no user has 'nobody@example.com'");
	});

	it('finds a user by the username who is the only one that Delos finds', async () => {
		expect(await found(kept['users of Delos'], 'MARIA.GARCIA')).toEqual(['user_456ghi']);
	});

	it('takes nobody by a username whom Delos does not find by that address', async () => {
		expect(await refused(kept['users of Delos'], 'test@delos.financial')).toContain(
			"no user has 'test@delos.financial'",
		);
	});

	it('is decided by an ID beside the word', async () => {
		const [user] = sandbox.delos.state.users;
		const item = { ...bind.changing, userId: user.uuid, userEmail: user.email };
		user.username = 'j.s';
		const ran = await runMapped(bind, [item], { options: { dryRun: true } });
		expect(results(ran)[0]).toMatchObject({ userId: user.uuid });
	});
});

describe('users of Cloud Foundry', () => {
	const forbiddenByV2 = {
		status: 403,
		headers: asJson,
		body: JSON.stringify({ description: 'You are not authorized', error_code: 'CF-NotAuthorized', code: 10003 }),
	};
	const users = kept['users of Cloud Foundry'];
	const remove = worded['cloudFoundry removeOrganization v3'];
	const by = async (apiVersion: string) =>
		await runInWords({ ...remove, apiVersion }, [inWords(remove)], { options: { dryRun: true } });

	it('are found as the search finds them: by one request', async () => {
		await found(users, 'john.smith@example.com');
		expect(pagesRead(users)).toEqual(['/v3/users?usernames=john.smith%40example.com&page=1&per_page=200']);
	});

	it.each(['a,b', '50%', 'a%2Cb', 'a;b', 'a:b', "o'hara", 'a+b@example.com', 'a b'])(
		'are found by %j',
		async (word) => {
			users.add(0, word);
			users.add(1, 'a');
			expect(await found(users, word)).toEqual(ids(users, 0));
		},
	);

	it('are found by v2 alone in the list of all', async () => {
		const ran = await by('v2');
		expect(results(ran)[0]).toMatchObject({
			...remove.changing,
			outcome: 'planned',
			changed: false,
			wouldChange: true,
		});
		expect(pagesRead(users)).toEqual([]);
		const pages = pagesRead({ ...users, path: '/v2/users' });
		expect(pages).toEqual(['/v2/users?page=1&results-per-page=100']);
	});

	it('are found on a platform that has v2 alone', async () => {
		sandbox.cloudFoundry.state.era = '2015';
		const ran = await by('auto');
		expect(results(ran)[0]).toMatchObject({
			...remove.changing,
			outcome: 'planned',
			changed: false,
			wouldChange: true,
		});
	});

	it('can not be found by v2 where an administrator alone may list them: the message says so', async () => {
		sandbox.cloudFoundry.fault({ method: 'GET', path: /v2\/users\?/, times: 9, ...forbiddenByV2 });
		const ran = await by('v2');
		expect(ran.error?.message).toMatch(/^API v2 of Cloud Foundry allows this to administrators alone/);
		expect(ran.error?.description).toMatch(
			/^Nothing was changed\. That came up while looking up 'User' by username\. /,
		);
		expect(told(ran)).toMatch(/administrators alone.+API Version/);
		expectNothingChanged(remove);
	});

	it.each([false, true])('are found by auto, v2 being off: %s', async (v2Disabled) => {
		sandbox.cloudFoundry.state.v2Disabled = v2Disabled;
		const ran = await by('auto');
		expect(results(ran)[0]).toMatchObject({
			...remove.changing,
			outcome: 'planned',
			changed: false,
			wouldChange: true,
		});
	});

	it('without a name are no obstacle', async () => {
		expect(await refused(users, 'uaa-id-128')).toContain("sees no user that has 'uaa-id-128'");
		expect(await found(users, 'MIA.CHEN@EXAMPLE.COM')).toHaveLength(1);
	});
});

it('a user of the directory is found by the user key as well, and two users by one word each', async () => {
	const users = kept['users of the directory'];
	users.add(0, 'key-1');
	users.add(1, 'somebody');
	expect(await refused(users, 'KEY-1')).toContain("2 users have 'KEY-1'");
	expect(await found(users, 'key-0')).toEqual(ids(users, 0));
});

it('a department of another client is none', async () => {
	expect(await refused(kept['departments of the directory'], 'IT')).toContain("no department has 'IT'");
});

it('words of two clients are looked up in each', async () => {
	const [, contoso] = sandbox.clientDirectory.state.clients;
	const { departments } = sandbox.clientDirectory.state;
	departments.push({ ...departments[0], id: 'the-other-engineering', client_id: contoso.id });
	const kind = worded['clientDirectory removeMembers'];
	const items = [client, contoso.id].map((clientId) => ({ ...kind.changing, clientId, departmentId: 'Engineering' }));
	const options = { partialFailure: 'report' };
	const ran = await runInWords(kind, items, { inWords: ['departmentId'], options });
	expect(results(ran).map(({ departmentId }) => departmentId)).toEqual([department, 'the-other-engineering']);
	expect(sentBy(kind).map(([, url]) => url)).toEqual([
		`/v2/clients/${client}/departments/${department}/members/remove`,
		`/v2/clients/${contoso.id}/departments/the-other-engineering/members/remove`,
	]);
});

it('an ID that was looked up and can not be sent is refused', async () => {
	sandbox.guardhouse.fault({
		...{ method: 'GET', path: /users\?/, status: 200, headers: asJson, times: 9 },
		body: JSON.stringify({ total: 1, users: [{ id: -5, email: 'ada@example.com' }] }),
	});
	const ran = await lookUp(kept['users of Guardhouse'], 'ada@example.com', {});
	expect([ran.error?.message, ran.error?.description]).toEqual([
		expect.stringMatching(/^'User' can't be found: Guardhouse gives 'ada@example.com' an ID that can't be used$/),
		expect.stringMatching(/^Nothing was changed\. The ID in its answer is '-5'\. Have the user looked at there\.$/),
	]);
	expectNothingChanged(worded['guardhouse assignRole']);
});

describe('what is said where a word is no ID', () => {
	const users = (...items: readonly object[]) =>
		sandbox.delos.fault({
			...{ method: 'GET', path: /user\?.*page=0/, status: 200, headers: asJson, times: 9 },
			body: JSON.stringify({ items }),
		});
	const word = 'ada@example.com';
	const lead = "'User' can't be found by email";

	it.each<readonly [readonly object[], string, string]>([
		[
			[{ uuid: 'user_1', username: 'ada', email: null }],
			`${lead}: Delos doesn't show whom it found`,
			`Its answer for '${word}' doesn't show the email that it went by, so it isn't known whether that is the user who is meant. Use the ID.`,
		],
		[
			[{ uuid: 'user_1', username: 'ada' }],
			`${lead}: Delos doesn't show whom it found`,
			`Its answer for '${word}' doesn't show the email that it went by, so it isn't known whether that is the user who is meant. Use the ID.`,
		],
		[
			[{ uuid: 'user_1', email: 'other@example.com' }],
			`${lead}: no user has '${word}'`,
			'Check the spelling: it counts as a whole, in any case. Or use the ID.',
		],
		[
			[
				{ uuid: 'user_1', email: word },
				{ userId: 'user_2', email: word.toUpperCase() },
			],
			`${lead}: 2 users have '${word}'`,
			'They are user_1, user_2. Use the ID of the one that is meant.',
		],
	])('%j', async (items, message, description) => {
		users(...items);
		const ran = await lookUp(kept['users of Delos'], word, { maxRetries: 0 });
		expect([ran.error?.message, ran.error?.description]).toEqual([message, `Nothing was changed. ${description}`]);
		expectNothingChanged(worded['delos bindClient']);
	});

	it('an answer that is a refusal is named', async () => {
		sandbox.delos.fault({ method: 'GET', path: /user\?/, status: 403, body: 'No', times: 9 });
		const ran = await lookUp(kept['users of Delos'], word, { maxRetries: 0 });
		expect(ran.error?.message).toBe("Delos doesn't allow this with the credential");
		expect(ran.error?.description).toMatch(/^Nothing was changed\. That came up while looking up 'User' by email\. /);
	});
});
