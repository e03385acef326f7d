import type { IDataObject } from 'n8n-workflow';

import type { Change } from '../support/changes';
import { changeKinds } from '../support/changes';
import { apply, plansOf } from '../support/plans';
import { setUp } from '../support/setUp';
import type { RemoveAll, SetExactly } from '../support/wholes';
import { everySet, providerOf, removeAlls, runWhole, sentBy, sets } from '../support/wholes';
import { json, links } from '../support/workflow';

// Two plans of one run, of which one keeps what the other ends: whichever is made last, the other wasn't made as approved.

setUp();

type Name = keyof typeof sets;

/** The change that ends what a Set is about, and what names the group and the user in it. */
const ends: Record<Name, readonly [Change, (user: string) => IDataObject]> = {
	delos: [changeKinds['delos unbindClient'], (userId) => ({ userId, ...sets.delos.group, ownership: 'any' })],
	clientDirectory: [
		changeKinds['clientDirectory removeMembers'],
		(userId) => ({ ...sets.clientDirectory.group, userIds: [userId] }),
	],
	guardhouse: [
		changeKinds['guardhouse unassignRole'],
		(userId) => ({ userId: Number(userId), ...sets.guardhouse.group, instantLogout: false }),
	],
	'cloudFoundry v2': [
		changeKinds['cloudFoundry removeOrganization v2'],
		(userGuid) => ({ userGuid, organizationGuid: sets['cloudFoundry v2'].group.organizationGuid }),
	],
	'cloudFoundry v3': [
		changeKinds['cloudFoundry removeOrganization v3'],
		(userGuid) => ({ userGuid, organizationGuid: sets['cloudFoundry v3'].group.organizationGuid }),
	],
};

const planOf = async (kind: RemoveAll | SetExactly, item: IDataObject, options: IDataObject = {}) => {
	const ran = await runWhole(kind, [item], { options: { ...options, dryRun: true } });
	expect(ran.error).toBeUndefined();
	return json(ran.outputs[0])[0].plan as string;
};

const refusal = /^Another plan of this run is about the same access/;

describe.each(everySet)('a plan of a list at %s', (name, kind: SetExactly) => {
	const ids = (...places: readonly number[]) => places.map((place) => kind.id(place));
	const [change, endOf] = ends[name as Name];

	/** The list keeps 1 and 2, removes 0 and adds 3. */
	const setPlan = async (options: IDataObject = {}) =>
		await planOf(kind, { ...kind.group, userIds: ids(1, 2, 3) }, options);
	const endPlan = async (place: number) => (await plansOf(change, [endOf(kind.id(place))]))[0];
	const remove = removeAlls[name as Name];

	beforeEach(() => kind.fill(4, 3));

	const expectNothingSent = () => {
		expect(sentBy(kind)).toEqual([]);
		expect([...kind.have()].sort()).toEqual(ids(0, 1, 2).sort());
	};

	it.each([
		['after', false, {}],
		['before', true, {}],
		['after', false, { mode: 'addOnly' }],
		['before', true, { mode: 'removeOnly' }],
	])('is refused %s the plan that ends what it keeps (%#)', async (_, isFirst, options) => {
		const plans = [await setPlan(options), await endPlan(1)];
		if (isFirst) plans.reverse();
		for (const items of [plans.map((plan) => ({ plan })), [{ plan: plans }]]) {
			const { error } = await apply(kind.node, items);
			expect(error?.message).toMatch(refusal);
			expectNothingSent();
		}
	});

	it('that has nothing to do is refused as well', async () => {
		const plans = [await planOf(kind, { ...kind.group, userIds: ids(0, 1, 2) }), await endPlan(1)];
		const { error } = await apply(
			kind.node,
			plans.map((plan) => ({ plan })),
		);
		expect(error?.message).toMatch(refusal);
		expectNothingSent();
	});

	it('leaves the access to the first of the two where the node goes on', async () => {
		const items = [{ plan: await setPlan() }, { plan: await endPlan(1) }];
		const { outputs } = await apply(kind.node, items, { onError: 'continueErrorOutput' });
		expect(outputs.map(links)).toEqual([[0], [1]]);
		expect(json(outputs[1])[0].error).toMatch(refusal);
		expect([...kind.have()].sort()).toEqual(ids(1, 2, 3).sort());
	});

	it('is refused beside the plan that takes all access of somebody whom it keeps', async () => {
		const user = kind.user === 'userGuid' ? { userGuid: kind.id(1) } : { userId: kind.id(1) };
		const { apiVersion } = kind.group;
		const { clientId } = remove.user as IDataObject;
		const item = { ...user, ...(apiVersion && { apiVersion }), ...(clientId && { clientId }) } as IDataObject;
		const plans = [await setPlan(), await planOf({ ...remove, user: item }, item)];
		for (const order of [plans, [...plans].reverse()]) {
			const { error } = await apply(
				kind.node,
				order.map((plan) => ({ plan })),
			);
			expect(error?.message).toMatch(refusal);
			expectNothingSent();
		}
	});

	it('goes with the plan that ends what it removes', async () => {
		const items = [{ plan: await setPlan() }, { plan: await endPlan(0) }];
		providerOf(kind).requests.splice(0);
		const { error, outputs } = await apply(kind.node, items);
		expect(error).toBeUndefined();
		expect(links(outputs[0])).toEqual([0, 1]);
		expect([...kind.have()].sort()).toEqual(ids(1, 2, 3).sort());
	});
});
