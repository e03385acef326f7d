import type { IDataObject } from 'n8n-workflow';

import { uuidOf } from '../../sandbox';
import { wayIn } from '../support/access';
import { accesses, changesSent, credentialOf, modes, providerFor, run } from '../support/changes';
import { giveRole, home, results, told } from '../support/cloudFoundry';
import { users } from '../support/guardhouse';
import { ada, bob } from '../support/members';
import { engine, sandbox, setUp } from '../support/setUp';
import { insideOf } from '../support/plans';
import type { Worded } from '../support/words';
import {
	asFields,
	distinctParameters,
	inWords,
	john,
	runInWords,
	runMapped,
	sentBy,
	worded,
	wordedKinds,
	wordedParameters,
} from '../support/words';
import { links, runNode } from '../support/workflow';

setUp();

/** The summary names people and places by the words. */
const summary = expect.any(String) as string;
const expectNamed = ({ said }: Worded, result: IDataObject) => {
	for (const { word } of Object.values(said)) if (typeof word === 'string') expect(result.summary).toContain(word);
};

/** The words by the names of their parameters, as results tell them. */
const wordsOf = ({ said }: Worded, names = Object.keys(said)) =>
	Object.fromEntries(names.map((name) => [name, said[name].word]));

describe.each(wordedKinds)('%s in words', (title) => {
	const kind = worded[title];

	it('is on the wire and in its result what it is by ID, and says by what it was looked up', async () => {
		const before = providerFor(kind).snapshot();
		const byId = await run(kind, [kind.changing]);
		expect(sentBy(kind)).toEqual([kind.sent]);
		const after = accesses(kind);
		const headers = changesSent(kind)[0].rawHeaders;
		Object.assign(providerFor(kind).state, before);
		providerFor(kind).requests.splice(0);
		const ran = await runInWords(kind, [inWords(kind)]);
		expect(ran.error).toBeUndefined();
		expect(sentBy(kind)).toEqual([kind.sent]);
		expect(changesSent(kind)[0].rawHeaders).toEqual(headers);
		expect(accesses(kind)).toEqual(after);
		expect(results(ran)).toEqual([{ ...results(byId)[0], summary, lookedUp: wordsOf(kind) }]);
		expectNamed(kind, results(ran)[0]);
	});

	it('is the same mapped automatically', async () => {
		const ran = await runMapped(kind, [asFields(kind)]);
		expect(ran.error).toBeUndefined();
		expect(sentBy(kind)).toEqual([kind.sent]);
		expect(results(ran)[0]).toMatchObject({ ...kind.changing, lookedUp: wordsOf(kind) });
	});

	it('is in a dry run what it is by ID, its plan too, and changes nothing', async () => {
		const before = accesses(kind);
		const [byId] = results(await run(kind, [kind.changing], { dryRun: true }));
		const [result] = results(await runInWords(kind, [inWords(kind)], { options: { dryRun: true } }));
		const { method, url, body } = result.request as IDataObject;
		const [wantedMethod, wantedUrl, wantedBody] = kind.sent;
		expect([method, new URL(String(url)).pathname]).toEqual([wantedMethod, wantedUrl]);
		expect(body ?? '').toEqual(wantedBody === '' ? '' : JSON.parse(wantedBody));
		const unlike = { plannedAt: expect.any(String) as string, expiresAt: expect.any(String) as string };
		const plan = { ...insideOf(byId.plan), ...unlike, seal: expect.any(String) as string };
		expect(insideOf(result.plan)).toEqual(plan);
		expect(result).toEqual({ ...byId, plan: result.plan, summary, lookedUp: wordsOf(kind) });
		expectNamed(kind, result);
		expect(sentBy(kind)).toEqual([]);
		expect(accesses(kind)).toEqual(before);
	});

	it('is verified like any other', async () => {
		const [result] = results(await runInWords(kind, [inWords(kind)], { options: { verify: true } }));
		expect(result).toMatchObject({ ...kind.changing, changed: true, verified: true, lookedUp: wordsOf(kind) });
	});
});

it.each(wordedParameters)('%s says %s in words, the rest by ID', async (title, name) => {
	const kind = worded[title];
	const ran = await runInWords(kind, [inWords(kind, [name])], { inWords: [name] });
	expect(sentBy(kind)).toEqual([kind.sent]);
	expect(results(ran)[0]).toMatchObject({ ...kind.changing, lookedUp: wordsOf(kind, [name]) });
});

it.each(['delos unbindClient', 'guardhouse unassignRole', 'cloudFoundry addOrganization v3'])(
	'%s by ID looks nothing up, and says nothing about it',
	async (title) => {
		const kind = worded[title];
		const [result] = results(await run(kind, [kind.changing]));
		expect(result).not.toHaveProperty('lookedUp');
		expect(providerFor(kind).requests.filter(({ url }) => /email|names|\/roles$/.test(url))).toEqual(
			kind.operation === 'addOrganization' ? changesSent(kind) : [],
		);
	},
);

