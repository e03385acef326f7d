import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { IDataObject } from 'n8n-workflow';

import { uuidOf } from '../../sandbox';
import { wayIn } from '../support/access';
import type { Change, Node } from '../support/changes';
import { changeKinds, credentialOf, finance, kindNames, providerFor, run } from '../support/changes';
import { giveRole, home } from '../support/cloudFoundry';
import { signedIn } from '../support/cloudFoundryAccesses';
import { ada, client, nobody } from '../support/members';
import { insideOf, undo } from '../support/plans';
import { engine, sandbox, setUp } from '../support/setUp';
import { everyRemoveAll, everySet, providerOf, runWhole } from '../support/wholes';
import { json, locator, runNode, type Ran } from '../support/workflow';

// Whole results, because whoever maps a field of one in a saved workflow will go on to do so.

setUp();

/** Other in each run. */
const passing: Record<string, string> = {
	...{ plannedAt: 'time', expiresAt: 'time', time: 'time', before: 'digest', seal: 'digest' },
	...{ requestId: 'request', correlation_uid: 'execution' },
};

function lasting(this: IDataObject, name: string, value: unknown) {
	if (name in passing) return passing[name];
	if (name === 'plan' && value !== null) return insideOf(value);
	if (name === 'uid' && 'correlation_uid' in this) return 'event';
	return typeof value === 'string'
		? value.replace(/127\.0\.0\.1:\d+/g, 'provider').replace(/(request ID) [\w-]+/g, '$1 request')
		: value;
}

const told = ({ outputs }: Ran): unknown => JSON.parse(JSON.stringify(outputs.map(json), lasting));

const expectWritten = (name: string, runs: Record<string, Ran>) => {
	const all = Object.fromEntries(Object.entries(runs).map(([what, ran]) => [what, told(ran)]));
	const path = join(__dirname, 'results', `${name.replaceAll(' ', '.')}.json`);
	expect(all).toEqual(JSON.parse(readFileSync(path, 'utf8')));
};

const auditEvent = true;

const onceOf = (change: Change) => async (fields: IDataObject, options: IDataObject) =>
	await run(change, [fields], { auditEvent, ...options }, { onError: 'continueErrorOutput' });

/** A change from its dry run to what takes it back, and the same where it is so already. */
const runsOf = async (change: Change): Promise<Record<string, Ran>> => {
	const once = onceOf(change);
	const planned = await once(change.changing, { dryRun: true });
	const { method } = json(planned.outputs[0])[0].request as { method: string };
	providerFor(change).fault({ method, status: 403, body: 'No' });
	const failed = await once(change.changing, {});
	const done = await once(change.changing, { verify: true });
	const [result] = json(done.outputs[0]);
	// Of some changes it isn't known exactly how to take them back.
	const back = result.undo && (await undo(change.node, [result], { options: { auditEvent } }));
	const unchanged = await once(change.idle, { verify: true });
	return { planned, failed, done, ...(back && { back }), unchanged };
};

it.each(kindNames)('%s', async (name) => expectWritten(name, await runsOf(changeKinds[name])));

const accepted = { status: 200 };
const somebody = uuidOf('cloud foundry john.smith');
const ofRole = (grants: boolean, place: IDataObject, role: string, other: string, apiVersion: string): Change => ({
	node: 'cloudFoundry',
	operation: `${grants ? 'add' : 'remove'}${'spaceGuid' in place ? 'Space' : 'Organization'}Role`,
	apiVersion,
	changing: { userGuid: somebody, ...place, role },
	idle: { userGuid: somebody, ...place, role: other },
	accepted,
	user: somebody,
});
const inOrganization = { organizationGuid: home };
const inSpace = { spaceGuid: '9decf038-91ca-4605-b796-f7f629e0886b' };
const ownership: Change = {
	node: 'delos',
	operation: 'changeOwnership',
	changing: { userId: 'user_abc123def', clientId: 'cust_789xyz', isOwner: false },
	idle: { userId: 'user_456ghi', clientId: 'cust_123abc', isOwner: true },
	accepted,
	user: 'user_abc123def',
};

/** Changes that other tests don't go through one by one. */
const more: Record<string, Change> = {
	'delos changeOwnership': ownership,
	'guardhouse unblock': {
		node: 'guardhouse',
		operation: 'unblock',
		changing: { userId: 112 },
		idle: { userId: 101 },
		accepted: { status: 204 },
		user: '/112',
	},
	...Object.fromEntries(
		['v2', 'v3'].flatMap((version) => [
			[
				`cloudFoundry addOrganizationRole ${version}`,
				ofRole(true, inOrganization, 'organization_auditor', 'organization_manager', version),
			],
			[`cloudFoundry removeSpaceRole ${version}`, ofRole(false, inSpace, 'space_developer', 'space_auditor', version)],
		]),
	),
};

