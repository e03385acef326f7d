import * as fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import { wayIn } from '../support/access';
import { told } from '../support/cloudFoundry';
import { client, department } from '../support/members';
import { engine, sandbox, setUp } from '../support/setUp';
import { json, runNode } from '../support/workflow';

// Lists as people paste them out of mails, chats and sheets: just those whom they name, or nobody.

setUp();

const people = Array.from({ length: 12 }, (_, index) => `person.${index}@example.com`);
const names = ['Maria Garcia', "Seán O'Brien", 'Dr. Anna-Lena Groß', '王小明', 'HR / Payroll', 'Kim'];
const lastFirst = ['Garcia, Maria', "O'Brien, Seán", 'Groß, Anna-Lena'];

const addEverybody = () => {
	const { users } = sandbox.guardhouse.state;
	people.forEach((email, index) => users.push({ ...users[0], id: 5000 + index, email }));
	// They are called like words of the names, and must not be met by them.
	['Maria', 'Garcia', 'Kim', 'john'].forEach((email, index) => users.push({ ...users[0], id: 6000 + index, email }));
};

/** The Set of a role by a list of emails, in a dry run. */
const setUsers = async (userIds: unknown) => {
	const parameters = {
		...{ resource: 'role', operation: 'setUsers', roleId: 2, userIdsAre: 'email', userIds: '={{ $json.list }}' },
		options: { dryRun: true, maxRemovalPercent: 100, mode: 'addOnly' },
	};
	return await runNode(engine, 'guardhouse', parameters, {
		items: [{ list: userIds, note: 'x' } as IDataObject],
		credentials: { guardhouseApi: wayIn(sandbox, 'guardhouseApi') },
	});
};

/** Whom a list names, by what was looked up for it. */
const lookedUp = async (userIds: unknown) => {
	const ran = await setUsers(userIds);
	if (ran.error) return told(ran);
	return (json(ran.outputs[0])[0].lookedUp as { userIds: string[] }).userIds;
};

/** An address as it comes out of a mail. */
const dressed = (address: string) =>
	fc.oneof(
		fc.constantFrom(address, `<${address}>`, `mailto:${address}`, `<mailto:${address}>`, `MAILTO:${address}`),
		fc.constantFrom('""', "''", '“”', '‘’', '«»').map(([open, close]) => open + address + close),
		fc.constantFrom(...names).map((name) => `${name} <${address}>`),
		fc.constantFrom(...names, ...lastFirst).map((name) => `"${name}" <${address}>`),
		fc.constantFrom(`${address} <${address}>`, `${address}<mailto:${address}>`, `'${address}' <${address}>`),
	);

const outlook = (address: string) => fc.constantFrom(...lastFirst).map((name) => `${name} <${address}>`);

const bullets = ['- ', '• ', '•', '•\t', '* ', '– ', '+ '];

