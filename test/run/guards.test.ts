import type { IDataObject } from 'n8n-workflow';

import { uuidOf } from '../../sandbox';
import { providerOf, removals, wayIn } from '../support/access';
import {
	bytes,
	changeKinds,
	changesSent,
	expectRefused,
	kindNames,
	know,
	modes,
	run,
	type Change,
} from '../support/changes';
import { told } from '../support/cloudFoundry';
import { bob } from '../support/members';
import { engine, sandbox, setUp } from '../support/setUp';
import { runNode } from '../support/workflow';

setUp();

const types = Object.keys(removals);
const remove = async (type: string, options: IDataObject, more: IDataObject = {}) => {
	const [node, parameters] = removals[type];
	const credentials = { [type]: wayIn(sandbox, type) };
	return await runNode(engine, node, { ...parameters, ...more, options }, { credentials });
};

describe.each(types)('Protected Users of %s', (type) => {
	it.each([
		'',
		' , ;\n',
		'[]',
		'""',
		'[""]',
		'={{ [""] }}',
		'={{ [] }}',
		'={{ null }}',
		'={{ $json.missing }}',
		'={{ "" }}',
	])('that are there but empty (%j) name the option, and tell what to do about it', async (protectedUsers) => {
		const ran = await remove(type, { protectedUsers });
		expect(told(ran)).toContain("'Protected Users'");
		expect(told(ran)).toMatch(/an empty list protects nobody/);
		expect(told(ran)).toMatch(/remove the option/);
		expect(told(ran)).not.toMatch(/leave the item out|input item/i);
		expect(providerOf(sandbox, type).requests).toEqual([]);
	});
});

describe('Protected Users of Delos', () => {
	it.each([
		['jos\u00e9', 'jose\u0301'],
		['stra\u00dfe', 'STRASSE'],
		['user_1', 'USER_\uff11'],
	])('protect %j, however it is written (%j)', async (protectedUsers, userId) => {
		know('delos', [protectedUsers]);
		const ran = await remove('delosApi', { protectedUsers }, { userId });
		expect(ran.error?.message).toMatch(/protected user/);
		expect(sandbox.delos.requests.map(({ method }) => method)).toEqual(['GET']);
	});
});