describe('Get', () => {
	it.each([
		['delos', { resource: 'user', operation: 'get' }, 'userId', 'email', 'JOHN.SMITH@example.com', 'user_abc123def'],
		[
			'clientDirectory',
			{ resource: 'user', operation: 'get', clientId: 'aa7cf840-9ca9-46a3-9778-9015d6580d50' },
			'userId',
			'username',
			'john.smith',
			ada,
		],
		['guardhouse', { resource: 'user', operation: 'get' }, 'userId', 'email', 'john.smith@example.com', 101],
		[
			'cloudFoundry',
			{ resource: 'user', operation: 'get', apiVersion: 'v3' },
			'userGuid',
			'username',
			'john.smith@example.com',
			john,
		],
		[
			'cloudFoundry',
			{ resource: 'user', operation: 'get', apiVersion: 'auto' },
			'userGuid',
			'username',
			'john.smith@example.com',
			john,
		],
	] as const)("of %s %j gives the provider's own object", async (node, parameters, name, mode, word, id) => {
		const type = credentialOf[node];
		const credentials = { [type]: wayIn(sandbox, type) };
		const get = async (value: object) => await runNode(engine, node, { ...parameters, [name]: value }, { credentials });
		const byId = await get({ __rl: true, mode: 'id', value: id });
		const { requests } = sandbox[node];
		const { url } = requests[requests.length - 1];
		const byWord = await get({ __rl: true, mode, value: word });
		expect(requests[requests.length - 1].url).toBe(url);
		expect(byWord.outputs).toEqual(byId.outputs);
		expect(results(byWord)).toHaveLength(1);
	});
});

describe('Get by words', () => {
	const get = async (onError: (typeof modes)[number]) =>
		await runNode(
			engine,
			'delos',
			{ resource: 'user', operation: 'get', userId: { __rl: true, mode: 'email', value: '={{ $json.email }}' } },
			{
				items: [{ email: 'maria.garcia@example.com' }, { email: 'nobody@example.com' }],
				onError,
				credentials: { delosApi: wayIn(sandbox, 'delosApi') },
			},
		);
	const gets = () => sandbox.delos.requests.map(({ url }) => url).filter((url) => url.startsWith('/v2/user/'));

	it('reads nobody where one is not found and the node stops', async () => {
		const { error } = await get('stopWorkflow');
		expect(error?.message).toBe("'User' can't be found by email: no user has 'nobody@example.com' (item 1)");
		expect(gets()).toEqual([]);
	});

	it('reads the others where the node goes on', async () => {
		const { outputs } = await get('continueErrorOutput');
		expect(outputs.map(links)).toEqual([[0], [1]]);
		expect(outputs[0][0].json).toMatchObject({ uuid: 'user_456ghi' });
		expect(gets()).toEqual(['/v2/user/user_456ghi']);
	});
});

describe('usernames', () => {
	const kind = worded['clientDirectory removeMembers'];
	const john = 'john.smith@example.com';
	const maria = 'maria.garcia@example.com';
	const asked = (userIds: unknown) => ({ ...kind.changing, userIds });
	const how = { inWords: ['userIds'] };

	it('are told in the summary in the order given', async () => {
		const [result] = results(await runInWords(kind, [asked([maria, john])], how));
		expect(result).toMatchObject({ userIds: [bob, ada], succeeded: [bob, ada], failed: [] });
		expect(result.lookedUp).toEqual({ userIds: [maria, john] });
	});

	it('are told with each member, as the word of that one', async () => {
		const ran = await runInWords(kind, [inWords(kind)], { options: { output: 'members' } });
		expect(results(ran)).toMatchObject([
			{ userId: ada, lookedUp: { departmentId: 'Engineering', userId: john } },
			{ userId: bob, lookedUp: { departmentId: 'Engineering', userId: maria } },
		]);
		expect(links(ran.outputs[0])).toEqual([0, 0]);
	});

	it('that mean the same user are one member', async () => {
		const [result] = results(await runInWords(kind, [asked([john, 'JOHN.SMITH', maria])], how));
		expect(result.userIds).toEqual([ada, bob]);
		expect(sentBy(kind)).toEqual([kind.sent]);
	});

	it('of several items share a request, and results go back to their items', async () => {
		const ran = await runInWords(kind, [asked([john]), asked([maria])], how);
		expect(sentBy(kind)).toEqual([kind.sent]);
		expect(results(ran)).toMatchObject([
			{ userIds: [ada], lookedUp: { userIds: [john] } },
			{ userIds: [bob], lookedUp: { userIds: [maria] } },
		]);
	});
});

