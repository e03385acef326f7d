import type { IDataObject } from 'n8n-workflow';

import { startSandbox } from '../../sandbox';
import { changeKinds, changesSent, kindNames, providerFor, results, run } from '../support/changes';
import { ada, bob, client, department, removeMembers } from '../support/members';
import { insideOf, sealed, sealOf, undo } from '../support/plans';
import { engine, sandbox, setUp } from '../support/setUp';
import { runNode } from '../support/workflow';
import { wayIn } from '../support/access';
import { credentialOf } from '../support/changes';

setUp();

const done = async (name: string, credential: IDataObject = {}) => {
	const change = changeKinds[name];
	const ran = await run(change, [change.changing], { verify: true, auditEvent: true }, { credential });
	providerFor(change).requests.splice(0);
	return results(ran.outputs)[0];
};

describe.each(kindNames)('the undo of %s', (name) => {
	const change = changeKinds[name];
	const { node } = change;

	it('names the base URL that it is for, in its audit event, too', async () => {
		const { undo: back, audit } = await done(name);
		const { url } = sandbox[node];
		expect((back as IDataObject).baseUrl).toBe(url);
		for (const event of [audit].flat() as IDataObject[])
			expect(event).toMatchObject({ unmapped: { undo: { baseUrl: url } } });
	});

	it('is refused at another address of the same provider', async () => {
		const { undo: back } = await done(name);
		const other = await startSandbox();
		try {
			const type = credentialOf[node];
			const parameters = { resource: 'change', operation: 'undo', undo: '={{ $json.undo }}' };
			const credentials = { [type]: wayIn(other, type) };
			const { error } = await runNode(engine, node, parameters, { items: [{ undo: back }], credentials });
			expect(error?.message).toBe('The undo is for another base URL');
			expect(error?.description).toContain(
				`It takes back a change at ${sandbox[node].url}, and the credential of this node has ${other[node].url}.`,
			);
			expect(other[node].requests).toEqual([]);
		} finally {
			await other.close();
		}
	});

	it.each([null, '', 7, undefined])('that names %j instead is refused', async (baseUrl) => {
		const { undo: back } = await done(name);
		const parameters = { undo: JSON.stringify({ ...(back as IDataObject), baseUrl }) };
		const { error } = await undo(node, [{}], { parameters });
		expect(error?.message).toMatch(
			/^'Undo' holds one that doesn't say which base URL it is for$|^The undo is for another/,
		);
		expect(changesSent(change)).toEqual([]);
	});

	it('is sealed where the credential has a Plan Key, and refused there without its seal', async () => {
		const credential = { planKey: 'key-of-the-team' };
		const { undo: back } = await done(name, credential);
		const { seal, ...bare } = back as IDataObject;
		expect(seal).toBe(sealOf(bare, 'key-of-the-team'));
		const edited = { ...bare, seal, ...('userIds' in bare ? { userIds: [bob] } : { userId: 7, userGuid: 'x' }) };
		for (const [given, said] of [
			[bare, "The undo isn't sealed with the Plan Key of the credential"],
			[
				{ ...bare, seal: sealOf(bare, 'another-key') },
				'The undo was changed after it was made, or sealed with another',
			],
			[edited, 'The undo was changed after it was made, or sealed with another'],
		] as const) {
			const { error } = await undo(node, [{ undo: given }], { credential });
			expect(error?.message).toContain(said);
		}
		expect((await undo(node, [{ undo: back }])).error?.message).toBe(
			'The undo is sealed with a Plan Key, and the credential of this node has none',
		);
		expect(changesSent(change)).toEqual([]);
		const { error } = await undo(node, [{ undo: back }], { credential, options: { verify: true } });
		expect(error).toBeUndefined();
		expect(changesSent(change).length).toBeGreaterThan(0);
	});
});

describe('the undo of items that share members', () => {
	it('is what is known of each: who was changed by an earlier one is only left out', async () => {
		const others = sandbox.clientDirectory.state.users.map(({ id }) => id);
		const [one, two, three, four] = others;
		for (const user of sandbox.clientDirectory.state.users) user.department_ids = [department];
		const items = [{ userIds: [one, two, three] }, { userIds: [three, four] }];
		const { outputs } = await removeMembers(items, { verify: true });
		const [first, second] = results(outputs);
		expect(first.undo).toMatchObject({ userIds: [one, two, three] });
		expect(first.note).toBeUndefined();
		expect(second).toMatchObject({ changed: true, undo: { userIds: [four] } });
		expect(second.note).toBe(`'undo' lacks what isn't known exactly: ${three}.`);
		await undo(
			'clientDirectory',
			outputs[0].map(({ json }) => json),
		);
		expect(sandbox.clientDirectory.state.users.filter((user) => user.department_ids.includes(department))).toHaveLength(
			others.length,
		);
	});

	it('is none where nothing of an item is known', async () => {
		const items = [{ userIds: [ada, bob] }, { userIds: [bob, ada] }];
		const { outputs } = await removeMembers(items, { verify: true });
		expect(results(outputs)[1].undo).toBeNull();
	});

	it('of a Set with a Plan Key is one for all members, sealed', async () => {
		const parameters = {
			...{ resource: 'department', operation: 'setMembers', clientId: client, departmentId: department },
			...{ userIds: [ada], options: { maxRemovalPercent: 100 } },
		};
		for (const user of sandbox.clientDirectory.state.users) user.department_ids = [department];
		const clientDirectoryApi = { ...wayIn(sandbox, 'clientDirectoryApi'), planKey: 'key-of-the-team' };
		const { outputs } = await runNode(engine, 'clientDirectory', parameters, { credentials: { clientDirectoryApi } });
		const { undo: back } = outputs[0][0].json as { undo: IDataObject[] };
		expect(back).toHaveLength(1);
		const { seal, ...bare } = back[0];
		expect((bare.userIds as string[]).length).toBeGreaterThan(1);
		expect(seal).toBe(sealOf(bare, 'key-of-the-team'));
	});
});

describe('a plan of another version', () => {
	it.each(['0', '2', '10', '1000000000'])('(%s) is refused', async (version) => {
		const change = changeKinds['guardhouse unassignRole'];
		const [{ plan }] = results((await run(change, [change.changing], { dryRun: true })).outputs);
		const parameters = {
			resource: 'change',
			operation: 'apply',
			plan: sealed({ ...insideOf(plan), version: Number(version) }, undefined, `plan${version}`),
		};
		const credentials = { guardhouseApi: wayIn(sandbox, 'guardhouseApi') };
		const { error } = await runNode(engine, 'guardhouse', parameters, { credentials });
		expect(error?.message).toMatch(/^The plan was made by (a newer|another) version of this node$/);
		expect(changesSent(change)).toEqual([]);
	});
});
