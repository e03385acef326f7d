import * as fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import type { Fault } from '../../sandbox';
import { eventsIn } from '../support/audit';
import { isChange } from '../support/changes';
import type { Asked } from '../support/meanwhile';
import { hiddenFrom, whenAsked } from '../support/meanwhile';
import { atScale } from '../support/scale';
import { sandbox, setUp } from '../support/setUp';
import type { RemoveAll, SetExactly } from '../support/wholes';
import { everyRemoveAll, everySet, providerOf, removeAlls, runWhole } from '../support/wholes';
import { json } from '../support/workflow';

// A change that took effect, whose answer was lost, and that nobody can look at: it is no failure, and no success.

setUp();

const told = expect.stringMatching(/\S/);
const options = { partialFailure: 'report', auditEvent: true, concurrency: 1, maxRetries: 0 };

const isRemoval = ({ method, url }: Asked) => method === 'DELETE' || url.endsWith('/members/remove');

const lose = (kind: RemoveAll | SetExactly, isMeant: (request: Asked) => boolean, nth = 1) => {
	const provider = providerOf(kind);
	whenAsked(provider, isMeant, () => provider.fault({ path: /./, drop: 'after' }), nth);
};

/** All that tells which access something is about, in the words of a result. */
const namesIn = ({ error: _, ...entry }: IDataObject) => Object.values(entry).map(String);

const expectNoted = (result: IDataObject) => {
	expect(result.note).toMatch(/'undo' lacks/);
	for (const entry of result.unknown as IDataObject[]) {
		const names = namesIn(entry).filter((word) => String(result.note).includes(word));
		expect(names.length).toBeGreaterThan(0);
	}
};

const statuses = (events: readonly IDataObject[]) => events.map(({ status_id }) => status_id).sort();

describe.each(everyRemoveAll)('Remove All at %s, of which an answer was lost and nothing can be read', (_, kind) => {
	const run = async (count: number, nth: number, more: IDataObject = {}) => {
		kind.fill(count);
		lose(kind, isChange, nth);
		const show = hiddenFrom(providerOf(kind), isChange, count);
		const ran = await runWhole(kind, [kind.user], { options: { ...options, ...more } });
		show();
		expect(kind.left()).toEqual([]);
		expect(ran.error).toBeUndefined();
		const [result] = json(ran.outputs[0]);
		return { ran, result };
	};
	const entries = (count: number) => Array.from({ length: count }, (_, place) => kind.entry(place));

	it('says of the only one that it is unknown', async () => {
		const { result, ran } = await run(1, 1);
		expect(result).toMatchObject({
			success: false,
			changed: null,
			removed: [],
			failed: [],
			unknown: [{ ...kind.entry(0), error: told }],
			remaining: null,
			undo: [],
		});
		expectNoted(result);
		expect(statuses(eventsIn(ran))).toEqual([0]);
	});

	it('says of one of several, whichever it is, that it is unknown, and of the others that they are removed', async () => {
		await fc.assert(
			fc.asyncProperty(fc.integer({ min: 2, max: 5 }), fc.integer({ min: 1, max: 5 }), async (count, place) => {
				const { result, ran } = await run(count, Math.min(place, count));
				expect(result).toMatchObject({ success: false, outcome: 'applied', failed: [], remaining: null });
				const unknown = result.unknown as IDataObject[];
				expect(unknown).toEqual([expect.objectContaining({ error: told })]);
				expect(result.removed).toHaveLength(count - 1);
				const all = [...(result.removed as IDataObject[]), ...unknown.map(({ error: _, ...entry }) => entry)];
				expect(all).toEqual(expect.arrayContaining(entries(count)));
				expect(result.changed).not.toBe(false);
				expect(result.undo).toHaveLength(count - 1);
				expectNoted(result);
				expect(statuses(eventsIn(ran))).toEqual([0, ...Array<number>(count - 1).fill(1)]);
			}),
			{ numRuns: atScale(3, 15) },
		);
	});

	it('does not say that it was accepted, where it was to be verified', async () => {
		const { result, ran } = await run(2, 1, { verify: true });
		expect(result).toMatchObject({ success: false, removed: [], failed: [], remaining: null });
		const reasons = (result.unknown as IDataObject[]).map(({ error }) => String(error).includes('accepted'));
		expect(reasons.sort()).toEqual([false, true]);
		expect(result).not.toHaveProperty('verified');
		expect(statuses(eventsIn(ran))).toEqual([0, 0]);
	});
});

