import type { IDataObject } from 'n8n-workflow';

import { uuidOf } from '../../sandbox';
import { providerFor } from '../support/changes';
import { actAsManagerOf, asJson, changesOnWire, home, results, told, wire } from '../support/cloudFoundry';
import { ada, bob } from '../support/members';
import { sandbox, setUp } from '../support/setUp';
import { expectNothingChanged, kept, lookUp, runInWords, runMapped, sentBy, worded } from '../support/words';

// A word that may mean somebody else than who came first.

setUp();

/** Whatever is searched for, the provider finds the word in the case in which it was typed, and in no other. */
const heedingCase = {
	'clients of Delos': (word: string) => ({
		path: /customer\?.*customerName=/,
		list: sandbox.delos.state.clients.filter(({ name }) => name.includes(word)),
	}),
	'users of Delos': (word: string) => ({
		path: /user\?.*email=/,
		list: sandbox.delos.state.users.filter(({ email }) => email.includes(word)),
	}),
};

describe.each(Object.keys(kept))('%s that are told apart by case alone', (title) => {
	const one = kept[title];
	const kind = worded[one.kind];

	it.each(['Acme', 'ACME', 'acme'])('are not chosen between: %s', async (word) => {
		one.add(0, 'ACME');
		one.add(1, 'Acme');
		const searched = heedingCase[title as keyof typeof heedingCase]?.(word);
		if (searched)
			providerFor(kind).fault({
				...{ method: 'GET', path: searched.path, times: 9, status: 200, headers: asJson },
				body: JSON.stringify({ items: searched.list }),
			});
		const ran = await lookUp(one, word, {});
		expect(ran.error?.message).toMatch(new RegExp(`: 2 ${one.record}s have '${word}'`));
		for (const index of [0, 1]) expect(told(ran)).toContain(String(one.id(index)));
		expectNothingChanged(kind);
	});

	it('are not shared by items that spell them differently', async () => {
		one.add(0, 'ACME');
		one.add(1, 'Acme');
		const items = ['Acme', 'ACME'].map((word) => ({ ...kind.changing, [one.parameter]: word }));
		const ran = await runInWords(kind, items, { inWords: [one.parameter], onError: 'continueRegularOutput' });
		for (const result of results(ran)) expect(result.error).toMatch(/: 2 \w+ have '/);
		expectNothingChanged(kind);
	});
});

it('a username that is the key of another is nobody alone', async () => {
	const users = kept['users of the directory'];
	users.add(0, 'somebody');
	users.add(1, 'KEY-0');
	const ran = await lookUp(users, 'key-0', {});
	expect(told(ran)).toMatch(/2 users have 'key-0' Nothing was changed\. They are .+\(key-1\).+\(key-0\)/);
	expectNothingChanged(worded[users.kind]);
});

describe('By Email at Delos', () => {
	const users = kept['users of Delos'];
	const word = 'ada@example.com';
	const records = (...items: readonly IDataObject[]) => {
		const answer = (found: readonly IDataObject[]) => ({
			...{ method: 'GET', status: 200, headers: asJson, times: 9 },
			body: JSON.stringify({ items: found }),
		});
		return {
			found: (...found: readonly IDataObject[]) => {
				sandbox.delos.fault({ ...answer(found), path: /\/v2\/user\?.*email=.*page=0|\/v2\/user\?.*page=0.*email=/ });
				sandbox.delos.fault({ ...answer(items), path: /\/v2\/user\?(?!.*email=).*page=0/ });
				sandbox.delos.fault({ ...answer([]), path: /\/v2\/user\?/ });
			},
		};
	};
	const seek = async () => await lookUp(users, word, { dryRun: true });
	const meant = async (id: string) => expect(results(await seek())[0]).toMatchObject({ userId: id });
	const refused = async (says: RegExp) => {
		const ran = await seek();
		expect(told(ran)).toMatch(says);
		expectNothingChanged(worded[users.kind]);
	};

	const shown = { uuid: 'user_shown', username: 'ada', email: word };
	const other = { uuid: 'user_other', username: word, email: 'somebody.else@example.com' };
	const login = { uuid: 'user_login', username: word };
	const unshown = { uuid: 'user_unshown', username: 'a.byron' };

	it('an address that is shown counts alone: a username of that kind is nobody', async () => {
		records(other).found(other);
		await refused(/no user has 'ada@example.com'/);
	});

	it('an address that is shown is found beside somebody who is called so', async () => {
		records(other, shown).found(shown, other);
		await meant('user_shown');
	});

	it('a username may be the word where the only record of the answer shows no address', async () => {
		records(login).found(login);
		await meant('user_login');
	});

	it('several of which one shows no address leave it open', async () => {
		records(login, unshown).found(login, unshown);
		await refused(/Delos doesn't show whom it found/);
		expect(sentBy(worded[users.kind])).toEqual([]);
	});

	it('one who shows the address, and one found beside who shows none, leave it open', async () => {
		records(shown, unshown).found(shown, unshown);
		await refused(/Delos doesn't show whom it found/);
	});

	it('one who shows the address, and one whose login is the word, are two', async () => {
		records(shown, login).found(shown);
		await refused(/2 users have 'ada@example.com'/);
	});

	it('a login that Delos does not find by the address is nobody', async () => {
		records(login, unshown).found();
		await refused(/no user has 'ada@example.com'/);
	});

	it('a record that shows neither leaves it open', async () => {
		records({ uuid: 'user_bare' }).found({ uuid: 'user_bare' });
		await refused(/Delos doesn't show whom it found/);
	});
});

describe('a username of two identity providers at Cloud Foundry', () => {
	const remove = worded['cloudFoundry removeOrganization v3'];
	const name = 'john.smith@example.com';
	const other = uuidOf('the john of ldap');
	const both = () =>
		sandbox.cloudFoundry.fault({
			...{ method: 'GET', path: /\/v3\/users\?/, times: 9, status: 200, headers: asJson },
			body: JSON.stringify({
				pagination: { total_results: 2, total_pages: 1, next: null },
				resources: [
					{ guid: remove.changing.userGuid, username: name, origin: 'uaa' },
					{ guid: other, username: name, origin: 'ldap' },
				],
			}),
		});

	it('is decided by the GUID beside it', async () => {
		both();
		const ran = await runMapped(remove, [{ ...remove.changing, username: name }]);
		expect(ran.error).toBeUndefined();
		expect(results(ran)[0]).toMatchObject({ userGuid: remove.changing.userGuid, outcome: 'applied' });
	});

	it('is refused with the origins where nothing decides', async () => {
		both();
		const ran = await runMapped(remove, [{ organizationGuid: home, username: name }]);
		expect(told(ran)).toContain(`They are ${String(remove.changing.userGuid)} (origin uaa), ${other} (origin ldap).`);
		expectNothingChanged(remove);
	});

	it('is refused where the GUID beside it is of neither', async () => {
		both();
		const ran = await runMapped(remove, [{ ...remove.changing, userGuid: uuidOf('a third'), username: name }]);
		expect(told(ran)).toMatch(/2 users have/);
		expectNothingChanged(remove);
	});
});

it('an ID beside a word decides among several members, each in its place', async () => {
	const { users } = sandbox.clientDirectory.state;
	users.push({ ...users[0], id: 'another-john', user_key: 'other' });
	const kind = worded['clientDirectory removeMembers'];
	const ran = await runMapped(kind, [
		{ ...kind.changing, usernames: ['john.smith@example.com', 'maria.garcia@example.com'] },
	]);
	expect(results(ran)[0]).toMatchObject({ userIds: [ada, bob] });
});

describe('somebody whom the account of Cloud Foundry does not see', () => {
	const add = worded['cloudFoundry addOrganization v3'];
	const remove = worded['cloudFoundry removeOrganization v3'];

	it.each(['v3', 'auto'])('is not told as somebody who does not exist (%s)', async (apiVersion) => {
		const { users } = sandbox.cloudFoundry.state;
		users.push({ ...users[1], guid: uuidOf('outsider'), username: 'out.sider@example.com' });
		actAsManagerOf(home);
		const items = [{ userGuid: 'Out.Sider@example.com', organizationGuid: home }];
		const ran = await runInWords({ ...remove, apiVersion }, items, { inWords: ['userGuid'] });
		expect(ran.error?.message).toContain("the account of the credential sees no user that has 'Out.Sider@example.com'");
		expect(ran.error?.description).toContain('the account may not see that user: use the ID');
		expect(told(ran)).not.toMatch(/no user has/);
		expect(changesOnWire()).toEqual([]);
		expect(wire().filter((line) => line.includes('/v3/users'))).toEqual([
			'GET /v3/users?usernames=Out.Sider%40example.com&page=1&per_page=200',
		]);
		expect(wire().filter((line) => line.includes('/v2/'))).toEqual([]);
	});

	it('takes one question for each name, not the list of a platform', async () => {
		const { users } = sandbox.cloudFoundry.state;
		for (let index = 0; index < 1000; index++)
			users.push({ ...users[0], guid: uuidOf(`crowd ${index}`), username: `u${index}` });
		const words = { userGuid: 'nobody@example.com', organizationGuid: 'no-such-organization' };
		await runInWords(add, [{ ...add.changing, ...words }], { onError: 'continueRegularOutput' });
		expect(wire().filter((line) => /names=/.test(line))).toHaveLength(2);
		expect(wire().filter((line) => /\/v3\/(users|organizations)\?(?!.*names=)/.test(line))).toEqual([]);
	});

	it('an organization out of sight is told like that, too', async () => {
		actAsManagerOf(home);
		const items = [{ ...add.changing, organizationGuid: 'partner-portal' }];
		const ran = await runInWords(add, items, { inWords: ['organizationGuid'] });
		expect(ran.error?.message).toContain(
			"the account of the credential sees no organization that has 'partner-portal'",
		);
		expect(changesOnWire()).toEqual([]);
	});
});
