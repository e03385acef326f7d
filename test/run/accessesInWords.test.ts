import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import { uuidOf } from '../../sandbox';
import { wayIn } from '../support/access';
import { kinds } from '../support/accesses';
import { credentialOf, type Node } from '../support/changes';
import { home } from '../support/cloudFoundry';
import { signedIn } from '../support/cloudFoundryAccesses';
import { client, department } from '../support/members';
import { engine, sandbox, setUp } from '../support/setUp';
import { john } from '../support/words';
import { json, locator, runNode } from '../support/workflow';

// Whose accesses are listed, said in a word: the same rows as by the ID, or an error of the parameter and nothing read but the list that the word was looked up in.

setUp();

const web = '9decf038-91ca-4605-b796-f7f629e0886b';

/** A user or a group whose accesses are listed, and what people call it. */
interface Called {
	readonly node: Node;
	/** What the node asks for beside. */
	readonly always?: IDataObject;
	readonly of: string;
	readonly name: string;
	readonly label: string;
	readonly by: 'email' | 'name' | 'username';
	readonly word: string;
	readonly id: () => string | number;
	/** One more that is called so; gives how errors name the two, in any order. */
	readonly twin: () => readonly string[];
	/** Where words are looked up. */
	readonly list: RegExp;
	/** Where the account may not see all there are. */
	readonly isPartial?: true;
}

const userOf = (node: Node) => kinds.find((kind) => kind.node === node)?.user.value() ?? '';
const more = uuidOf('one more that is called so');
const versions = [{ apiVersion: 'v2' }, { apiVersion: 'v3' }, { apiVersion: 'auto' }] as const;

const ofCloudFoundry = (always: IDataObject): Called[] => {
	const shared = { node: 'cloudFoundry', always, isPartial: true } as const;
	const state = () => sandbox.cloudFoundry.state;
	const organization: Called = {
		...{ ...shared, of: 'organization', name: 'organizationGuid', label: 'Organization', by: 'name' },
		word: 'acme-production',
		id: () => home,
		twin: () => {
			const { organizations } = state();
			const own = organizations.find(({ guid }) => guid === home) ?? organizations[0];
			organizations.push({ ...own, guid: more, name: 'Acme-Production' });
			return [home, more];
		},
		list: /^\/v[23]\/organizations\?/,
	};
	const space: Called = {
		...{ ...shared, of: 'space', name: 'spaceGuid', label: 'Space', by: 'name' },
		word: 'acme-production/web',
		id: () => web,
		twin: () => {
			const { spaces } = state();
			const own = spaces.find(({ guid }) => guid === web) ?? spaces[0];
			spaces.push({ ...own, guid: more, name: 'Web' });
			return [`${web} (web in organization acme-production)`, `${more} (Web in organization acme-production)`];
		},
		list: /^\/v[23]\/(spaces|organizations)\?/,
	};
	const user: Called = {
		...{ ...shared, of: 'user', name: 'userGuid', label: 'User', by: 'username' },
		word: 'john.smith@example.com',
		id: () => john,
		twin: () => {
			const { users } = state();
			users.push({ ...users[0], guid: more, username: 'John.Smith@example.com' });
			// v2 tells no origin.
			return always.apiVersion === 'v2' ? [john, more] : [`${john} (origin uaa)`, `${more} (origin uaa)`];
		},
		list: /^\/v[23]\/users\?/,
	};
	return [organization, space, user];
};

