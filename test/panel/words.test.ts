import type { IDataObject } from 'n8n-workflow';

import { accesses, credentialOf, modes, providerFor, type Node } from '../support/changes';
import { results, told } from '../support/cloudFoundry';
import { ada, bob } from '../support/members';
import { engine, sandbox, setUp } from '../support/setUp';
import {
	asFields,
	distinctParameters,
	expectNothingChanged,
	inWords,
	runInWords,
	runMapped,
	sentBy,
	worded,
	wordedKinds,
	wordedParameters,
} from '../support/words';
import { links, packageName } from '../support/workflow';

setUp();

const dryRun = { options: { dryRun: true } };

describe('Users that are usernames', () => {
	const kind = worded['clientDirectory removeMembers'];
	const [john, maria] = ['john.smith@example.com', 'maria.garcia@example.com'];
	const remove = async (userIds: unknown, how = {}) =>
		await runInWords(kind, [{ ...kind.changing, userIds }], { inWords: ['userIds'], ...how });

	it.each([
		['an array', [john, maria]],
		['an array with space around', [` ${john}`, `${maria}\t`]],
		['JSON', JSON.stringify([john, maria])],
		['JSON of objects', JSON.stringify([{ username: john }, { username: maria }])],
		['objects', [{ username: john, id: 'not this' }, { username: maria }]],
		['commas', `${john}, ${maria}`],
		['semicolons', `${john};${maria};`],
		['new lines', `${john}\n${maria}\r\n`],
		['user keys', 'john.smith, maria.garcia'],
		['another case', [john.toUpperCase(), 'Maria.Garcia@Example.com']],
		['repeats', [john, maria, john, ` ${maria}`]],
	])('may be %s', async (_form, userIds) => {
		const ran = await remove(userIds);
		expect(ran.error).toBeUndefined();
		expect(sentBy(kind)).toEqual([kind.sent]);
		expect(results(ran)[0]).toMatchObject({ userIds: [ada, bob], succeeded: [ada, bob] });
	});

	it.each([
		['one', john],
		['one object', { username: john }],
		['an array of one', [john]],
	])('may be %s', async (_form, userIds) => {
		const [result] = results(await remove(userIds));
		expect(result).toMatchObject({ userIds: [ada], lookedUp: { userIds: [john] } });
	});

	it('may hold spaces', async () => {
		const { users } = sandbox.clientDirectory.state;
		users.push({ ...users[0], id: 'somebody-else', username: 'Jane van Dyk', user_key: 'key' });
		const [result] = results(await remove('jane van dyk\njohn.smith'));
		expect(result.userIds).toEqual(['somebody-else', ada]);
	});

	it.each([
		['nothing', ''],
		['undefined', undefined],
		['null', null],
		['an empty list', []],
		['separators', ' ,;\n'],
		['a list with nothing in it', [john, null]],
		['a list with empty text in it', [john, '']],
		['a list with an object without username', [{ id: ada }]],
		['a list in a list', [[john]]],
		['JSON that ends too early', `["${john}"`],
		['an expression as plain text', '{{ $json.username }}'],
		['the word undefined', `${john}, undefined`],
		['an invisible character', `${john}, maria\u200b.garcia`],
		['a yes', true],
	])('that are %s are refused before anything is sent', async (_form, userIds) => {
		const { error } = await remove(userIds);
		expect(error?.message).toContain("'Users'");
		expect(sandbox.clientDirectory.requests).toEqual([]);
	});

	it('may be IDs or usernames, item by item', async () => {
		const items = [
			{ ...kind.changing, userIds: [ada], are: 'id' },
			{ ...kind.changing, userIds: ['maria.garcia'], are: 'username' },
		];
		const ran = await runInWords(kind, items, { inWords: ['userIds'], more: { userIdsAre: '={{ $json.are }}' } });
		expect(sentBy(kind)).toEqual([kind.sent]);
		expect(results(ran).map(({ userIds }) => userIds)).toEqual([[ada], [bob]]);
		expect(results(ran)[0]).not.toHaveProperty('lookedUp');
	});

	it.each(['email', '', undefined, 'ID', ['id']])(
		'are not read as IDs by default once %j says what they are',
		async (are) => {
			const ran = await runInWords(kind, [{ ...kind.changing, are }], {
				inWords: ['userIds'],
				more: { userIdsAre: '={{ $json.are }}' },
			});
			expect(ran.error?.message).toContain("'Users'");
			expect(ran.error?.message).toContain("'Users Are'");
			expect(sandbox.clientDirectory.requests).toEqual([]);
		},
	);

	it('are not taken for IDs where IDs are meant', async () => {
		const ran = await runInWords(kind, [{ ...kind.changing, userIds: ['john.smith', 'key-2'] }], { inWords: [] });
		expect(ran.error?.message ?? '').toMatch(/member|user/i);
		expect(sentBy(kind).map(([, , body]) => body)).toEqual([JSON.stringify({ user_ids: ['john.smith', 'key-2'] })]);
	});

	it('are refused where IDs are meant and they are addresses', async () => {
		const ran = await runInWords(kind, [inWords(kind, ['userIds'])], { inWords: [] });
		expect(ran.error?.message).toBe(
			`'Users' has an entry (number 1) that is '${john}', an address, where an ID is meant`,
		);
		expect(sandbox.clientDirectory.requests).toEqual([]);
	});
});

