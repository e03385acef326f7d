import type { IDataObject } from 'n8n-workflow';

import { providerOf } from '../support/access';
import { remove } from '../support/removal';
import { sandbox, setUp } from '../support/setUp';
import { locator } from '../support/workflow';

setUp();

const fill = 'Fill it in; where it is an expression, check that the input item has the field';
const drag = 'Drag the one field that holds the value into the parameter';
const split = `${drag}, or make an item of each entry with a Split Out node before`;
const check = 'Check that the input item has the field that the expression names';
const invisible = 'Type the ID instead of pasting it';

/** What is said of a value that an expression gives, after the parameter's label, and what helps. */
type Told = readonly [value: unknown, what: string, remedy: string];

const trim = 'Remove the spaces and line breaks; in an expression, .trim() does it';
const alone = 'Use the ID alone, not an address or a path that contains it';
const byEmail = "To find somebody by email, set 'User' to By Email (with Map Automatically, name the field userEmail)";
const byName = "To find it by its name, set 'Role' to By Name (with Map Automatically, name the field roleName)";
const byUsername =
	"To find them by username, set 'Users Are' to Usernames (with Map Automatically, name the field usernames)";

const ids: Told[] = [
	[undefined, 'is empty', fill],
	[null, 'is empty', fill],
	['', 'is empty', fill],
	[1.5, "is the number 1.5, which isn't exact", 'Pass the ID as text, so that no digit is lost'],
	[2 ** 60, "is the number 1152921504606847000, which isn't exact", 'Pass the ID as text, so that no digit is lost'],
	[['a', 'b'], "is a list of 2 ('a', 'b'), where one value is meant", split],
	[[['a']], 'is a list of 1 (…), where one value is meant', split],
	[[null], 'is empty', fill],
	[[], 'is an empty list, where one value is meant', drag],
	[[{ id: 'u-1' }], 'is an object with the fields id', drag],
	[{ id: 1, name: 'Ada' }, 'is an object with the fields id, name', drag],
	[{}, 'is an object with the fields (none)', drag],
	[true, 'is true, where an ID is meant', drag],
	[
		'{{ $json.id }}',
		"is '{{ $json.id }}', which holds an expression as plain text",
		'Switch the parameter from Fixed to Expression',
	],
	['u 1', "is 'u 1', which holds white space", `${trim}. ${byEmail}`],
	['u-1\n', "is 'u-1 ', which holds white space", trim],
	['u\u200b1', "is 'u\u200b1', which holds an invisible character", invisible],
	['u\ud800', "is 'u\ud800', which holds an invisible character", `${invisible}. ${byEmail}`],
	['users/1', "is 'users/1', which holds one of / \\ ? #", `${alone}. ${byEmail}`],
	['a#b', "is 'a#b', which holds one of / \\ ? #", `${alone}. ${byEmail}`],
	['"u-1"', `is '"u-1"', which is in quotes`, 'Use the ID without quotes around it'],
	['«u-1»', "is '«u-1»', which is in quotes", `Use the ID without quotes around it. ${byEmail}`],
	['.', "is '.', which isn't an ID", 'Use the ID of the record'],
	['..', "is '..', which isn't an ID", 'Use the ID of the record'],
	['Undefined', "is the word 'Undefined'", check],
	['none', "is the word 'none'", check],
];

const numbers: Told[] = [
	['', 'is empty', fill],
	[undefined, 'is empty', fill],
	[null, 'is empty', fill],
	['admin', "is 'admin'", `Use a whole number from 1 to 2147483647. ${byName}`],
	['1e2', "is '1e2'", 'Use a whole number from 1 to 2147483647'],
	[' 1', "is ' 1', which holds white space", trim],
	['1\u200b', "is '1\u200b', which holds an invisible character", 'Type the number instead of pasting it'],
	[1.5, "is '1.5'", 'Use a whole number from 1 to 2147483647'],
	[0, "is '0'", 'Use a whole number from 1 to 2147483647'],
	[2 ** 31, "is '2147483648'", 'Use a whole number from 1 to 2147483647'],
	[true, 'is true', 'Use a whole number from 1 to 2147483647'],
	[{ id: 1 }, 'is an object with the fields id', drag],
];

const yesOrNoWords = 'Use true or false; yes or no, and 1 or 0, are understood too';
const yesOrNo: Told[] = [
	['', 'is empty', yesOrNoWords],
	[' \t', 'is empty', yesOrNoWords],
	[undefined, 'is empty', yesOrNoWords],
	[null, 'is empty', yesOrNoWords],
	['maybe', "is 'maybe', which isn't true or false", yesOrNoWords],
	[2, "is '2', which isn't true or false", yesOrNoWords],
	[-1, "is '-1', which isn't true or false", yesOrNoWords],
	['true false', "is 'true false', which isn't true or false", yesOrNoWords],
	['x', "is 'x', which isn't true or false", yesOrNoWords],
	[{ is: true }, "is an object with the fields is, which isn't true or false", yesOrNoWords],
	[
		['true', 'true'],
		"is a list of 2 ('true', 'true'), where one value is meant, which isn't true or false",
		yesOrNoWords,
	],
];

const choices: Told[] = [
	['', "isn't one of its choices", 'Use any, owner, standard'],
	['Owner', "is 'Owner', which isn't one of its choices", 'Use any, owner, standard'],
	[['any', 'owner'], "is a list of 2 ('any', 'owner'), where one value is meant", split],
	[undefined, "isn't one of its choices", 'Use any, owner, standard'],
];