const all: readonly Called[] = [
	{
		...{ node: 'delos', of: 'client', name: 'clientId', label: 'Client', by: 'name', word: 'Northwind Trading' },
		id: () => 'cust_789xyz',
		twin: () => {
			const { clients } = sandbox.delos.state;
			clients.push({ ...clients[0], cuid: 'cust_more', name: 'NORTHWIND trading' });
			return ['cust_789xyz', 'cust_more'];
		},
		list: /^\/v2\/customer\?/,
	},
	{
		...{ node: 'delos', of: 'user', name: 'userId', label: 'User', by: 'email', word: 'user-0@example.com' },
		id: () => userOf('delos'),
		twin: () => {
			const { users } = sandbox.delos.state;
			users.push({ ...users[1], uuid: 'user_more', username: 'one.more', email: 'User-0@example.com' });
			return ['user_0 (user-0)', 'user_more (one.more)'];
		},
		list: /^\/v2\/user\?/,
	},
	{
		...{ node: 'clientDirectory', always: { clientId: client } },
		...{ of: 'department', name: 'departmentId', label: 'Department', by: 'name', word: 'Engineering' },
		id: () => department,
		twin: () => {
			const { departments } = sandbox.clientDirectory.state;
			const own = departments.find(({ id }) => id === department) ?? departments[0];
			departments.push({ ...own, id: more, name: 'engineering' });
			return [department, more];
		},
		list: /\/departments\?/,
	},
	{
		...{ node: 'clientDirectory', always: { clientId: client } },
		...{ of: 'user', name: 'userId', label: 'User', by: 'username', word: 'user-0' },
		id: () => userOf('clientDirectory'),
		twin: () => {
			const { users } = sandbox.clientDirectory.state;
			users.push({ ...users[1], id: more, username: 'USER-0', user_key: 'more' });
			return [`${userOf('clientDirectory')} (key-0)`, `${more} (more)`];
		},
		list: /\/users\?/,
	},
	{
		...{ node: 'guardhouse', of: 'role', name: 'roleId', label: 'Role', by: 'name', word: 'Administrator' },
		id: () => 1,
		twin: () => {
			const { roles } = sandbox.guardhouse.state;
			roles.push({ ...roles[0], id: 9001, key: 'more', name: 'administrator' });
			return ['1', '9001'];
		},
		list: /^\/api\/v1\/roles$/,
	},
	{
		...{ node: 'guardhouse', of: 'user', name: 'userId', label: 'User', by: 'email', word: 'user-0@example.com' },
		id: () => userOf('guardhouse'),
		twin: () => {
			const { users } = sandbox.guardhouse.state;
			users.push({ ...users[1], id: 9001, firstName: 'One', lastName: 'More', email: 'user-0@EXAMPLE.com' });
			const [{ firstName, lastName }] = users;
			return [`1 (${firstName} ${lastName})`, '9001 (One More)'];
		},
		list: /^\/api\/v1\/users\?/,
	},
	...versions.flatMap(ofCloudFoundry),
];

const cases = all.map((called) => {
	const { node, of, by, always } = called;
	return [`${node} ${String(always?.apiVersion ?? '')} of a ${of} by ${by}`, called] as const;
});