it.each(Object.keys(more))('%s', async (name) => {
	giveRole('space_developer', somebody, inSpace.spaceGuid);
	expectWritten(name, await runsOf(more[name]));
});

it('delos changeOwnership where Bind refuses to overwrite', async () => {
	sandbox.delos.state.bindMode = 'refusesExisting';
	const { planned, failed, done, back } = await runsOf(ownership);
	const refused = { method: 'PUT', path: /relate-client/, skip: 1, status: 403, body: 'No' };
	sandbox.delos.fault(refused);
	const putBack = await onceOf(ownership)(ownership.changing, {});
	sandbox.delos.fault({ ...refused, times: 9 });
	const lost = await onceOf(ownership)(ownership.changing, {});
	expectWritten('delos changeOwnership anew', { planned, failed, done, back, putBack, lost });
});

const accesses: ReadonlyArray<readonly [Node, IDataObject, IDataObject, IDataObject]> = [
	[
		'delos',
		{ of: 'user', userId: locator('user_abc123def') },
		{ of: 'client', clientId: locator('cust_123abc') },
		{ of: 'client', clientId: locator('cust_nowhere') },
	],
	[
		'clientDirectory',
		{ clientId: client, of: 'user', userId: locator(ada) },
		{ clientId: client, of: 'department', departmentId: locator(finance) },
		{ clientId: client, of: 'department', departmentId: locator(nobody) },
	],
	[
		'guardhouse',
		{ of: 'user', userId: locator(101) },
		{ of: 'role', roleId: locator(3) },
		{ of: 'role', roleId: locator(999) },
	],
	...(['v2', 'v3'] as const).map(
		(apiVersion) =>
			[
				'cloudFoundry',
				{ apiVersion, of: 'user', userGuid: locator(somebody) },
				{ apiVersion, of: 'space', spaceGuid: locator(inSpace.spaceGuid) },
				{ apiVersion, of: 'space', spaceGuid: locator(nobody) },
			] as const,
	),
];

it.each(accesses)('%s accesses %#', async (node, ofUser, ofGroup, ofNothing) => {
	giveRole('space_developer', somebody, inSpace.spaceGuid);
	const credentials =
		node === 'cloudFoundry'
			? { cloudFoundryApi: signedIn() }
			: { [credentialOf[node]]: wayIn(sandbox, credentialOf[node]) };
	const read = async (parameters: IDataObject) =>
		await runNode(
			engine,
			node,
			{ resource: 'access', operation: 'getAll', returnAll: true, ...parameters },
			{ credentials, onError: 'continueErrorOutput' },
		);
	const name = [node, ofUser.apiVersion, 'accesses'].filter((part) => part !== undefined).join(' ');
	expectWritten(name, { user: await read(ofUser), group: await read(ofGroup), failed: await read(ofNothing) });
});

const wholes = [
	...everyRemoveAll.map(([name, kind]) => {
		const fill = () => kind.fill(3);
		return [`${name} ${kind.operation}`, kind, kind.user, fill] as const;
	}),
	...everySet.map(([name, kind]) => {
		const fill = () => kind.fill(5, 3);
		return [`${name} ${kind.operation}`, kind, { ...kind.group, userIds: [1, 2, 3, 4].map(kind.id) }, fill] as const;
	}),
];

it.each(wholes)('%s', async (name, kind, item, fill) => {
	fill();
	const once = async (options: IDataObject) =>
		await runWhole(kind, [item], {
			onError: 'continueErrorOutput',
			options: { auditEvent, concurrency: 1, ...('group' in kind && { maxRemovalPercent: 100 }), ...options },
		});
	const planned = await once({ dryRun: true });
	const requests = json(planned.outputs[0])[0].request as Array<{ method: string }>;
	providerOf(kind).fault({
		method: requests[0].method,
		status: 403,
		body: 'No',
		times: kind.node === 'clientDirectory' ? 2 : 1,
	});
	const failed = await once({});
	fill();
	providerOf(kind).fault({
		method: requests[0].method,
		status: 403,
		body: 'No',
		times: kind.node === 'clientDirectory' ? 2 : 1,
	});
	const reported = await once({ partialFailure: 'report' });
	fill();
	const done = await once({ verify: true });
	const unchanged = await once({});
	const back = await undo(kind.node, json(done.outputs[0]), { options: { auditEvent, concurrency: 1 } });
	const more = await once('group' in kind ? { mode: 'removeOnly' } : { dryRun: true });
	expectWritten(name, { planned, failed, reported, done, unchanged, back, more });
});