describe('a list of emails', () => {
	const some = fc.uniqueArray(fc.constantFrom(...people), { minLength: 1, maxLength: 5 });
	const around = fc.constantFrom('', ' ', '\n', '\r\n', ' \t');

	/** Entries, each in a form of its own, as one text. */
	const together = (
		form: (address: string) => fc.Arbitrary<string>,
		join: fc.Arbitrary<(entries: string[]) => string>,
	) =>
		some.chain((addresses) =>
			fc
				.tuple(fc.tuple(...addresses.map(form)), join, around, around)
				.map(([entries, joined, before, after]) => ({ addresses, pasted: before + joined(entries) + after })),
		);
	const separated = fc
		.constantFrom(',', ', ', ';', '; ', '\n', '\r\n', ',\n', ';\r\n', '\n\n')
		.chain((separator) =>
			fc.constantFrom('', separator).map((last) => (entries: string[]) => entries.join(separator) + last),
		);
	const onLines = fc.oneof(
		fc.constantFrom(...bullets).map((bullet) => (entries: string[]) => entries.map((one) => bullet + one).join('\n')),
		fc
			.tuple(
				fc.constantFrom('. ', ') ', '.\t', '\t', ' '),
				fc.integer({ min: 0, max: 99 }),
				fc.constantFrom('\n', '\r\n'),
			)
			.map(
				([mark, first, end]) =>
					(entries: string[]) =>
						entries.map((one, index) => `${first + index}${mark}${one}`).join(end),
			),
	);
	const bySpaces = fc
		.constantFrom(' ', '\t', '  ', '\u00a0')
		.map((space) => (entries: string[]) => entries.join(space));
	const bare = (address: string) => fc.constantFrom(address, `mailto:${address}`, `"${address}"`, `‘${address}’`);

	it.each<readonly [string, fc.Arbitrary<{ readonly addresses: string[]; readonly pasted: unknown }>]>([
		['separated', together(dressed, separated)],
		['on lines', together(dressed, onLines)],
		['with spaces or tabs between', together(bare, bySpaces)],
		[
			'of Outlook',
			together(
				outlook,
				fc.constantFrom('; ', ';', '\n', '\r\n').map((sign) => (all) => all.join(sign)),
			),
		],
		[
			'as an array',
			some.chain((addresses) =>
				fc.tuple(...addresses.map(dressed)).map((pasted) => ({ addresses, pasted: pasted as unknown })),
			),
		],
	])('%s is just those whom it names', async (_, lists) => {
		addEverybody();
		await fc.assert(
			fc.asyncProperty(lists, async ({ addresses, pasted }) => {
				expect(await lookedUp(pasted)).toEqual(addresses);
			}),
			{ numRuns: 25, seed: 24 },
		);
	});

	const [one, other] = people;
	it.each([
		['a name', `Maria, ${one}`, 'Maria'],
		['a name alone', 'Maria', 'Maria'],
		['a name of the form Last, First', 'Garcia, Maria', 'Garcia'],
		['a name beside an address', `Maria ${one}`, 'Maria'],
		['a column of names beside that of the addresses', `Kim\t${one}\nMaria\t${other}`, 'Kim'],
		['somebody else among names with commas', `Garcia, Maria <${one}>, O'Brien, Seán <${other}>`, 'Garcia'],
		['two addresses for one', `${one} <${other}>`, one],
		['an ID in brackets', 'Maria <5001>', 'Maria <5001>'],
		['a bracket that nobody closes', `Maria <${one}`, 'Maria <'],
		['a heading', `email\n${one}`, 'email'],
		['numbers that do not count on', `1. ${one}\n5. ${other}`, '1.'],
		['an array of names and addresses', ['Garcia', ` Maria <${one}>`], 'Garcia'],
		['a link with more in it', `mailto:${one}?cc=${other}`, one],
	])('that holds %s is refused, and nobody is asked for', async (_name, pasted, quoted) => {
		addEverybody();
		const { error } = await setUsers(pasted);
		expect(error?.message).toMatch(
			/^'Users' (is|has an entry \(number \d\) that is) '.*which isn't one email address$/s,
		);
		expect(error?.message).toContain(quoted);
		expect(error?.description).toBe('Write the address alone, or as in Maria <maria@example.com>.');
		expect(sandbox.guardhouse.requests).toEqual([]);
	});

	it('of any text names nobody that is not written there as an address', async () => {
		addEverybody();
		const piece = fc.constantFrom(
			...[
				'Maria',
				'Garcia',
				'john',
				'Kim',
				one,
				other,
				'<',
				'>',
				',',
				';',
				' ',
				'\n',
				'\t',
				'"',
				"'",
				'- ',
				'• ',
				'1. ',
			],
			...['mailto:', `<${one}>`, `Kim <${other}>`],
		);
		await fc.assert(
			fc.asyncProperty(fc.array(piece, { minLength: 1, maxLength: 8 }), async (pieces) => {
				const text = pieces.join('');
				const found = await lookedUp(text);
				if (typeof found === 'string') return;
				expect(new Set(found)).toEqual(new Set(text.match(/person\.\d+@example\.com/g)));
			}),
			{ numRuns: 150, seed: 24 },
		);
	});
});

describe('one email', () => {
	const unassign = async (value: unknown) => {
		const parameters = {
			...{ resource: 'user', operation: 'assignRole', roleId: 2 },
			userId: { __rl: true, mode: 'email', value: '={{ $json.value }}' },
			options: { dryRun: true },
		};
		const items = [{ value, note: 'x' } as IDataObject];
		return await runNode(engine, 'guardhouse', parameters, {
			items,
			credentials: { guardhouseApi: wayIn(sandbox, 'guardhouseApi') },
		});
	};

	it('may be written like one of a list', async () => {
		addEverybody();
		await fc.assert(
			fc.asyncProperty(fc.oneof(dressed(people[3]), outlook(people[3])), fc.boolean(), async (text, isList) => {
				const ran = await unassign(isList ? [text] : text);
				expect(ran.error).toBeUndefined();
				expect(json(ran.outputs[0])[0]).toMatchObject({ userId: 5003, lookedUp: { userId: people[3] } });
			}),
			{ numRuns: 30, seed: 24 },
		);
	});
});