describe.each(everySet)('Set at %s, of which an answer was lost and nothing can be read', (_, kind) => {
	const ids = (...places: readonly number[]) => places.map((place) => kind.id(place));
	const idsIn = (entries: unknown) => (entries as IDataObject[]).map((entry) => String(entry[kind.user]));
	const list = { ...kind.group, userIds: ids(2, 3, 4) };
	// Members share a request: what becomes of one removal becomes of both.
	const lost = kind.node === 'clientDirectory' ? [0, 1] : [0];

	const run = async (isMeant: (request: Asked) => boolean, last: number) => {
		kind.fill(5, 4);
		lose(kind, isMeant);
		hiddenFrom(providerOf(kind), isChange, last);
		const ran = await runWhole(kind, [list], { options: { ...options, maxRemovalPercent: 100 } });
		expect(ran.error).toBeUndefined();
		return { ran, result: json(ran.outputs[0])[0] };
	};

	it('says of whoever was to be added that it is unknown, and of those who are to go that they were not removed', async () => {
		const { result, ran } = await run((request) => isChange(request) && !isRemoval(request), 1);
		expect([...kind.have()].sort()).toEqual(ids(0, 1, 2, 3, 4).sort());
		expect(result).toMatchObject({
			success: false,
			changed: null,
			added: [],
			removed: [],
			unknown: [{ error: told }],
			remaining: null,
			undo: [],
		});
		expect(idsIn(result.unknown)).toEqual(ids(4));
		expect(idsIn(result.failed)).toEqual(ids(0, 1));
		expectNoted(result);
		expect(statuses(eventsIn(ran))).toEqual([0]);
	});

	it('says of whoever was to be removed that it is unknown', async () => {
		const { result, ran } = await run(isRemoval, kind.node === 'clientDirectory' ? 2 : 3);
		expect([...kind.have()].sort()).toEqual(ids(2, 3, 4).sort());
		expect(result).toMatchObject({ success: false, outcome: 'applied', failed: [], remaining: null });
		expect(idsIn(result.unknown)).toEqual(ids(...lost));
		expect(idsIn(result.added)).toEqual(ids(4));
		expect(idsIn(result.removed)).toEqual(ids(...[0, 1].filter((place) => !lost.includes(place))));
		expect(result.changed).not.toBe(false);
		expect(JSON.stringify(result.undo)).not.toContain(`"${kind.id(0)}"`);
		expectNoted(result);
		const made = 3 - lost.length;
		expect(statuses(eventsIn(ran))).toEqual([...lost.map(() => 0), ...Array<number>(made).fill(1)]);
	});
});

describe('a role whose job does not tell whether it ended, and that nobody can look up', () => {
	const kind = removeAlls['cloudFoundry v3'];

	it.each<[string, Fault]>([
		['is refused', { status: 403, body: 'No' }],
		['is gone', { status: 404, body: 'No' }],
		['breaks', { drop: 'before' }],
	])('is unknown, not failed: the look at the job %s', async (_, fault) => {
		kind.fill(2);
		const { cloudFoundry } = sandbox;
		cloudFoundry.fault({ ...fault, method: 'GET', path: '/v3/jobs/' });
		hiddenFrom(cloudFoundry, isChange, 2);
		const ran = await runWhole(kind, [kind.user], { options });
		expect(kind.left()).toEqual([]);
		const [result] = json(ran.outputs[0]);
		expect(result).toMatchObject({ success: false, failed: [], unknown: [{ ...kind.entry(0), error: told }] });
		expect(result.removed).toEqual([kind.entry(1)]);
		expectNoted(result);
		expect(statuses(eventsIn(ran))).toEqual([0, 1]);
	});

	it('is unknown where the run was cancelled meanwhile', async () => {
		kind.fill(2);
		const controller = new AbortController();
		const isLook = ({ url }: Asked) => url.includes('/v3/jobs/');
		whenAsked(sandbox.cloudFoundry, isLook, () => controller.abort(), 2);
		const ran = await runWhole(kind, [kind.user], {
			options,
			onError: 'continueRegularOutput',
			signal: controller.signal,
		});
		expect(kind.left()).toEqual([]);
		const [result] = json(ran.outputs[0]);
		expect(result).toMatchObject({ success: false, failed: [], unknown: [kind.entry(1)], remaining: null });
		expect(result.removed).toEqual([kind.entry(0)]);
	});
});
