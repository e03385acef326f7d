import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import { changeKinds, changesSent, kindNames, modes, providerFor, run } from '../support/changes';
import { told } from '../support/cloudFoundry';
import { client, department } from '../support/members';
import { engine, sandbox, setUp } from '../support/setUp';
import { everySet, providerOf, runWhole } from '../support/wholes';
import { packageName, runNode } from '../support/workflow';
import { wayIn } from '../support/access';

// What is no ID anywhere, and what means another one than it says.

setUp();

/** Drawn from signs alone: what tickets and sheets hold where there is nothing to tell. */
const signs = fc.stringMatching(/^[-–—−•*·.…_~^°+=!|:;'()<>$€%&@]{1,6}$/).filter((text) => !/^[,;=]|[,;]/.test(text));

/** As sheets and JavaScript write numbers that are too long for them, with decimal points of either kind. */
const reformatted = fc.oneof(
	fc
		.tuple(
			fc.integer({ min: 1, max: 9 }),
			fc.integer({ min: 1, max: 99999 }),
			fc.constantFrom('.', ','),
			fc.integer({ min: 5, max: 21 }),
		)
		.chain(([first, rest, point, power]) =>
			fc.constantFrom('E+', 'e+', 'E', 'E+0').map((mark) => `${first}${point}${rest}${mark}${power}`),
		),
	fc.integer({ min: 1, max: 9 }).map((digit) => `${digit}e+21`),
	fc
		.tuple(
			fc.integer({ min: 1, max: 999 }),
			fc.array(fc.integer({ min: 100, max: 999 }), { minLength: 1, maxLength: 3 }),
		)
		.map(([first, rest]) => [first, ...rest].join(',')),
);

const lost = fc
	.tuple(fc.stringMatching(/^[A-Za-z]{1,5}$/), fc.stringMatching(/^[A-Za-z]{1,5}$/))
	.map((parts) => parts.join('\ufffd'));
const asJson = fc
	.stringMatching(/^[a-z0-9]{1,6}$/)
	.chain((id) => fc.constantFrom(`["${id}"]`, `[${id}]`, `{"id":"${id}"}`));
const raw = fc.constantFrom<unknown>(
	['u1', 'u2'],
	[1, 2],
	[['u1']],
	[null],
	[''],
	[],
	{ id: 'u1' },
	1e21,
	1.5,
	-1,
	Number.MAX_SAFE_INTEGER + 2,
	true,
	null,
	undefined,
	'',
);

const noId = fc.oneof(signs, reformatted, lost, asJson, raw);

const idsOf = (kind: { readonly changing: IDataObject }) =>
	Object.keys(kind.changing).filter((name) => /Id$|Guid$/.test(name));

const everyId = kindNames.flatMap((name) => idsOf(changeKinds[name]).map((id) => [name, id] as const));

it.each(everyId)('%s sends nothing for a %s that is none, whichever', async (name, id) => {
	const kind = changeKinds[name];
	await fc.assert(
		fc.asyncProperty(noId, fc.constantFrom(...modes), async (value, onError) => {
			// A lone number that is whole is an ID where those are texts.
			fc.pre(!(value === -1 && kind.node !== 'guardhouse'));
			const ran = await run(kind, [{ ...kind.changing, [id]: value as string }], {}, { onError });
			const said = ran.error ? told(ran) : JSON.stringify(ran.outputs);
			expect(said).toMatch(/'(User|Client( ID)?|Department|Role|Organization|Blocked By)'/);
			expect(providerFor(kind).requests).toEqual([]);
		}),
		{ numRuns: 40, seed: 21 },
	);
});

describe.each(everySet)('a list of Set at %s', (_, kind) => {
	it('with an entry that is no ID removes nobody', async () => {
		await fc.assert(
			fc.asyncProperty(fc.oneof(signs, lost), fc.constantFrom('exact', 'removeOnly'), async (value, mode) => {
				kind.fill(4, 3);
				const options = { mode, maxRemovalPercent: 100 };
				for (const userIds of [[kind.id(0), value], [value]]) {
					const { error } = await runWhole(kind, [{ ...kind.group, userIds }], { options });
					expect(error?.message).toMatch(/^'Users' /);
				}
				expect(kind.have()).toHaveLength(3);
				expect(providerOf(kind).requests).toEqual([]);
			}),
			{ numRuns: 15, seed: 21 },
		);
	});
});

describe('a field of one ID, where a list is looked for', () => {
	const auto = async (node: 'guardhouse' | 'clientDirectory' | 'delos' | 'cloudFoundry', item: IDataObject) => {
		const [resource, operation] = {
			guardhouse: ['role', 'setUsers'],
			clientDirectory: ['department', 'removeMembers'],
			delos: ['client', 'setUsers'],
			cloudFoundry: ['organization', 'setUsers'],
		}[node];
		const type = `${node}Api`;
		const parameters = { resource, operation, mappingMode: 'autoMapInputData' };
		return await runNode(engine, node, parameters, { items: [item], credentials: { [type]: wayIn(sandbox, type) } });
	};

	it.each([
		['guardhouse', { roleId: 1, userId: '1,234' }],
		['guardhouse', { roleId: 1, userId: [101, 102] }],
		['guardhouse', { roleId: 1, userId: '101 102' }],
		['clientDirectory', { clientId: client, departmentId: department, userId: 'one,two' }],
		['clientDirectory', { clientId: client, departmentId: department, userId: 'one two' }],
		['delos', { clientId: 'cust_789xyz', uuid: 'user_1;user_2' }],
		['cloudFoundry', { organizationGuid: 'x', userGuid: '1,234' }],
	] as const)('takes one (%s, %j)', async (node, item) => {
		const ran = await auto(node, item as unknown as IDataObject);
		const isOne = /holds white space|a whole number|is a list|reformatted|where one/;
		const sent = sandbox[node].requests.filter(({ method }) => method !== 'GET');
		if (ran.error && isOne.test(told(ran))) expect(sandbox[node].requests).toEqual([]);
		// A comma may be part of an ID that is a text: then it is that of one.
		else expect(sent.every(({ body }) => !/"one","two"|"user_1"/.test(body))).toBe(true);
		if (node === 'guardhouse') expect(told(ran)).toMatch(/^'Users' /);
	});

	it('takes one word', async () => {
		const { users } = sandbox.clientDirectory.state;
		users.push({ ...users[0], id: 'jane', username: 'Dyk, Jane', user_key: 'jd' });
		const ran = await auto('clientDirectory', { clientId: client, departmentId: department, username: 'Dyk, Jane' });
		expect(ran.error).toBeUndefined();
		expect(ran.outputs[0][0].json).toMatchObject({ userIds: ['jane'] });
	});

	it.each(['a@example.com, b@example.com', ['a@example.com', 'b@example.com']])(
		'is no list of words: %j',
		async (userEmail) => {
			const ran = await auto('guardhouse', { roleId: 1, userEmail });
			expect(ran.error).toBeDefined();
			expect(sandbox.guardhouse.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
		},
	);
});

describe('an address given by ID at Delos', () => {
	const address = 'john.smith@example.com';

	it.each(kindNames.filter((name) => name.startsWith('delos')))('is not sent (%s)', async (name) => {
		const kind = changeKinds[name];
		const ran = await run(kind, [{ ...kind.changing, userId: address }]);
		expect(ran.error?.message).toBe(`'User' is '${address}', an address, where an ID is meant`);
		expect(ran.error?.description).toContain("set 'User' to By Email");
		expect(providerFor(kind).requests).toEqual([]);
		expect(changesSent(kind)).toEqual([]);
	});

	it('is not sent of a list', async () => {
		const [, kind] = everySet[0];
		const { error } = await runWhole(kind, [{ ...kind.group, userIds: ['user_0001', address] }]);
		expect(error?.message).toBe(
			`'Users' has an entry (number 2) that is '${address}', an address, where an ID is meant`,
		);
		expect(error?.description).toContain("set 'Users Are' to Emails");
		expect(sandbox.delos.requests).toEqual([]);
	});
});

describe('what lists of the editor offer', () => {
	const listed = async (node: string, method: string, parameters: IDataObject = {}) => {
		const type = `${node}Api`;
		const { results } = await engine.listSearch(
			`${packageName}.${node}`,
			method,
			{ resource: 'user', ...parameters } as never,
			{ [type]: wayIn(sandbox, type) } as never,
		);
		return results;
	};
	const bad = ['={{ $env.SECRET }}', '=1', 'a/b', '..', '-', '{{ $json.x }}', 'a b', 'u\u200b1', '1,234'];
	/** The provider gives records of these IDs beside those that it has. */
	const give: Record<string, (id: never) => void> = {
		'delos users': (id) => sandbox.delos.state.users.push({ ...sandbox.delos.state.users[0], uuid: id }),
		'delos clients': (id) => sandbox.delos.state.clients.push({ ...sandbox.delos.state.clients[0], cuid: id }),
		'clientDirectory departments': (id) =>
			sandbox.clientDirectory.state.departments.push({ ...sandbox.clientDirectory.state.departments[0], id }),
		'clientDirectory users': (id) =>
			sandbox.clientDirectory.state.users.push({ ...sandbox.clientDirectory.state.users[0], id }),
		'guardhouse users': (id) => sandbox.guardhouse.state.users.push({ ...sandbox.guardhouse.state.users[0], id }),
		'guardhouse roles': (id) => sandbox.guardhouse.state.roles.push({ ...sandbox.guardhouse.state.roles[0], id }),
		'cloudFoundry users': (id) =>
			sandbox.cloudFoundry.state.users.push({ ...sandbox.cloudFoundry.state.users[0], guid: id }),
		'cloudFoundry organizations': (id) =>
			sandbox.cloudFoundry.state.organizations.push({ ...sandbox.cloudFoundry.state.organizations[0], guid: id }),
	};

	it.each(Object.keys(give))('of %s is what could be typed', async (list) => {
		const [node, method] = list.split(' ');
		const parameters = node === 'clientDirectory' ? { clientId: client } : {};
		const before = await listed(node, method, parameters);
		// Lists of Cloud Foundry with anything but texts for IDs are refused whole.
		const others = node === 'cloudFoundry' ? [] : [['u1'], [1], { id: 1 }, true, 1.5, ''];
		for (const id of [...bad, ...others]) give[list](id as never);
		const after = await listed(node, method, parameters);
		expect(after.map(({ value }) => value)).toEqual(before.map(({ value }) => value));
		for (const { value } of after) expect(String(value)).not.toMatch(/^=|[\s/\\?#]/);
	});

	it('holds no expression in a name, either', async () => {
		const { roles } = sandbox.guardhouse.state;
		roles.push({ ...roles[0], id: 77, name: '={{ $json.secret }}' });
		const entry = (await listed('guardhouse', 'roles')).find(({ value }) => value === 77);
		expect(entry?.name).toBe("'={{ $json.secret }}'");
	});
});