describe.each(distinctParameters.filter(([, name]) => name !== 'userIds'))('a word of %s for %s', (title, name) => {
	const kind = worded[title];
	const { by, label, field, word } = kind.said[name];
	const bad = [
		['empty', ''],
		['white space', ' \t\u00a0\n'],
		['undefined', undefined],
		['null', null],
		['an object', { name: word }],
		['a list of two', [word, word]],
		['a list within a list', [[word]]],
		['a list of nothing', [null]],
		['a yes', true],
		['a number that is not exact', 1.5],
		['an expression as plain text', '{{ $json.word }}'],
		['the word undefined', 'undefined'],
		['an object as text', '[object Object]'],
		['an invisible character', `${String(word)}\u200b`],
		['half a character', `${String(word)}\ud800`],
	] as const;

	it.each(bad)('that is %s is refused before anything is sent', async (_form, value) => {
		const ran = await runInWords(kind, [inWords(kind), { ...inWords(kind), [name]: value }]);
		expect(ran.error?.message).toContain(`'${label}'`);
		expect(ran.error?.message).toContain('(item 1)');
		expect(providerFor(kind).requests).toEqual([]);
	});

	it.each(bad.filter(([, value]) => value !== undefined))(
		'that is %s is refused of a field, too',
		async (_form, value) => {
			const ran = await runMapped(kind, [{ ...asFields(kind), [field]: value }]);
			expect(ran.error?.message).toContain(`'${label}'`);
			expect(providerFor(kind).requests).toEqual([]);
		},
	);

	it.each(['username', 'email', 'name', 'url', 5].filter((mode) => mode !== by))(
		'in the mode %s, which the locator lacks, is no ID',
		async (mode) => {
			const ran = await runInWords(kind, [inWords(kind)], { more: { [name]: { __rl: true, mode, value: word } } });
			expect(ran.error?.message).toContain(`'${label}' is given by '${mode}'`);
			expect(providerFor(kind).requests).toEqual([]);
		},
	);

	it.each(modes.slice(1))('that is empty fails alone with %s', async (onError) => {
		const items = [{ ...inWords(kind), [name]: '' }, inWords(kind)];
		const { outputs } = await runInWords(kind, items, { onError });
		const [failed] = (onError === 'continueErrorOutput' ? outputs[1] : outputs[0]) ?? [];
		expect(failed.pairedItem).toEqual({ item: 0 });
		expect(failed.json.error).toContain(`'${label}'`);
		if (onError === 'continueRegularOutput') expect(Object.keys(failed.json)).toEqual(['error']);
		expect(outputs.flatMap(links).sort()).toEqual([0, 1]);
		expect(sentBy(kind)).toEqual([kind.sent]);
	});
});

