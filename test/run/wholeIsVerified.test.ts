import type { IDataObject } from 'n8n-workflow';

import { uuidOf } from '../../sandbox';
import type { Node } from '../support/changes';
import { isChange } from '../support/changes';
import { elsewhere, giveRole } from '../support/cloudFoundry';
import { whenAsked } from '../support/meanwhile';
import { has } from '../support/otherGroups';
import { sandbox, setUp } from '../support/setUp';
import { everyRemoveAll, everySet, providerOf, runWhole } from '../support/wholes';
import { json } from '../support/workflow';

// What was read back is held against all that was asked for: who was to be left with nothing, and who was to be there.

setUp();

const verify = true;
const report = { verify, partialFailure: 'report' };

/** Somebody gives another access to the first user; how that is called. */
const appear: Record<Node, () => string> = {
	delos: () => {
		sandbox.delos.state.users[0].clients.push({ customerId: 'cust_alpine', isOwner: false });
		return 'cust_alpine';
	},
	clientDirectory: () => {
		const { departments, users } = sandbox.clientDirectory.state;
		departments.push({ ...departments[0], id: uuidOf('department new'), name: 'New Department' });
		users[0].department_ids.push(uuidOf('department new'));
		return 'New Department';
	},
	guardhouse: () => {
		const { roles, users } = sandbox.guardhouse.state;
		roles.push({ ...roles[0], id: 99, name: 'Role 99' });
		users[0].roleIds.push(99);
		return 'Role 99';
	},
	cloudFoundry: () => {
		giveRole('organization_auditor', 'uaa-id-128', elsewhere);
		return elsewhere;
	},
};

describe.each(everyRemoveAll)('Remove All at %s of a user to whom something is given meanwhile', (_, kind) => {
	const run = async (options: IDataObject, nth = 1) => {
		kind.fill(3);
		let called = '';
		whenAsked(providerOf(kind), isChange, () => (called = appear[kind.node]()), nth);
		const ran = await runWhole(kind, [kind.user], { options: { concurrency: 1, ...options } });
		expect(kind.left()).toHaveLength(1);
		return { ran, called };
	};

	it.each([1, 3])('is not verified, and names what is there still (at the change %i)', async (nth) => {
		const { ran, called } = await run({ verify }, nth);
		expect(ran.status).toBe('error');
		expect(`${ran.error?.message} ${ran.error?.description}`).toContain(called);
		expect(ran.error?.description).toMatch(/3 changes had been made when it stopped\.$/);
	});

	it('is no success where that is reported', async () => {
		const { ran, called } = await run(report);
		const [result] = json(ran.outputs[0]);
		expect(result).toMatchObject({ success: false, remaining: [expect.anything()] });
		expect(result).not.toMatchObject({ verified: true });
		expect(JSON.stringify(result.remaining)).toContain(called);
		expect(result.removed).toHaveLength(3);
	});
});

describe.each(everySet)('Set at %s of a list that somebody else changes meanwhile', (_, kind) => {
	const ids = (...places: readonly number[]) => places.map((place) => kind.id(place));

	/** Of six, the first four have it, and 1, 2, 3 and 4 are to have it. */
	const run = async (meanwhile: () => void, options: IDataObject) => {
		kind.fill(6, 4);
		whenAsked(providerOf(kind), isChange, meanwhile);
		const item = { ...kind.group, userIds: ids(1, 2, 3, 4) };
		const ran = await runWhole(kind, [item], { options: { concurrency: 1, maxRemovalPercent: 100, ...options } });
		const said = `${ran.error?.message} ${ran.error?.description}`;
		return { ran, said, result: (json(ran.outputs[0])[0] ?? {}) as IDataObject };
	};
	const lose = () => has(kind, 2, false);
	const gain = () => has(kind, 5, true);

	it('is not verified where somebody who is listed lost it and somebody who is not got it', async () => {
		const { ran, said } = await run(() => [lose(), gain()], { verify });
		expect(ran.status).toBe('error');
		for (const id of ids(2, 5)) expect(said).toContain(`user ${id}`);
		expect(said).toMatch(/2 changes had been made when it stopped\./);
	});

	it.each([
		['lost it', lose, 2],
		['got it', gain, 5],
	])('is no success, and not verified, where somebody %s', async (__, meanwhile, place) => {
		const { said } = await run(meanwhile, { verify });
		expect(said).toContain(`user ${kind.id(place)}`);
		const { result } = await run(meanwhile, report);
		expect(result).toMatchObject({ success: false });
		expect(result).not.toMatchObject({ verified: true });
	});

	it('does not say of whoever lost it that the access is kept', async () => {
		const { result } = await run(lose, report);
		const keptIds = (result.kept as IDataObject[]).map((entry) => String(entry[kind.user]));
		expect(keptIds).not.toContain(kind.id(2));
	});

	it.each([
		['addOnly', lose, 2],
		['removeOnly', lose, 2],
		['removeOnly', gain, 5],
	])('is held against what the mode asks for (%s)', async (mode, meanwhile, place) => {
		const { said } = await run(meanwhile, { verify, mode });
		expect(said).toContain(`user ${kind.id(place)}`);
	});
});