describe.each(cases)('%s', (_, called) => {
	const { node, always, of, name, label, by, word, id, twin, list, isPartial } = called;

	beforeEach(() => kinds.find((kind) => kind.node === node)?.fill(60));

	/** Access › Get Many of what this locator stands for, and what was asked for it, but the sign-in and the versions. */
	const listed = async (value: IDataObject, items: readonly object[] = [{}]) => {
		const { requests } = sandbox[node];
		requests.splice(0);
		const type = credentialOf[node];
		const data = node === 'cloudFoundry' ? signedIn() : wayIn(sandbox, type);
		const parameters = { resource: 'access', operation: 'getAll', returnAll: true, ...always, of, [name]: value };
		const { status, error, outputs } = await runNode(engine, node, parameters as IDataObject, {
			...{ items, credentials: { [type]: data } },
		});
		const asked = requests.map(({ method, url }) => `${method} ${url}`).filter((line) => !/token$|GET \/$/.test(line));
		return { status, rows: json(outputs[0]), told: `${error?.message}\n${error?.description}`, asked };
	};
	const inWords = (said: string) => listed({ __rl: true, mode: by, value: said });
	const isLookUp = (line: string) => list.test(line.replace(/^GET /, ''));

	/** What is left of these without those, each as often. */
	const without = (lines: readonly string[], others: readonly string[]) => {
		const left = [...lines];
		for (const other of others) {
			const at = left.indexOf(other);
			expect([other, at >= 0]).toEqual([other, true]);
			left.splice(at, 1);
		}
		return left;
	};

	/** The word as people type it: in any case, with space around it. */
	const typed = fc
		.tuple(fc.infiniteStream(fc.boolean()), fc.constantFrom('', ' ', '\n', '\u00a0'), fc.constantFrom('', '  ', '\t'))
		.map(([isHigh, before, after]) => {
			const next = (letter: string) => (isHigh.next().value ? letter.toUpperCase() : letter.toLowerCase());
			return `${before}${[...word].map(next).join('')}${after}`;
		});

	it('gives the rows that its ID gives, and reads nothing else but the list of words', async () => {
		const byId = await listed(locator(id()) as IDataObject);
		expect([byId.status, byId.rows.length > 0]).toEqual(['success', true]);
		for (const row of byId.rows) expect(row[name]).toBe(id());
		await fc.assert(
			fc.asyncProperty(typed, async (said) => {
				const { status, rows, told, asked } = await inWords(said);
				expect([status, told]).toEqual(['success', 'undefined\nundefined']);
				expect(rows).toEqual(byId.rows);
				const lookUps = without(asked, byId.asked);
				expect(lookUps.length).toBeGreaterThan(0);
				expect(lookUps.filter((line) => !isLookUp(line))).toEqual([]);
			}),
			{ numRuns: 6 },
		);
	});

	it('is looked up once for all items that have the word', async () => {
		const byId = await listed(locator(id()) as IDataObject);
		const one = await inWords(word);
		const value = { __rl: true, mode: by, value: '={{ $json.word }}' };
		const three = await listed(
			value,
			[word, word.toUpperCase(), ` ${word}`].map((said) => ({ word: said })),
		);
		expect(three.rows).toEqual([...byId.rows, ...byId.rows, ...byId.rows]);
		const lookUps = without(one.asked, byId.asked);
		expect(three.asked.slice(0, lookUps.length)).toEqual(one.asked.slice(0, lookUps.length));
		expect(three.asked.length).toBeLessThanOrEqual(lookUps.length + 3 * byId.asked.length);
	});

	/** Refused by its label: no row, and nothing read but the list of words. */
	const expectRefused = async (said: string) => {
		const { status, rows, told, asked } = await inWords(said);
		expect([status, rows]).toEqual(['error', []]);
		expect(told).toMatch(new RegExp(`^'${label}' can't be found by ${by}: `));
		expect(asked.length).toBeGreaterThan(0);
		expect(asked.filter((line) => !isLookUp(line))).toEqual([]);
		return told;
	};

	it('is an error where nothing is called so, and nothing else is read', async () => {
		const stem = fc.stringMatching(/^[a-z]{1,9}$/).map((text) => `no-${text}`);
		const missing = of === 'space' ? stem.map((text) => `acme-production/${text}`) : stem;
		await fc.assert(
			fc.asyncProperty(missing, async (said) => {
				const told = await expectRefused(said);
				const nothing = isPartial ? `the account of the credential sees no ${of} that has` : `no ${of} has`;
				expect(told.split('\n')[0]).toBe(`'${label}' can't be found by ${by}: ${nothing} '${said}'`);
			}),
			{ numRuns: 5 },
		);
	});

	it.each([word.slice(0, -1), word.slice(1), `${word}x`])('is an error where %j is only like it', async (said) => {
		expect(await expectRefused(said)).toContain(`'${said}'`);
	});

	it('is an error that names both where two are called so, and nothing else is read', async () => {
		const both = twin();
		const told = await expectRefused(word);
		expect(told).toContain(`: 2 ${of}s have '${word}'\n`);
		for (const one of both) expect(told).toContain(one);
		expect(told).toContain('Use the ID of the one that is meant');
	});

	it.each(['', ' ', '\n'])('asks for nothing where the word is %j', async (said) => {
		const { status, rows, told, asked } = await inWords(said);
		expect([status, rows, asked]).toEqual(['error', [], []]);
		expect(told).toContain(`'${label}'`);
	});

	it('reads nothing else where the list of words is not to be had', async () => {
		sandbox[node].fault({ method: 'GET', path: list, times: 99, status: 403, body: 'No' });
		const { status, rows, told, asked } = await inWords(word);
		expect([status, rows]).toEqual(['error', []]);
		expect(told).toContain(`looking up '${label}' by ${by}`);
		expect(asked.filter((line) => !isLookUp(line))).toEqual([]);
	});
});

describe.each(versions)('a space of Cloud Foundry (%j)', ({ apiVersion }) => {
	it('is not found without its organization, and is in that organization alone', async () => {
		const of = async (value: string) => {
			const spaceGuid = { __rl: true, mode: 'name', value };
			const parameters = {
				resource: 'access',
				operation: 'getAll',
				returnAll: true,
				of: 'space',
				apiVersion,
				spaceGuid,
			};
			const ran = await runNode(engine, 'cloudFoundry', parameters, { credentials: { cloudFoundryApi: signedIn() } });
			return { rows: json(ran.outputs[0]), told: `${ran.error?.message}\n${ran.error?.description}` };
		};
		const bare = await of('web');
		expect(bare.rows).toEqual([]);
		expect(bare.told).toContain("'Space' can't be found by name: 'web' doesn't say in which organization it is\n");
		expect(bare.told).toContain('Write it as organization/space, such as acme-production/web, or use the ID.');
		const elsewhere = await of('partner-portal/web');
		expect(elsewhere.told).toBe('undefined\nundefined');
		for (const { spaceGuid } of elsewhere.rows) expect(spaceGuid).toBe(uuidOf('space partner-portal web'));
	});
});