describe.each(wordedParameters)('mapped automatically, %s for %s', (title, name) => {
	const kind = worded[title];
	const { label, field, word } = kind.said[name];
	const id = kind.changing[name];
	const another = name === 'userIds' ? [ada] : title.startsWith('guardhouse') ? 102 : 'another_id';

	it('an ID and a word that agree are one', async () => {
		const [result] = results(await runMapped(kind, [{ ...kind.changing, [field]: word }]));
		expect(result).toMatchObject({ ...kind.changing, lookedUp: { [name]: word } });
		expect(sentBy(kind)).toEqual([kind.sent]);
	});

	it('an ID and a word that disagree are refused: nothing was changed', async () => {
		const before = accesses(kind);
		const items = [{ ...kind.changing }, { ...kind.changing, [name]: another, [field]: word }];
		const ran = await runMapped(kind, items);
		expect(ran.error?.message).toContain(`'${label}' isn't what ${[word].flat().join(', ')} stands for`);
		expect(told(ran)).toContain(String([another].flat()[0]));
		expect(told(ran)).toContain(String([id].flat()[0]));
		expectNothingChanged(kind);
		expect(accesses(kind)).toEqual(before);
	});

	it.each(['', ' ', null, []].map((empty) => [empty]))(
		'an ID beside an empty word (%j) counts alone, and nothing is looked up',
		async (empty) => {
			const [result] = results(await runMapped(kind, [{ ...kind.changing, [field]: empty }], dryRun));
			expect(result).toMatchObject(kind.changing);
			expect(result).not.toHaveProperty('lookedUp');
			expect(providerFor(kind).requests.filter(({ url }) => /email=|customerName=|[?&]q=|names=/.test(url))).toEqual(
				[],
			);
		},
	);

	it.each(['', ' ', null, []].map((empty) => [empty]))('a word beside an empty ID (%j) counts alone', async (empty) => {
		const [result] = results(await runMapped(kind, [{ ...kind.changing, [name]: empty, [field]: word }]));
		expect(result).toMatchObject({ ...kind.changing, lookedUp: { [name]: word } });
		expect(sentBy(kind)).toEqual([kind.sent]);
	});

	it.each(['', null, []].map((empty) => [empty]))('both empty (%j) are refused', async (empty) => {
		const { error } = await runMapped(kind, [{ ...kind.changing, [name]: empty, [field]: empty }]);
		expect(error?.message).toContain(`'${label}'`);
		expect(providerFor(kind).requests).toEqual([]);
	});

	it('neither names all that is looked for', async () => {
		const { [field]: _word, ...item } = asFields(kind);
		const ran = await runMapped(kind, [item]);
		expect(ran.error?.message).toContain(`'${label}' is missing`);
		expect(told(ran)).toContain(`'${name}'`);
		expect(told(ran)).toContain(`'${field}'`);
		expect(providerFor(kind).requests).toEqual([]);
	});

	it('a field that is nearly the one of the word is named', async () => {
		const { [field]: value, ...item } = asFields(kind);
		const nearly = field.replace(/^./, (first) => first.toUpperCase());
		const ran = await runMapped(kind, [{ ...item, [nearly]: value }]);
		expect(told(ran)).toContain(`'${nearly}'`);
		expect(told(ran)).toContain(`'${field}'`);
		expect(providerFor(kind).requests).toEqual([]);
	});
});

describe('mapped automatically, usernames', () => {
	const kind = worded['clientDirectory removeMembers'];
	const { userIds: _ids, ...place } = kind.changing;

	it('may be one under its own name', async () => {
		const [result] = results(await runMapped(kind, [{ ...place, username: 'john.smith' }]));
		expect(result).toMatchObject({ userIds: [ada], lookedUp: { userIds: ['john.smith'] } });
	});

	it('under both names that differ are refused', async () => {
		const ran = await runMapped(kind, [{ ...place, username: 'john.smith', usernames: 'maria.garcia' }]);
		expect(told(ran)).toMatch(/'usernames'.*'username'|'username'.*'usernames'/);
		expect(sandbox.clientDirectory.requests).toEqual([]);
	});

	it('in another order than the IDs agree with them', async () => {
		const item = { ...kind.changing, usernames: ['maria.garcia', 'john.smith'] };
		const ran = await runMapped(kind, [item]);
		expect(ran.error).toBeUndefined();
		expect(new Set(results(ran)[0].userIds as string[])).toEqual(new Set([ada, bob]));
	});

	it('of a user as the directory lists them need no field of ours', async () => {
		const { id: _id, ...user } = sandbox.clientDirectory.state.users[0];
		const [result] = results(await runMapped(kind, [{ ...place, ...user } as never]));
		expect(result).toMatchObject({ userIds: [ada] });
	});
});