/** The lists and searches that were read; Delos, whose lists tell no total, is asked for a page more each time. */
const lookedUp = (kind: Worded) => {
	const reads = providerFor(kind).requests.filter(({ method }) => method === 'GET');
	const lists = /\/(user|users|customer|departments|organizations|roles)(\?|$)/;
	return reads.filter(({ url }) => lists.test(url) && !/user_guids=|meta\.page=1|\/v2\/users\/./.test(url));
};

/** What is searched for word by word; of the rest, the whole list is read once. */
const searched = ({ node, apiVersion }: Worded) =>
	node === 'cloudFoundry' && apiVersion !== 'v2' ? ['userGuid', 'organizationGuid'] : [];

describe('a word that several items say', () => {
	it.each(wordedKinds)('is looked up once, whatever its case and the space around it: %s', async (title) => {
		const kind = worded[title];
		const dressed = (dress: (word: string) => string) => {
			const words = Object.entries(kind.said).map(([name, { word }]) => [
				name,
				typeof word === 'string' ? dress(word) : word.map(dress),
			]);
			return { ...kind.changing, ...(Object.fromEntries(words) as IDataObject) };
		};
		const plain = dressed((word) => word);
		const items = [plain, dressed((word) => word.toUpperCase()), dressed((word) => ` ${word}\t`), plain];
		const ran = await runInWords(kind, items, { options: { dryRun: true } });
		expect(results(ran)).toHaveLength(4);
		for (const result of results(ran)) expect(result).toMatchObject(kind.changing);
		const names = Object.keys(kind.said);
		expect(lookedUp(kind)).toHaveLength(names.length);
		for (const name of searched(kind).filter((one) => names.includes(one))) {
			const word = encodeURIComponent(String(kind.said[name].word));
			expect(lookedUp(kind).filter(({ url }) => url.includes(word))).toHaveLength(1);
		}
	});

	it('is looked up before the first change, with all the others', async () => {
		const kind = worded['guardhouse assignRole'];
		const items = ['Auditor', 'Editor', 'Viewer'].map((roleId, index) => ({
			userId: ['john.smith', 'maria.garcia', 'mia.chen'][index] + '@example.com',
			roleId,
		}));
		await runInWords(kind, items);
		const methods = sandbox.guardhouse.requests.map(({ method }) => method);
		expect(methods).toEqual(['GET', 'GET', 'POST', 'POST', 'POST']);
	});

	it('keeps the case that the provider finds it in for others', async () => {
		const kind = worded['cloudFoundry addOrganization v3'];
		const items = [{ userGuid: 'JOHN.SMITH@EXAMPLE.COM' }, { userGuid: 'Maria.Garcia@example.com' }];
		const asked = items.map((item) => ({ ...kind.changing, ...item }));
		const ran = await runInWords(kind, asked, { inWords: ['userGuid'], options: { dryRun: true } });
		expect(results(ran).map(({ lookedUp }) => lookedUp)).toEqual(items);
		const whole = sandbox.cloudFoundry.requests.filter(({ url }) => /^\/v3\/users\?(?!.*names)/.test(url));
		expect(whole).toEqual([]);
	});
});

describe('many words', () => {
	const kind = worded['cloudFoundry removeOrganization v3'];
	const many = (count: number) => {
		const { state } = sandbox.cloudFoundry;
		const [, someone] = state.users;
		state.jobPolls = 0;
		return Array.from({ length: count }, (_, index) => {
			const username = `person-${index}@example.com`;
			state.users.push({ ...someone, guid: uuidOf(username), username });
			giveRole('organization_user', uuidOf(username), home);
			return { userGuid: username, organizationGuid: 'acme-production' };
		});
	};
	const asked = (part: string) => sandbox.cloudFoundry.requests.filter(({ url }) => url.includes(part));

	it('stay within the concurrency, the first goes alone, and each is asked for once', async () => {
		const items = many(160);
		sandbox.cloudFoundry.latency = 4;
		const ran = await runInWords(kind, [...items, ...items], { options: { concurrency: 7 } });
		const guids = items.map(({ userGuid }) => uuidOf(userGuid));
		expect(results(ran).map(({ userGuid }) => userGuid)).toEqual([...guids, ...guids]);
		const { requests } = sandbox.cloudFoundry;
		expect(requests[0].inFlight).toBe(1);
		expect(requests[1].inFlight).toBe(1);
		expect(Math.max(...requests.map(({ inFlight }) => inFlight))).toBe(7);
		expect(asked('/v3/organizations?')).toHaveLength(1);
		expect(asked('usernames=')).toHaveLength(160);
		const first = requests.findIndex(({ method }) => method === 'DELETE');
		const last = requests.findLastIndex(({ url }) => /names=/.test(url));
		expect(last).toBeLessThan(first);
	});

	it('of a list that holds all are one pass through it', async () => {
		users(320);
		const unassign = worded['guardhouse unassignRole'];
		const items = sandbox.guardhouse.state.users.map((user) => {
			user.email = `person-${user.id}@example.com`;
			return { ...unassign.changing, userId: user.email, roleId: 'Administrator' };
		});
		const ran = await runInWords(unassign, items, { options: { dryRun: true } });
		expect(results(ran).map(({ userId }) => userId)).toEqual(items.map((_, index) => index + 1));
		const { requests } = sandbox.guardhouse;
		expect(requests.filter(({ url }) => url.includes('/roles')).length).toBe(1);
		expect(requests.filter(({ url }) => url.includes('offset='))).toHaveLength(4);
	});

	it('are not asked for any more once one is not found, where the node stops', async () => {
		const items = many(300);
		items[0] = { ...items[0], userGuid: 'nobody@example.com' };
		const { error } = await runInWords(kind, items);
		expect(error?.message).toMatch(/sees no user that has 'nobody@example\.com'/);
		expect(sandbox.cloudFoundry.requests).toHaveLength(1);
	});

	it('end with the first that is not found, in the order of the items', async () => {
		const items = many(300);
		for (const index of [40, 41, 42]) items[index] = { ...items[index], userGuid: `nobody-${index}@example.com` };
		const ran = await runInWords(kind, items, { options: { concurrency: 10 } });
		expect(told(ran)).toMatch(/nobody-40@example\.com.*\(item 40\)/);
		expect(sandbox.cloudFoundry.requests.length).toBeLessThan(60);
		expect(sentBy(kind)).toEqual([]);
	});
});

