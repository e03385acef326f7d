import type { IDataObject } from 'n8n-workflow';

import { providerOf, removals, wayIn } from '../support/access';
import { client, department } from '../support/members';
import { engine, sandbox, setUp } from '../support/setUp';
import { json, runNode } from '../support/workflow';

// Cells and rows in which nothing stands, and fields that stand one level further down.

setUp();

const map = async (type: string, operation: string, items: readonly IDataObject[], more: IDataObject = {}) => {
	const [node, { resource }] = removals[type];
	const parameters = { resource, operation, mappingMode: 'autoMapInputData', ...more } as IDataObject;
	return await runNode(engine, node, parameters, { items, credentials: { [type]: wayIn(sandbox, type) } });
};
const pair = { userId: 'user_abc123def', clientId: 'cust_789xyz' };
const sent = () => sandbox.delos.requests.filter(({ method }) => method !== 'GET').map(({ url, body }) => url + body);
const blanks = ['', ' ', ' \t\u00a0', '\u200b', '\n', null].map((blank) => [blank]);

describe('mapped automatically, a blank cell', () => {
	const unbind = '/v2/user/user_abc123def/relate-client/cust_789xyz';

	it.each(blanks)('of Ownership is as if the column were absent (%j)', async (blank) => {
		const ran = await map('delosApi', 'unbindClient', [{ ...pair, ownership: blank, isOwner: blank }]);
		expect(json(ran.outputs[0])).toMatchObject([{ ownership: 'any' }]);
		expect(sent()).toEqual([unbind]);
	});

	it.each(blanks)('of Ownership says nothing beside a filled one (%j)', async (blank) => {
		await map('delosApi', 'unbindClient', [{ ...pair, ownership: blank, isOwner: 'WAHR' }]);
		await map('delosApi', 'unbindClient', [{ ...pair, ownership: 'standard', isOwner: blank }]);
		expect(sent()).toEqual([`${unbind}?relation.isOwner=true`, `${unbind}?relation.isOwner=false`]);
	});

	it.each(blanks)('of Is Owner is no owner, of Instant Logout no logout (%j)', async (blank) => {
		const bound = await map('delosApi', 'bindClient', [{ ...pair, userId: 'user_456ghi', isOwner: blank }]);
		expect(json(bound.outputs[0])).toMatchObject([{ isOwner: false }]);
		const gone = await map('guardhouseApi', 'unassignRole', [{ userId: 101, roleId: 1, instantLogout: blank }]);
		expect(json(gone.outputs[0])).toMatchObject([{ instantLogout: false }]);
	});

	it('beside a field that is nearly of that name does not hide it', async () => {
		const ran = await map('delosApi', 'unbindClient', [{ ...pair, ownership: '', Ownership: 'owner' }]);
		expect(ran.error?.message).toBe("'Ownership' is looked for as 'ownership', and the input item has 'Ownership'");
		expect(sandbox.delos.requests).toEqual([]);
	});

	it.each(blanks)('of what is needed is told as blank (%j)', async (blank) => {
		const ran = await map('delosApi', 'unbindClient', [{ ...pair, userId: blank, userEmail: blank }]);
		expect([ran.error?.message, ran.error?.description]).toEqual([
			"'User' is blank in the input item",
			"Fill in 'userId', 'userEmail' there, or leave such items out with a Filter node before this one.",
		]);
		expect(sandbox.delos.requests).toEqual([]);
	});

	it('says nothing beside the same under another name', async () => {
		const { userId, ...item } = pair;
		expect((await map('delosApi', 'unbindClient', [{ ...item, userId: '', uuid: userId }])).error).toBeUndefined();
		expect(sent()).toEqual([unbind]);
	});

	it.each([
		['yes', true],
		['TRUE', true],
		[1, true],
		['VRAI', true],
		['no', false],
		['0', false],
		['Falsch', false],
		['non', false],
	])('that holds %j is read', async (cell, isOwner) => {
		await map('delosApi', 'bindClient', [{ ...pair, userId: 'user_456ghi', isOwner: cell }]);
		expect(sent()).toEqual([
			`/v2/user/user_456ghi/relate-client${JSON.stringify({ relation: { cuid: 'cust_789xyz', isOwner } })}`,
		]);
	});

	it.each(['maybe', 'x', '2', 2, 'yes!'])('that holds %j is refused, with what to write', async (cell) => {
		const ran = await map('delosApi', 'bindClient', [{ ...pair, isOwner: cell }]);
		expect(ran.error?.message).toBe(`'Is Owner' is '${cell}', which isn't true or false`);
		expect(ran.error?.description).toBe('Use true or false; yes or no, and 1 or 0, are understood too.');
		expect(sandbox.delos.requests).toEqual([]);
	});
});

describe('below, an option by an expression that gives nothing', () => {
	it.each(['dryRun', 'verify', 'maxChanges', 'ifUnchanged'])('is refused (%s)', async (option) => {
		const parameters = {
			...{ resource: 'user', operation: 'unassignRole', userId: 101, roleId: 1 },
			options: { [option]: '={{ $json.cell }}' },
		};
		const items = [{ cell: '', note: 'x' }];
		const credentials = { guardhouseApi: wayIn(sandbox, 'guardhouseApi') };
		const { error } = await runNode(engine, 'guardhouse', parameters, { items, credentials });
		expect(error?.message).toMatch(/^'(Dry Run|Verify|Max Changes|If Unchanged)' /);
		expect(sandbox.guardhouse.requests).toEqual([]);
	});
});