it.each(wordedKinds)('the result of %s in words feeds the next node', async (title) => {
	const kind = worded[title];
	const [result] = results(await runInWords(kind, [inWords(kind)], dryRun));
	const ran = await runMapped(kind, [result]);
	expect(ran.error).toBeUndefined();
	expect(sentBy(kind)).toEqual([kind.sent]);
	expect(results(ran)[0]).not.toHaveProperty('lookedUp');
});

describe('the panel', () => {
	const propertiesOf = (node: Node) => engine.nodeType(`${packageName}.${node}`).description.properties;

	it.each([
		['delos', 'userId', 'By Email', 'email'],
		['delos', 'clientId', 'By Name', 'name'],
		['clientDirectory', 'userId', 'By Username', 'username'],
		['clientDirectory', 'departmentId', 'By Name', 'name'],
		['guardhouse', 'userId', 'By Email', 'email'],
		['guardhouse', 'roleId', 'By Name', 'name'],
		['cloudFoundry', 'userGuid', 'By Username', 'username'],
		['cloudFoundry', 'organizationGuid', 'By Name', 'name'],
	] as const)('of %s offers %s %s, with an example', (node, name, title, mode) => {
		const shown = propertiesOf(node).filter((property) => property.name === name && property.modes);
		expect(shown.length).toBeGreaterThan(0);
		for (const { modes: offered } of shown) {
			const [word] = offered?.filter((one) => one.name === mode) ?? [];
			expect(word).toMatchObject({ displayName: title, type: 'string' });
			expect(word.placeholder).toMatch(/^e\.g\. /);
		}
	});

	it('of the directory asks what the user IDs are', () => {
		const shown = propertiesOf('clientDirectory').filter(({ name }) => name === 'userIdsAre');
		// Of members who are added or removed, and of all who are to be there.
		expect(shown).toHaveLength(2);
		for (const { displayName, type, default: fallback, options, displayOptions } of shown) {
			expect([displayName, type, fallback]).toEqual(['Users Are', 'options', 'id']);
			expect(options?.map((option) => 'value' in option && option.value)).toEqual(['id', 'username']);
			expect(displayOptions?.show).toMatchObject({ mappingMode: ['defineBelow'] });
		}
	});

	it.each(wordedParameters)('of %s names the field for %s', (title, name) => {
		const { node, operation, said } = worded[title];
		const [notice] = propertiesOf(node).filter((property) => property.name === `${operation}Fields`);
		expect(notice.displayName).toContain(said[name].field);
	});

	it.each([
		['delos', 'clientsOfUser', { userId: 'john.smith@example.com' }, 'email', '/v2/customer'],
		['guardhouse', 'rolesOfUser', { userId: 'john.smith@example.com' }, 'email', '/api/v1/roles'],
		['cloudFoundry', 'organizationsOfUser', { userGuid: 'john.smith@example.com' }, 'username', '/v3/organizations'],
	] as const)(
		'of %s lists everything (%s) while the user %j is chosen by %s',
		async (node, method, user, mode, path) => {
			const [[name, value]] = Object.entries(user);
			const parameters: IDataObject = { resource: 'user', apiVersion: 'v3', [name]: { __rl: true, mode, value } };
			const type = credentialOf[node];
			const credentials = {
				[type]: { baseUrl: sandbox[node].url, authentication: 'accessToken', accessToken: 'sandbox-token' },
			};
			const { results: entries } = await engine.listSearch(
				`${packageName}.${node}`,
				method,
				parameters as never,
				credentials as never,
			);
			expect(entries.length).toBeGreaterThan(3);
			expect(sandbox[node].requests.map(({ url }) => url.split('?')[0])).toEqual([path]);
		},
	);
});
