import * as fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import type { Change } from '../support/changes';
import { bytes, changeKinds, changesSent, failedAs, kindNames, modes, providerFor, run } from '../support/changes';
import { home, told } from '../support/cloudFoundry';
import { ada, department } from '../support/members';
import type { How } from '../support/plans';
import { apply, edited, insideOf, planned, plansOf, restore, sealed } from '../support/plans';
import { sandbox, setUp } from '../support/setUp';

setUp();

const key = { planKey: 'sandbox-plan-key' };
const another = { planKey: 'another sandbox-plan-key' };

/** Refused with these words before anything is changed, whether the node stops or goes on. */
const expectRefusal = async (change: Change, plan: unknown, message: string | RegExp, how: How = {}) => {
	const before = bytes(change);
	for (const onError of modes) {
		const { status, error, outputs } = await apply(change.node, [{ plan }], { ...how, onError });
		const failed = outputs[onError === 'continueErrorOutput' ? 1 : 0]?.[0].json;
		expect(status).toBe(onError === 'stopWorkflow' ? 'error' : 'success');
		if (error && typeof message === 'string') expect(error.message).toBe(message);
		else if (error) expect(error.message).toMatch(message);
		else if (typeof message === 'string') expect(failed.error).toEqual(failedAs(message));
		else expect(failed.error).toMatch(new RegExp(message.source.replace(/\$$/, '\\. .*\\.$')));
		if (error) expect(String(error.description).length).toBeGreaterThan(20);
		expect(JSON.stringify([error?.message, error?.description, failed])).not.toMatch(/sandbox-plan-key/);
	}
	expect(changesSent(change)).toEqual([]);
	expect(bytes(change)).toBe(before);
};

const changed = 'The plan was cut off or changed after it was made';
const unsealed = "The plan isn't sealed with the Plan Key of the credential";
const otherKey =
	'The plan was cut off or changed after it was made, or sealed with another Plan Key than that of the credential';

/** What was planned of each, and what is there once it has been done. */
const moved: Record<string, readonly [string, string]> = {
	'delos bindClient': [
		'user user_456ghi had no access to client cust_789xyz',
		'user user_456ghi is a standard user of client cust_789xyz',
	],
	'delos unbindClient': [
		'user user_abc123def was an owner of client cust_789xyz',
		'user user_abc123def has no access to client cust_789xyz',
	],
	'clientDirectory removeMembers': [
		`user ${ada} was a member of department ${department}`,
		`user ${ada} isn't a member of department ${department}`,
	],
	'clientDirectory addMembers': [`user ${ada} wasn't a member of department`, `user ${ada} is a member of department`],
	'guardhouse unassignRole': ['user 101 had role 1', "user 101 doesn't have role 1"],
	'guardhouse block': ["user 101 wasn't blocked", 'user 101 is blocked'],
	'guardhouse assignRole': ["user 101 didn't have role 2", 'user 101 has role 2'],
	...Object.fromEntries(
		['v2', 'v3'].flatMap((version) => [
			[
				`cloudFoundry removeOrganization ${version}`,
				[
					`user uaa-id-128 was a member of organization ${home}`,
					`user uaa-id-128 isn't a member of organization ${home}`,
				],
			],
			[
				`cloudFoundry addOrganization ${version}`,
				["user uaa-id-128 wasn't a member of organization", 'user uaa-id-128 is a member of organization'],
			],
		]),
	),
};