const lists: Told[] = [
	[undefined, 'is empty', fill],
	[[null], 'is empty', fill],
	[['a', null], 'has an entry (number 2) that is empty', fill],
	[['a', 'b', 'c/d'], "has an entry (number 3) that is 'c/d', which holds one of / \\ ? #", `${alone}. ${byUsername}`],
	[[], 'holds no ID', 'Name at least one; leave the item out where there is none'],
	[' ,; ', 'holds no ID', 'Name at least one; leave the item out where there is none'],
	['["a"', "starts like JSON, but isn't", 'Use a JSON list such as ["id-1", "id-2"], or IDs with commas'],
	['{"id": "a"', "starts like JSON, but isn't", 'Use a JSON list such as ["id-1", "id-2"], or IDs with commas'],
	['  ["a"', "starts like JSON, but isn't", 'Use a JSON list such as ["id-1", "id-2"], or IDs with commas'],
	[{ name: 'Ada' }, 'is an object with the fields name', drag],
	[
		'{{$json.ids}}',
		"is '{{$json.ids}}', which holds an expression as plain text",
		'Switch the parameter from Fixed to Expression',
	],
];

const anAddress = 'Write the address alone, or as in Maria <maria@example.com>';
const words: Told[] = [
	['', 'is empty', fill],
	[
		['a@example.com', 'b@example.com'],
		"is a list of 2 ('a@example.com', 'b@example.com'), where one value is meant",
		split,
	],
	['a@example.com, b@example.com', "is 'a@example.com, b@example.com', which isn't one email address", anAddress],
	['Maria a@example.com', "is 'Maria a@example.com', which isn't one email address", anAddress],
	['b@example.com <a@example.com>', "is 'b@example.com <a@example.com>', which isn't one email address", anAddress],
	['Maria <u-1>', "is 'Maria <u-1>', which isn't one email address", anAddress],
	[
		'{{ $json.email }}',
		"is '{{ $json.email }}', which holds an expression as plain text",
		'Switch the parameter from Fixed to Expression',
	],
	[
		'jo\u200bhn@example.com',
		"is 'jo\u200bhn@example.com', which holds an invisible character",
		'Type it instead of pasting it',
	],
	['[object Object]', "is the word '[object Object]'", check],
	['Null', "is the word 'Null'", check],
	[' NaN ', "is the word 'NaN'", check],
	['undefined', "is the word 'undefined'", check],
];

const usernames: Told[] = [
	[[], 'holds no username', 'Name at least one; leave the item out where there is none'],
	[
		'["john"',
		"starts like JSON, but isn't",
		'Use a JSON list such as ["username-1", "username-2"], or usernames with commas',
	],
	[['john', 'nan'], "has an entry (number 2) that is the word 'nan'", check],
];

const value = '={{ $json.value }}';
const byId = { __rl: true, mode: 'id', value };

describe.each([
	['an ID', 'delosApi', { userId: byId }, 'User', ids],
	['a number', 'guardhouseApi', { roleId: byId }, 'Role', numbers],
	['a yes or no', 'guardhouseApi', { options: { instantLogout: value } }, 'Instant Logout', yesOrNo],
	['a choice', 'delosApi', { ownership: value }, 'Ownership', choices],
	['a list', 'clientDirectoryApi', { userIds: value }, 'Users', lists],
	['a word', 'delosApi', { userId: { ...byId, mode: 'email' } }, 'User', words],
	['a list of words', 'clientDirectoryApi', { userIds: value, userIdsAre: 'username' }, 'Users', usernames],
] as const)('%s', (_kind, type, parameters, label, told) => {
	it.each(told)('that is %j is refused: it %s', async (given, what, remedy) => {
		const { options = {}, ...own } = parameters as IDataObject;
		const { error } = await remove(type, {
			parameters: own,
			options: options as IDataObject,
			items: [{ value: given, note: 'x' }],
		});
		expect([error?.message, error?.description]).toEqual([`'${label}' ${what}`, `${remedy}.`]);
		expect(providerOf(sandbox, type).requests).toEqual([]);
	});
});

describe('what looks like a slip, and is none', () => {
	const quoted = ['u"1"', '"1"u', 'u“1”', '“1”u', `"u'`];
	it.each(quoted)('the quotes of %s are sent as they are', async (given) => {
		await remove('delosApi', { parameters: { userId: locator(value) }, items: [{ value: given }] });
		const sent = providerOf(sandbox, 'delosApi').requests.map(({ url }) => decodeURIComponent(url.split('/')[3]));
		expect(sent).toEqual([given]);
	});

	it.each<[unknown, boolean]>([
		[' TRUE ', true],
		['False', false],
		[false, false],
		...['TRUE', 'yes', 'Y', 'On', '1', 'WAHR', 'ja', 'VRAI', 'Oui', 'Sí', 'si\u0301', 1].map(
			(text): [unknown, boolean] => [text, true],
		),
		...['FALSE', 'No', 'n', 'off', '0', 'Falsch', 'NEIN', 'faux', ' non\n', 0].map((text): [unknown, boolean] => [
			text,
			false,
		]),
	])('Instant Logout may be %j', async (given, meant) => {
		await remove('guardhouseApi', { options: { instantLogout: value }, items: [{ value: given }] });
		const [{ url, body }] = providerOf(sandbox, 'guardhouseApi').requests;
		expect(`${url} ${body}`).toMatch(new RegExp(`instantLogout\\W+${meant}`, 'i'));
	});

	it.each([1, 2147483647, '1'])('Role may be %j', async (given) => {
		await remove('guardhouseApi', { parameters: { roleId: locator(value) }, items: [{ value: given }] });
		expect(providerOf(sandbox, 'guardhouseApi').requests[0].url).toContain(`/roles/${given}`);
	});
});
