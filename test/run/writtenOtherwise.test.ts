import { sandbox, setUp } from '../support/setUp';
import { json } from '../support/workflow';
import { told } from '../support/cloudFoundry';
import type { Kept } from '../support/words';
import { expectNothingChanged, kept, lookUp, runInWords, worded } from '../support/words';

// People write a word as they see it: what can't be seen of it makes no difference.

setUp();

const all = Object.entries(kept);
const isName = ([title]: (typeof all)[number]) => !title.startsWith('users');
const isWhole = ([title]: (typeof all)[number]) => !title.includes('by v3') && title !== 'users of Cloud Foundry';

const found = async (one: Kept, word: unknown) => {
	const ran = await lookUp(one, word);
	expect(ran.error?.message).toBeUndefined();
	return [json(ran.outputs[0])[0][one.parameter]].flat().map(String);
};
const idOf = (one: Kept, index: number) => [String(one.id(index))];

const refused = async (one: Kept, word: unknown) => {
	const ran = await lookUp(one, word, {});
	expect(ran.status).toBe('error');
	expectNothingChanged(worded[one.kind]);
	return told(ran);
};

describe.each(all)('%s', (_, one) => {
	const names = ['zoë.müller@example.com', 'François-Ångström', 'Ηλίας', 'ĝo'];

	it.each(names)('are found composed and decomposed alike (%s)', async (name) => {
		one.add(0, name.normalize('NFD'));
		expect(await found(one, name.normalize('NFC'))).toEqual(idOf(one, 0));
		one.add(1, `x${name.normalize('NFC')}`);
		expect(await found(one, `x${name.normalize('NFD')}`.toUpperCase())).toEqual(idOf(one, 1));
	});

	it('are two where one is composed and the other is not', async () => {
		one.add(0, 'zoë'.normalize('NFD'));
		one.add(1, 'zoë'.normalize('NFC'));
		expect(await refused(one, 'Zoë')).toMatch(/2 \w+s have 'Zoë'/);
	});
});

describe.each(all.filter(isName))('%s', (_, one) => {
	const blanks = ['\u00a0', '  ', '\u202f', '\u3000', '\t', ' \u00a0 ', '\n'];

	it.each(blanks)('are found by a word with %j in it', async (blank) => {
		one.add(0, 'Helpdesk Agent of Sales');
		expect(await found(one, `helpdesk agent${blank}of Sales`)).toEqual(idOf(one, 0));
	});

	it.each(['👩‍🚀 Crew', 'Family 👨‍👩‍👧', 'می‌خواهم', 'ക്‍', '❤️ Care', '1️⃣ First', '🏴󠁧󠁢󠁳󠁣󠁴󠁿 Scotland'])(
		'may hold emoji and joiners (%s)',
		async (name) => {
			one.add(0, name);
			expect(await found(one, name)).toEqual(idOf(one, 0));
			expect(await found(one, ` ${name} `)).toEqual(idOf(one, 0));
		},
	);

	it.each(['Sup\u200dport', 'Support\u200b', '\u200dSupport', 'Support\u00ad', 'Sup\u2060port'])(
		'are not looked for by %j, which holds what nobody sees',
		async (word) => {
			one.add(0, 'Support');
			expect(await refused(one, word)).toMatch(/holds an invisible character/);
		},
	);
});