describe.each([
	['IDs', 'id', ['u-1', 'u-22', 'u-333']],
	['usernames', 'username', ['ann.smith', 'ben.garcia', 'kim']],
] as const)('a list of %s', (plural, userIdsAre, entries) => {
	const remove = async (userIds: unknown) => {
		const { users } = sandbox.clientDirectory.state;
		const parameters = {
			...{ resource: 'department', operation: 'removeMembers', clientId: client, departmentId: department },
			...{ userIds: '={{ $json.list }}', userIdsAre, options: { dryRun: true } },
		};
		for (const [index, entry] of entries.entries())
			users.push({ ...users[0], id: `u-${'1'.repeat(index + 1)}`, username: entry, user_key: `key-${index}` });
		for (const username of ['Maria', 'Garcia', 'Smith', 'John', '1', '2'])
			users.push({ ...users[0], id: `not-${username}`, username, user_key: `key-${username}` });
		return await runNode(engine, 'clientDirectory', parameters, {
			items: [{ list: userIds, note: 'x' } as IDataObject],
			credentials: { clientDirectoryApi: wayIn(sandbox, 'clientDirectoryApi') },
		});
	};
	const named = async (userIds: unknown) => {
		const ran = await remove(userIds);
		if (ran.error) return told(ran);
		const [{ userIds: ids, lookedUp: words }] = json(ran.outputs[0]);
		return userIdsAre === 'id' ? ids : (words as IDataObject).userIds;
	};
	const all = (dress: (entry: string, index: number) => string, separator = '\n') => entries.map(dress).join(separator);

	it.each([
		...bullets.map((bullet) => all((one) => bullet + one)),
		all((one, index) => `${index + 1}. ${one}`),
		all((one, index) => `${index + 7}) ${one}`, '\r\n'),
		all((one) => `"${one}"`, ', '),
		all((one) => `"${one}"`),
		all((one) => `'${one}'`, '; '),
		all((one) => `“${one}”`, ', '),
		`${all((one) => one, ',\n')},`,
		all((one) => one, '\t'),
		`\n\n${all((one) => ` ${one} `, '\r\n\r\n')}\n`,
	])('may be pasted as %j', async (pasted) => {
		expect(await named(pasted)).toEqual(entries);
	});

	it.each([(one: string) => `mailto:${one}`, (one: string) => `"MAILTO:${one}"`])(
		'may be links where they are usernames (%#)',
		async (link) => {
			const found = await named(all(link, '; '));
			if (plural === 'usernames') expect(found).toEqual(entries);
		},
	);

	it.each([
		[`Maria <${entries[0]}>`, `'Users' holds '<' or '>', as a name with an address behind it does`],
		[
			`Maria <${entries[0]}>; John <${entries[1]}>`,
			`'Users' holds '<' or '>', as a name with an address behind it does`,
		],
		[all((one, index) => `${index + 1}\t${one}`), "'Users' has lines that are numbered"],
		[all((one, index) => `${index + 1} ${one}`), "'Users' has lines that are numbered"],
		[all((one, index) => `${index + 1}, ${one}`), "'Users' has lines that are numbered"],
		[all((one) => `Maria\t${one}`), "'Users' has lines of several columns"],
		[`3. ${entries[0]}\n5. ${entries[1]}`, "'Users' begins with '3."],
		[`${entries[0]}, "${entries[1]}`, "'Users' has a quotation mark at one end alone"],
	])('that is %j is refused before anything is sent', async (pasted, message) => {
		const { error } = await remove(pasted);
		expect(error?.message).toContain(message);
		expect(error?.description).toMatch(new RegExp(`the (one column that holds the )?${plural}`));
		expect(sandbox.clientDirectory.requests).toEqual([]);
	});

	it.each(['Garcia, Maria; Smith, John', 'Garcia, Maria\nSmith, John', '- Garcia, Maria\n- Smith, John'])(
		'of names with commas between other separators is no list of their parts (%j)',
		async (pasted) => {
			const { error } = await remove(pasted);
			if (plural === 'usernames')
				expect(error?.message).toBe("'Users' is separated by commas as well as by semicolons or new lines");
		},
	);
});

describe('Protected Users', () => {
	const protect = async (protectedUsers: string) => {
		const parameters = {
			...{ resource: 'user', operation: 'unassignRole', roleId: 1, userId: 101 },
			options: { protectedUsers },
		};
		return await runNode(engine, 'guardhouse', parameters, {
			items: [{}],
			credentials: { guardhouseApi: wayIn(sandbox, 'guardhouseApi') },
		});
	};
	const john = 'john.smith@example.com';

	it.each([`Smith, John <${john}>`, `- mailto:${john}`, `"${john}"`, `102; '${john}'`, `• 101`, '1. 102\n2. 101'])(
		'may be %j',
		async (pasted) => {
			expect(told(await protect(pasted))).toMatch(/Protected Users/);
			expect(sandbox.guardhouse.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
			expect((await protect(pasted)).error?.message).not.toMatch(/^'Protected Users'/);
		},
	);
});