describe.each(distinctParameters)('an item of %s whose %s nobody has', (title, name) => {
	const kind = worded[title];
	const { label } = kind.said[name];
	const word = name === 'userIds' ? ['john.smith', 'nobody.at.all'] : 'nobody.at.all';
	const bad = { ...inWords(kind), [name]: word };

	it.each([0, 1, 2])('as number %d of three: nothing was changed where the node stops', async (index) => {
		const before = accesses(kind);
		const items = [0, 1, 2].map((item) => (item === index ? bad : inWords(kind)));
		const ran = await runInWords(kind, items);
		expect(ran.status).toBe('error');
		expect(ran.error?.message).toContain(`'${label}'`);
		expect(ran.error?.message).toContain("'nobody.at.all'");
		expect(ran.error?.message).toContain(`(item ${index})`);
		expect(sentBy(kind)).toEqual([]);
		expect(accesses(kind)).toEqual(before);
	});

	it.each(modes.slice(1))('fails alone with %s', async (onError) => {
		const ran = await runInWords(kind, [bad, inWords(kind), bad], { onError });
		const isSplit = onError === 'continueErrorOutput';
		const [good, failed] = isSplit ? ran.outputs : [[ran.outputs[0][1]], [ran.outputs[0][0], ran.outputs[0][2]]];
		expect(links(good)).toEqual([1]);
		expect(links(failed)).toEqual([0, 2]);
		expect(good[0].json).toMatchObject({ success: true, ...kind.changing });
		for (const { json } of failed) {
			const { error, ...more } = json;
			expect(error).toContain(`'${label}' can't be found by`);
			expect(error).toEqual(expect.stringMatching(/spelling/));
			expect(isSplit ? {} : more).toEqual({});
		}
		expect(sentBy(kind)).toEqual([kind.sent]);
	});
});

describe.each(wordedKinds)('guards of %s in words', (title) => {
	const kind = worded[title];
	const subject = ['userIds', 'userId', 'userGuid'].find((name) => name in kind.changing) as string;
	const [user] = [kind.changing[subject]].flat() as string[];

	it('protect a user by ID who is named in another way', async () => {
		const ran = await runInWords(kind, [inWords(kind)], { options: { protectedUsers: String(user) } });
		expect(ran.error?.message).toMatch(/protected user/);
		expect(told(ran)).toContain(String(user));
		expect(sentBy(kind)).toEqual([]);
	});

	it('count the changes, not the ways to say them', async () => {
		const most = [kind.changing[subject]].flat().length;
		const items = [inWords(kind), inWords(kind)];
		const enough = await runInWords(kind, items, { options: { maxChanges: most, dryRun: true } });
		expect(results(enough)).toHaveLength(2);
		const other = { ...items[0], [subject]: subject === 'userIds' ? ['mia.chen'] : 'mia.chen@example.com' };
		const isByWord = subject in kind.said;
		const ran = await runInWords(kind, [items[0], isByWord ? other : { ...items[0], [subject]: 'uaa-id-128' }], {
			options: { maxChanges: most },
		});
		expect(ran.error?.message).toContain(`would make ${most + 1} changes`);
		expect(sentBy(kind)).toEqual([]);
	});
});