describe('Protected Users of Guardhouse', () => {
	it.each(['0101', '101.0', '1e2', 'jane@example.com', '={{ ["7", "0101"] }}', '0'])(
		'that are no user IDs there are refused, not ignored (%s)',
		async (protectedUsers) => {
			const ran = await remove('guardhouseApi', { protectedUsers });
			expect(ran.status).toBe('error');
			expect(told(ran)).toContain("'Protected Users'");
			expect(sandbox.guardhouse.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
		},
	);

	it.each(['101', ' 101 ', '={{ 101 }}', '={{ ["101"] }}', '102, 101'])('protect the user 101 as %s', async (ids) => {
		const ran = await remove('guardhouseApi', { protectedUsers: ids });
		expect(ran.error?.message).toMatch(/protected user/);
		expect(new Set(sandbox.guardhouse.requests.map(({ method }) => method))).toEqual(new Set(['GET']));
	});
});

/** 100 items of 100 users; the sandbox needn't know them, unless they are protected. */
const hundred = ({ changing }: Change): IDataObject[] =>
	Array.from({ length: 100 }, (_, index) => ({
		...changing,
		...('userIds' in changing && { userIds: [uuidOf(`user ${index}`)] }),
		...('userGuid' in changing && { userGuid: uuidOf(`user ${index}`) }),
		...('userId' in changing && { userId: typeof changing.userId === 'number' ? 1000 + index : `user_${index}` }),
	}));

/** IDs of two other users that there are, of the provider's kind. */
const others = ({ node, changing }: Change) => {
	const ids = typeof changing.userId === 'number' ? ['9901', '9902'] : [uuidOf('someone'), uuidOf('another')];
	know(node, ids);
	return ids;
};

const idOf = ({ userId, userGuid, userIds }: IDataObject) => String(userId ?? userGuid ?? (userIds as string[])[0]);

describe.each(kindNames)('a guard of %s', (name) => {
	const change = changeKinds[name];

	it.each(modes)('Max Changes refuses all of 100 items where 99 are allowed (%s)', async (onError) => {
		const before = bytes(change);
		expectRefused(change, onError, await run(change, hundred(change), { maxChanges: 99 }, { onError }), 100);
		expect(bytes(change)).toBe(before);
	});

	it.each(modes)('Protected Users refuses all of 100 items where one is protected (%s)', async (onError) => {
		const items = hundred(change);
		const [one, other] = others(change);
		know(change.node, [idOf(items[57])]);
		const protectedUsers = `${one}, ${idOf(items[57])}\n${other}`;
		const ran = await run(change, items, { protectedUsers }, { onError });
		expectRefused(change, onError, ran, 100);
		expect(JSON.stringify([ran.error?.message, ran.outputs])).toContain('a protected user');
	});

	it('both say what to do', async () => {
		const items = hundred(change).slice(0, 3);
		const most = await run(change, items, { maxChanges: 2 });
		expect(most.error?.message).toBe("This run would make 3 changes, and 'Max Changes' allows 2");
		expect(most.error?.description).toBe(
			"Nothing was sent. Check the input items; if they are as they should be, raise 'Max Changes'.",
		);
		const [one, two] = items.map(idOf);
		know(change.node, [one, two]);
		const kept = await run(change, items, { protectedUsers: `${one}, ${two}` });
		expect(kept.error?.message).toBe('This run would change the access of 2 protected users');
		expect(kept.error?.description).toContain(
			`Nothing was sent. 'Protected Users' holds ${one}, ${two}: take these users out of the input items.`,
		);
		const single = await run(change, items, { protectedUsers: one });
		expect(single.error?.message).toBe('This run would change the access of a protected user');
		expect(single.error?.description).toContain(
			`Nothing was sent. 'Protected Users' holds ${one}: take this user out of the input items.`,
		);
	});

	it('Max Changes lets as many pass as it says', async () => {
		const { status } = await run(change, [change.changing], { maxChanges: 'userIds' in change.changing ? 2 : 1 });
		expect(status).toBe('success');
		expect(changesSent(change).length).toBeGreaterThan(0);
	});

	it('Protected Users lets others pass', async () => {
		const protectedUsers = `={{ ${JSON.stringify(others(change))} }}`;
		const { status } = await run(change, [change.changing], { protectedUsers });
		expect(status).toBe('success');
		expect(changesSent(change).length).toBeGreaterThan(0);
	});

	it.each([
		['an array', (id: string, other: string) => `={{ ["${other}", "${id}"] }}`],
		['objects with an id', (id: string, other: string) => `={{ [{ id: "${other}" }, { id: "${id}" }] }}`],
		['JSON', (id: string, other: string) => `["${other}","${id}"]`],
		['lines', (id: string, other: string) => `${other}\n  ${id}  \n`],
	])('Protected Users as %s', async (_, write) => {
		const protectedUsers = write(idOf(change.changing), others(change)[0]);
		expectRefused(change, 'stopWorkflow', await run(change, [change.changing], { protectedUsers }), 1);
	});

	it.each(['={{ "" }}', '={{ $json.missing }}', '={{ null }}', '={{ [] }}', '={{ "  " }}', '={{ [""] }}', '={{ {} }}'])(
		'Protected Users that turn out to be nothing refuse the run: %s',
		async (protectedUsers) => {
			for (const onError of modes)
				expectRefused(change, onError, await run(change, [change.changing], { protectedUsers }, { onError }), 1);
		},
	);

	it.each(['={{ "" }}', '={{ $json.missing }}', '={{ null }}', '={{ "many" }}', -1, 1.5])(
		'Max Changes that is no number refuses the run: %s',
		async (maxChanges) => {
			for (const onError of modes)
				expectRefused(change, onError, await run(change, [change.changing], { maxChanges }, { onError }), 1);
		},
	);
});

describe('Max Changes', () => {
	it('counts members, not items', async () => {
		const change = changeKinds['clientDirectory removeMembers'];
		const userIds = Array.from({ length: 100 }, (_, index) => uuidOf(`member ${index}`));
		const items = [{ ...change.changing, userIds }];
		expectRefused(change, 'stopWorkflow', await run(change, items, { maxChanges: 99 }), 1);
		await run(change, items, { maxChanges: 100, partialFailure: 'report' });
		expect(changesSent(change)).toHaveLength(1);
	});

	it('lets 100 of 100 pass', async () => {
		const change = changeKinds['guardhouse assignRole'];
		const items = Array.from({ length: 100 }, (_, index) => ({ userId: 1000 + index, roleId: 2 }));
		know(
			'guardhouse',
			items.map(({ userId }) => String(userId)),
		);
		const { status } = await run(change, items, { maxChanges: 100 });
		expect(status).toBe('success');
		expect(changesSent(change)).toHaveLength(100);
	});
});

it('a protected member among others refuses the run', async () => {
	const change = changeKinds['clientDirectory addMembers'];
	const protectedUsers = bob.toUpperCase();
	expectRefused(change, 'stopWorkflow', await run(change, [change.idle, change.changing], { protectedUsers }), 2);
});