describe.each(kindNames)('a plan of %s is refused', (name) => {
	const change = changeKinds[name];

	it('where its state has moved, and says what it was and what it is', async () => {
		const [plan] = await plansOf(change);
		await run(change, [change.changing]);
		providerFor(change).requests.splice(0);
		const [was, is] = moved[name].map((text) => text.replace(/(department|organization)$/, '$1 [-0-9a-f]+'));
		await expectRefusal(change, plan, new RegExp(`^Planned when ${was}; now ${is}$`));
	});

	it('where its state moved the other way', async () => {
		const [plan] = await plansOf(change, [change.idle]);
		const { node, operation, apiVersion } = change;
		const unblock = { ...change, operation: 'unblock', changing: { userId: 101 } };
		const inverse = [...(operation === 'block' ? [unblock] : []), ...Object.values(changeKinds)].find(
			(other) => other.node === node && other.operation !== operation && other.apiVersion === apiVersion,
		) as Change;
		const opposite = { ...change.idle, isOwner: true, ownership: 'any', instantLogout: false };
		const fields = Object.keys(inverse.changing).map((field) => [field, opposite[field as keyof typeof opposite]]);
		const { error } = await run(inverse, [Object.fromEntries(fields) as IDataObject], { verify: true });
		expect(error).toBeUndefined();
		providerFor(change).requests.splice(0);
		await expectRefusal(change, plan, /^Planned when user .*; now user /);
	});

	it('where any of its fields is edited', async () => {
		const plan = insideOf((await plansOf(change))[0]);
		for (const field of Object.keys(plan).filter((one) => !['version', 'parameters', 'seal'].includes(one)))
			await expectRefusal(change, edited({ ...plan, [field]: 'edited' }), changed);
		const parameters = plan.parameters as IDataObject;
		for (const field of Object.keys(parameters)) {
			const others = { ...parameters, [field]: 'edited' };
			await expectRefusal(change, edited({ ...plan, parameters: others }), changed);
			await expectRefusal(change, edited({ ...plan, parameters: { ...parameters, [field]: undefined } }), changed);
		}
		await expectRefusal(change, edited({ ...plan, parameters: { ...parameters, comment: 'approved' } }), changed);
		await expectRefusal(change, edited({ ...plan, comment: 'approved' }), changed);
		expect(providerFor(change).requests).toEqual([]);
	});

	it('where it was cut off, wherever that is', async () => {
		const [plan] = await plansOf(change);
		const ends = [7, 30, Math.floor(plan.length / 2), plan.length - 50, plan.length - 43, plan.length - 1];
		for (const end of ends) await expectRefusal(change, plan.slice(0, end), changed);
		await expectRefusal(change, `${plan} approved`, changed);
		await expectRefusal(change, [plan, plan.slice(0, -9)], changed);
		await expectRefusal(change, `${plan},${plan.slice(0, -9)}`, changed);
		await expectRefusal(change, plan.toLowerCase(), changed);
		expect(providerFor(change).requests).toEqual([]);
	});

	it('in the form of what it holds', async () => {
		const inside = insideOf((await plansOf(change))[0]);
		await expectRefusal(change, inside, /^'Plan' holds \{"version":1,.*, which isn't a plan$/);
		await expectRefusal(change, JSON.stringify(inside), /^'Plan' holds \{"version":1,.*, which isn't a plan$/);
		expect(providerFor(change).requests).toEqual([]);
	});

	it('where its Plan Key is another, or is there on one side only', async () => {
		const [plain] = await plansOf(change);
		const [keyed] = await plansOf(change, undefined, { credential: key });
		await expectRefusal(change, plain, unsealed, { credential: key });
		await expectRefusal(change, keyed, 'The plan is sealed with a Plan Key, and the credential of this node has none');
		await expectRefusal(change, keyed, otherKey, { credential: another });
		expect(providerFor(change).requests).toEqual([]);
		const { error } = await apply(change.node, [{ plan: keyed }], { credential: { planKey: ' sandbox-plan-key ' } });
		expect(error).toBeUndefined();
	});

	it('where its seal was computed anew without the key, or by another', async () => {
		const plan = insideOf((await plansOf(change, undefined, { credential: key }))[0]);
		const forged = { ...plan, expiresAt: '2099-01-01T00:00:00.000Z' };
		await expectRefusal(change, edited(forged), otherKey, { credential: key });
		await expectRefusal(change, sealed(forged), unsealed, { credential: key });
		await expectRefusal(change, sealed(plan), unsealed, { credential: key });
		await expectRefusal(change, sealed(forged, 'guessed'), otherKey, { credential: key });
		await expectRefusal(change, sealed(forged, ''), otherKey, { credential: key });
		expect(providerFor(change).requests).toEqual([]);
		const { error } = await apply(change.node, [{ plan: sealed(forged, key.planKey) }], { credential: key });
		expect(error).toBeUndefined();
	});

	it('where it has expired, is of another base URL, another node, or a newer version', async () => {
		const plan = insideOf((await plansOf(change))[0]);
		const elsewhere = 'https://api.other.example';
		await expectRefusal(
			change,
			sealed({ ...plan, expiresAt: new Date(Date.now() - 1).toISOString() }),
			'The plan has expired',
		);
		await expectRefusal(change, sealed({ ...plan, expiresAt: 'tomorrow' }), 'The plan has expired');
		await expectRefusal(change, sealed({ ...plan, baseUrl: elsewhere }), 'The plan is for another base URL');
		const newer = 'The plan was made by a newer version of this node';
		await expectRefusal(change, sealed({ ...plan, version: 2 }, undefined, 'plan2'), newer);
		await expectRefusal(change, edited(plan, 'plan2'), newer);
		await expectRefusal(change, 'plan2_of_another_form', newer);
		await expectRefusal(change, sealed({ ...plan, node: 'other' }), 'The plan is one of another node');
		await expectRefusal(
			change,
			sealed({ ...plan, operation: 'removeEverything' }),
			"This node has no operation 'removeEverything'",
		);
		await expectRefusal(change, sealed({ ...plan, operation: 'get' }), "This node has no operation 'get'");
		await expectRefusal(change, sealed({ ...plan, resource: 'constructor' }), /^This node has no operation/);
		expect(providerFor(change).requests).toEqual([]);
		const { error } = await apply(change.node, [{ plan: sealed({ ...plan, expiresAt: '2099-01-01T00:00:00Z' }) }]);
		expect(error).toBeUndefined();
	});

	it('where its parameters are not those of the operation, even if the seal is right', async () => {
		const plan = insideOf((await plansOf(change))[0]);
		const parameters = plan.parameters as IDataObject;
		const [first, ...rest] = Object.entries(parameters);
		const refused = /^The plan can't be used\. /;
		await expectRefusal(change, sealed({ ...plan, parameters: Object.fromEntries(rest) }), refused);
		await expectRefusal(change, sealed({ ...plan, parameters: { ...parameters, comment: 'x' } }), refused);
		await expectRefusal(change, sealed({ ...plan, parameters: { ...parameters, [first[0]]: '../x' } }), refused);
		if ('bodyFormat' in parameters)
			for (const bodyFormat of ['xml', null, undefined])
				await expectRefusal(change, sealed({ ...plan, parameters: { ...parameters, bodyFormat } }), refused);
		for (const before of [7, null, {}, undefined])
			await expectRefusal(
				change,
				sealed({ ...plan, before } as IDataObject),
				"'Plan' holds something that isn't a plan",
			);
		expect(providerFor(change).requests).toEqual([]);
	});

	it.each<[string, unknown, RegExp]>([
		['null', null, /^'Plan' is null$/],
		['missing', undefined, /^'Plan' is empty$/],
		['blank', ' \n', /^'Plan' is empty$/],
		['text', 'approved', /^'Plan' is 'approved', which isn't a plan$/],
		['text that only begins like one', 'plan', /^'Plan' is 'plan', which isn't a plan$/],
		['text before a plan', 'My plan: plan1_W10_sx', /^'Plan' is 'My plan: .*', which isn't a plan$/],
		['an expression that is text', '{{ $json.plan }}', /^'Plan' holds an expression as plain text$/],
		['the text null', 'null', /^'Plan' is null$/],
		['a number', 7, /^'Plan' holds 7, which isn't a plan$/],
		['true', true, /^'Plan' holds true, which isn't a plan$/],
		['an empty list', [], /^'Plan' is an empty list$/],
		['a list with null', [null], /^'Plan' is null$/],
		['a list with text', ['approved'], /^'Plan' is 'approved', which isn't a plan$/],
		['a list with a blank text', [''], /^'Plan' is empty$/],
		['an empty object', {}, /^'Plan' holds \{\}, which isn't a plan$/],
		['an undo', { resource: 'user', operation: 'get' }, /^'Plan' holds \{"resource":.*\}, which isn't a plan$/],
	])('that is %s', async (_, plan, message) => {
		await expectRefusal(change, plan, message);
		expect(providerFor(change).requests).toEqual([]);
	});
});

it.each(kindNames)('a result of %s whose plan is null has nothing to apply', async (name) => {
	const change = changeKinds[name];
	const [result] = await planned(change);
	const { error } = await apply(change.node, [{ ...result, plan: null }]);
	expect(told({ error })).toMatch(/^'Plan' is null .*note of that result/);
});

describe('a plan', () => {
	it.each([
		['delos unbindClient', 'guardhouse unassignRole', "It is for 'delos', and this node is for Guardhouse."],
		['cloudFoundry addOrganization v2', 'delos bindClient', "It is for 'cloudFoundry', and this node is for Delos."],
	])('of %s is refused by the node of %s', async (from, by, description) => {
		const [plan] = await plansOf(changeKinds[from]);
		await expectRefusal(changeKinds[by], plan, 'The plan is one of another node');
		const { error } = await apply(changeKinds[by].node, [{ plan }]);
		expect(error?.description).toContain(description);
	});

	it('is for the base URL, however the credential spells it', async () => {
		const change = changeKinds['delos unbindClient'];
		const [plan] = await plansOf(change);
		const baseUrl = `${sandbox.delos.url}/v2/`;
		expect((await apply('delos', [{ plan }], { credential: { baseUrl } })).error).toBeUndefined();
	});

	it('made by one account is applied by another: only the Plan Key counts', async () => {
		const change = changeKinds['guardhouse unassignRole'];
		const [plan] = await plansOf(change, undefined, { credential: key });
		const credential = {
			...key,
			authentication: 'clientCredentials',
			clientId: 'sandbox-client',
			clientSecret: 'sandbox-secret',
		};
		expect((await apply('guardhouse', [{ plan }], { credential })).error).toBeUndefined();
		expect(sandbox.guardhouse.state.users[0].roleIds).toEqual([3]);
	});

	it('of an owner is refused where the user is a standard user by now, though the access is there', async () => {
		const change = changeKinds['delos unbindClient'];
		const [plan] = await plansOf(change);
		sandbox.delos.state.users[0].clients = [{ customerId: 'cust_789xyz', isOwner: false }];
		await expectRefusal(
			change,
			plan,
			'Planned when user user_abc123def was an owner of client cust_789xyz; now user user_abc123def is a standard user of client cust_789xyz',
		);
		sandbox.delos.state.users[0].clients.push({ customerId: 'cust_789xyz', isOwner: true });
		await expectRefusal(change, plan, /is both an owner and a standard user of client cust_789xyz$/);
	});

	it('goes by the access alone: what else its user has may move', async () => {
		const change = changeKinds['guardhouse unassignRole'];
		const [plan] = await plansOf(change);
		sandbox.guardhouse.state.users[0].roleIds.push(5);
		expect((await apply('guardhouse', [{ plan }])).error).toBeUndefined();
		expect(sandbox.guardhouse.state.users[0].roleIds).toEqual([3, 5]);
	});
});

/** Every place in data: names and indexes that lead to it. */
const placesIn = (data: unknown, path: readonly string[] = []): Array<readonly string[]> =>
	typeof data === 'object' && data !== null
		? [path, ...Object.entries(data).flatMap(([name, value]) => placesIn(value, [...path, name]))]
		: [path];

const at = (data: unknown, path: readonly string[]) =>
	path.reduce<unknown>((inner, name) => (inner as IDataObject)[name], data);

interface Edit {
	readonly kind: 'change' | 'remove' | 'add' | 'nudge';
	readonly place: number;
	readonly name: string;
	readonly value: unknown;
}

/** The smallest change of a value that keeps its kind. */
const nudged = (value: unknown): unknown => {
	if (typeof value === 'boolean') return !value;
	if (typeof value === 'number') return value + 1;
	if (typeof value === 'string') return value === '' ? ' ' : value.slice(0, -1) + (value.endsWith('0') ? '1' : '0');
	return Array.isArray(value) ? [...(value as unknown[]), value[0]] : [value];
};

const withEdit = (plan: IDataObject, { kind, place, name, value }: Edit): IDataObject => {
	const copy = structuredClone(plan);
	const all = placesIn(copy);
	const inner = all.filter((path) => path.length > 0);
	const holders = all.filter((path) => typeof at(copy, path) === 'object' && at(copy, path) !== null);
	if (kind === 'add') {
		const holder = at(copy, holders[place % holders.length]);
		if (Array.isArray(holder)) holder.push(value);
		else Object.defineProperty(holder, name, { value, enumerable: true, configurable: true, writable: true });
		return copy;
	}
	const path = inner[place % inner.length];
	const holder = at(copy, path.slice(0, -1)) as IDataObject | unknown[];
	const last = path[path.length - 1];
	if (kind !== 'remove') (holder as IDataObject)[last] = (kind === 'nudge' ? nudged(at(copy, path)) : value) as never;
	else if (Array.isArray(holder)) holder.splice(Number(last), 1);
	else delete holder[last];
	return copy;
};

describe('any single edit of a plan', () => {
	const edit = fc.record({
		kind: fc.constantFrom('change' as const, 'remove' as const, 'add' as const, 'nudge' as const),
		place: fc.nat(200),
		name: fc.oneof(fc.string(), fc.constantFrom('__proto__', 'toJSON', 'bodyFormat', 'json', 'constructor', 'plan')),
		value: fc.oneof(fc.jsonValue(), fc.constantFrom('', null, 0, '103', 'user_1', 'any', '2099-01-01T00:00:00.000Z')),
	});

	const onWhoseWord = { ticket: 'REQ-1042', reason: 'Left', requestedBy: 'jane@example.com', approvedBy: 'Kim Lee' };

	it.each([
		['without a Plan Key', {}],
		['with one, whether or not the seal was computed anew', key],
	])('is refused %s', async (_, credential: IDataObject) => {
		const plans: IDataObject[] = [];
		for (const name of kindNames)
			plans.push(insideOf((await plansOf(changeKinds[name], undefined, { credential, options: onWhoseWord }))[0]));
		const snapshots = kindNames.map((name) => providerFor(changeKinds[name]).snapshot());
		await fc.assert(
			fc.asyncProperty(fc.nat(kindNames.length - 1), edit, fc.constantFrom(...modes), async (index, one, onError) => {
				const change = changeKinds[kindNames[index]];
				const forged = withEdit(plans[index], one);
				fc.pre(edited(forged) !== edited(plans[index]));
				restore(change, snapshots[index]);
				const tries =
					credential === key ? [edited(forged), sealed(forged), sealed(forged, 'guessed')] : [edited(forged)];
				for (const plan of tries) {
					const { status, outputs, error } = await apply(change.node, [{ plan }], { credential, onError });
					const told = error ? error.message : (outputs[outputs.length - 1][0].json.error as string);
					expect(status).toBe(onError === 'stopWorkflow' ? 'error' : 'success');
					expect(told).toMatch(/plan|'Plan'/);
					expect(providerFor(change).requests.map(({ method, url }) => [method, url])).toEqual([]);
				}
			}),
			{ numRuns: 40 },
		);
	});
});

describe('any change of the text of a plan', () => {
	const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'];
	const change = fc.record({
		kind: fc.constantFrom('put' as const, 'insert' as const, 'remove' as const, 'cut' as const),
		place: fc.nat(),
		text: fc.oneof(fc.constantFrom(...letters), fc.constantFrom('.', '=', '+', '/', ':', '{', 'é', '*', '_s')),
	});
	const put = (plan: string, { kind, place, text }: { kind: string; place: number; text: string }) => {
		const at = place % plan.length;
		if (kind === 'cut') return plan.slice(0, at);
		return plan.slice(0, at) + (kind === 'remove' ? '' : text) + plan.slice(kind === 'insert' ? at : at + 1);
	};

	it.each([
		['without a Plan Key', {}],
		['with one', key],
	])('is refused %s', async (_, credential: IDataObject) => {
		const kind = changeKinds['guardhouse unassignRole'];
		const [plan] = await plansOf(kind, undefined, { credential });
		await fc.assert(
			fc.asyncProperty(change, async (one) => {
				const forged = put(plan, one);
				fc.pre(forged !== plan && forged !== '');
				const { error } = await apply('guardhouse', [{ plan: forged }], { credential });
				expect(error?.message).toMatch(/^(The plan (was|isn't)|'Plan' is ')/);
				expect(providerFor(kind).requests).toEqual([]);
			}),
			{ numRuns: 200 },
		);
	});
});