describe.each(all.filter((one) => isName(one) && isWhole(one)))('%s', (_, one) => {
	it.each(['\u00a0', '  ', '\u202f'])('are found where there is %j in the name', async (blank) => {
		one.add(0, `Helpdesk${blank}Agent`);
		expect(await found(one, 'helpdesk agent')).toEqual(idOf(one, 0));
	});

	it.each([
		['Неlpdesk Agent', 'Helpdesk Agent', "'Н' in 'Неlpdesk Agent' is a Cyrillic letter"],
		['Helpdesk Agent', 'Helpdesk Аgent', "'А' in 'Helpdesk Аgent' is a Cyrillic letter"],
		['Αdmin', 'Admin', "'Α' in 'Αdmin' is a Greek letter"],
		['сор', 'cop', "'с' in 'сор' is a Cyrillic letter"],
		['cop', 'сор', "'с' in 'сор' is a Cyrillic letter"],
		['Hel\u200dpers', 'Helpers', 'one of them holds an invisible character'],
	])('that look alike are told apart: %s is there, asked for is %s', async (name, word, why) => {
		one.add(0, name);
		const words = await refused(one, word);
		expect(words).toMatch(new RegExp(`no \\w+ has '${word}'`));
		expect(words).toContain(`What looks the same is there, in other letters: ${why}.`);
	});
});

describe.each(all.filter(isWhole))('%s', (_, one) => {
	it.each([
		['κώστας.παππάς', 'ΚΏΣΤΑΣ.ΠΑΠΠΆΣ'],
		['οδυσσεύς', 'Οδυσσεύσ'],
		['straße', 'STRAẞE'],
	])('are found in any case (%s by %s)', async (name, word) => {
		one.add(0, name);
		expect(await found(one, word)).toEqual(idOf(one, 0));
	});
});

it('nothing is said to look the same that is the same, and is somebody whom Delos does not find by it', async () => {
	sandbox.delos.state.showsSearched = false;
	const [person] = sandbox.delos.state.users;
	Object.assign(person, { username: 'jane@example.com', email: 'other@example.com' });
	const words = await refused(kept['users of Delos'], 'jane@example.com');
	expect(words).toMatch(/no user has 'jane@example\.com'/);
	expect(words).not.toMatch(/looks the same|invisible|Choose it/);
});

it('a letter of another alphabet is named where only a search tells who is there', async () => {
	const one = kept['organizations of Cloud Foundry by v3'];
	one.add(0, 'acme-sales');
	expect(await refused(one, 'acmе-sales')).toContain("'е' in 'acmе-sales' is a Cyrillic letter");
});

describe('usernames of the directory in one text', () => {
	const kind = worded['clientDirectory removeMembers'];
	const [john, maria] = ['john.smith', 'maria.garcia'];
	const idsFor = async (userIds: unknown) => {
		const item = { ...kind.changing, userIds };
		const ran = await runInWords(kind, [item], { inWords: ['userIds'], options: { dryRun: true } });
		return ran.error?.message ?? json(ran.outputs[0])[0].userIds;
	};

	it.each([
		['tabs', '\t'],
		['spaces', ' '],
		['several spaces', '   '],
		['no-break spaces', '\u00a0'],
		['commas', ','],
		['new lines', '\r\n'],
		['semicolons', '; '],
	])('may be separated by %s', async (_, separator) => {
		const { users } = sandbox.clientDirectory.state;
		const [first, second] = users;
		first.username = john;
		second.username = maria;
		expect(await idsFor([john, maria].join(separator))).toEqual([first.id, second.id]);
	});

	it('may hold spaces where commas, tabs or new lines separate them', async () => {
		const { users } = sandbox.clientDirectory.state;
		users[0].username = 'Jane van Dyk';
		users[1].username = 'another.john';
		for (const separator of [',', '\n', '\t', ';'])
			expect(await idsFor(`jane van  dyk${separator}another.john`)).toEqual([users[0].id, users[1].id]);
	});
});

it.each(['101\u200b', '\u200e101', '1\u206001'])('the number %j is told to hold what nobody sees', async (userId) => {
	const kind = worded['guardhouse assignRole'];
	const ran = await runInWords(kind, [{ ...kind.changing, userId }], { inWords: [] });
	expect([ran.error?.message, ran.error?.description]).toEqual([
		`'User' is '${userId.replace('\u200e', '')}', which holds an invisible character`,
		'Type the number instead of pasting it.',
	]);
});