describe('a list of one', () => {
	it.each([
		[{ userId: [101], roleId: ['1'] }, {}],
		[{ userEmail: ['john.smith@example.com'], roleName: ['Administrator'] }, {}],
		[{ userId: [101], roleId: [1], instantLogout: ['no'] }, { instantLogout: false }],
	])('is that one (%j)', async (item, more) => {
		const ran = await map('guardhouseApi', 'unassignRole', [item]);
		expect(json(ran.outputs[0])).toMatchObject([{ userId: 101, roleId: 1, ...more }]);
	});

	it.each([[[101, 102]], [[[101]]], [[]], [[null]], [[{ id: 101 }]], ['[101]'], ['["101"]']])(
		'is not %j',
		async (userId) => {
			const ran = await map('guardhouseApi', 'unassignRole', [{ userId, roleId: 1 } as IDataObject]);
			expect(ran.error?.message).toMatch(/^'User' is /);
			expect(sandbox.guardhouse.requests).toEqual([]);
		},
	);
});

describe('a field that stands one level down', () => {
	const set = (outer: string) =>
		`Put an Edit Fields (Set) node before this one, with 'JSON' as its 'Mode' and ${outer} as its 'JSON'. Looked for `;
	const split = (outer: string) =>
		`Put a Split Out node before this one, with '${outer}' in 'Fields To Split Out': it makes an item of each entry. Looked for `;

	it.each<readonly [IDataObject, string, string]>([
		[{ headers: {}, body: { userEmail: 'a@example.com' } }, "'body' has 'userEmail'", set('{{ $json.body }}')],
		[{ fields: { userId: 101, roleId: 1 } }, "'fields' has 'userId'", set('{{ $json.fields }}')],
		[{ 'form data': { userId: 101 } }, "'form data' has 'userId'", set('{{ $json["form data"] }}')],
		[{ query: { userId: '' }, body: { userId: 101 } }, "'body' has 'userId'", set('{{ $json.body }}')],
		[{ users: [{ userId: 101 }, { userId: 102 }] }, "'users' has 'userId'", split('users')],
	])('is named, not read: %j', async (item, what, how) => {
		const { error } = await map('guardhouseApi', 'unassignRole', [item]);
		expect(error?.message).toBe(`'User' is missing from the input item, but ${what}`);
		expect(error?.description?.startsWith(how)).toBe(true);
		expect(sandbox.guardhouse.requests).toEqual([]);
	});

	it('is named where it is dotted or nested there', async () => {
		for (const body of [{ 'relation.cuid': 'cust_1' }, { relation: { cuid: 'cust_1' } }]) {
			const { error } = await map('delosApi', 'unbindClient', [{ userId: 'user_abc123def', body }]);
			expect(error?.message).toBe("'Client' is missing from the input item, but 'body' has 'relation.cuid'");
		}
	});

	it('is no matter where a parameter is there', async () => {
		const item = { ...pair, body: { userId: 'user_456ghi', ownership: 'owner' } };
		expect((await map('delosApi', 'unbindClient', [item])).error).toBeUndefined();
	});
});

describe('a row in which nothing is filled in', () => {
	const about = (label: string) =>
		`Nothing is filled in there, so '${label}' isn't, either. Rows are counted without the heading of a sheet. Leave blank ones out with a Filter node before this one, or end the range of the sheet at its last row.`;
	const filled = { userId: 101, roleId: 1 };
	const last = [
		{ userId: '', roleId: '' },
		{ userId: ' ', roleId: null, row_number: 4 },
		{ userEmail: '', roleName: '\u00a0', comment: '' },
		{},
	];

	it.each(last)('is told by its number, and the run is refused before any request: %j', async (row) => {
		const ran = await map('guardhouseApi', 'unassignRole', [filled, { userId: 102, roleId: 1 }, row as IDataObject]);
		expect(ran.error?.message).toMatch(/^Row 3 is blank/);
		expect(ran.error?.description).toBe(about('User'));
		expect(sandbox.guardhouse.requests).toEqual([]);
	});

	it.each(last)('is told where its fields are given by expressions, too: %j', async (row) => {
		const given = (name: string) => ({ __rl: true, mode: 'id', value: `={{ $json.${name} }}` });
		const more = { mappingMode: 'defineBelow', userId: given('userId'), roleId: given('roleId') };
		const ran = await map('guardhouseApi', 'unassignRole', [filled, row as IDataObject], more);
		expect(ran.error?.message).toMatch(/^Row 2 is blank/);
		expect(sandbox.guardhouse.requests).toEqual([]);
	});

	it('is the first one, too, where it has the fields', async () => {
		const ran = await map('guardhouseApi', 'unassignRole', [{ userId: '', roleId: '' }]);
		expect(ran.error?.message).toBe('Row 1 is blank');
	});

	it('of members is told', async () => {
		const row = { clientId: client, departmentId: department, userIds: ['x'] };
		const ran = await map('clientDirectoryApi', 'removeMembers', [
			row,
			{ clientId: '', departmentId: '', userIds: '' },
		]);
		expect(ran.error?.message).toMatch(/^Row 2 is blank/);
		expect(sandbox.clientDirectory.requests).toEqual([]);
	});

	it.each<readonly [string, IDataObject, string]>([
		['holds something', { userId: '', roleId: '', comment: 'left' }, "'User' is blank in the input item"],
		['is all that a run without input has', {}, "'User' is missing from the input item"],
	])('is none that %s', async (_, row, message) => {
		const ran = await map('guardhouseApi', 'unassignRole', [row]);
		expect(ran.error?.message).toBe(message);
		expect(providerOf(sandbox, 'guardhouseApi').requests).toEqual([]);
	});

	it('does not hide that a value in the panel is wrong', async () => {
		const more = { mappingMode: 'defineBelow', userId: 'a b', roleId: 1 };
		const ran = await map('guardhouseApi', 'unassignRole', [filled, { userId: '' }], more);
		expect(ran.error?.message).toMatch(/^'User' /);
	});
});
