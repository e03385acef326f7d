import * as fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import { uuidOf } from '../../sandbox';
import { eventsIn, eventsOf } from '../support/audit';
import { isChange } from '../support/changes';
import { fillDepartment, membersLeft, removeMembers } from '../support/members';
import { hiddenFrom, whenAsked } from '../support/meanwhile';
import { atScale } from '../support/scale';
import { sandbox, setUp } from '../support/setUp';
import { everyRemoveAll, providerOf, runWhole } from '../support/wholes';
import type { Ran } from '../support/workflow';
import { json } from '../support/workflow';

// What became of a change is told alike wherever it is told, by the result, by its events and by the line above the output; and it is so.

setUp();

const report = { partialFailure: 'report', auditEvent: true, concurrency: 1, maxRetries: 0 };
const hintsOf = ({ raw }: Pick<Ran, 'raw'>) =>
	(raw.data.resultData.runData.Node[0].hints ?? []).map(({ message }) => message).join('\n');
const lengths = (result: IDataObject, names: readonly string[]) =>
	names.map((name) => (result[name] as readonly unknown[]).length);
const counted = (events: readonly IDataObject[]) =>
	[1, 2, 0].map((status) => events.filter(({ status_id }) => status_id === status).length);

/** What may become of a removal. */
const fates = fc.constantFrom('made', 'refused', 'lost before', 'lost after');
const faultOf: Record<string, object> = {
	refused: { times: 1 },
	'lost before': { times: 1, status: undefined, headers: undefined, body: undefined, drop: 'before' },
	'lost after': { times: 1, status: undefined, headers: undefined, body: undefined, drop: 'after' },
};

describe.each(everyRemoveAll)('Remove All at %s, whatever becomes of its parts', (_, kind) => {
	const formsLeft = () => kind.left().map((one) => JSON.stringify(one));

	it('is told alike, and is so', async () => {
		const all = fc.array(fates, { minLength: 1, maxLength: 3 });
		await fc.assert(
			fc.asyncProperty(all, fc.boolean(), async (each, isHidden) => {
				kind.fill(each.length);
				const forms = formsLeft();
				for (const [place, fate] of each.entries())
					if (fate !== 'made') providerOf(kind).fault({ ...kind.refusal(place), ...faultOf[fate] });
				const show = hiddenFrom(providerOf(kind), isChange, isHidden ? each.length : 99);
				const ran = await runWhole(kind, [kind.user], { options: report });
				show();
				expect(ran.error).toBeUndefined();
				const [result] = json(ran.outputs[0]);
				const [removed, failed, unknown] = lengths(result, ['removed', 'failed', 'unknown']);
				expect(removed + failed + unknown).toBe(each.length);
				expect(counted(eventsOf(result))).toEqual([removed, failed, unknown]);
				expect(result.success).toBe(failed + unknown === 0);

				const left = new Set(formsLeft());
				const isThere = ({ error: __, ...entry }: IDataObject) => {
					const place = forms.findIndex((_form, index) => JSON.stringify(kind.entry(index)) === JSON.stringify(entry));
					return left.has(forms[place]);
				};
				expect((result.removed as IDataObject[]).filter(isThere)).toEqual([]);
				expect((result.failed as IDataObject[]).filter((entry) => !isThere(entry))).toEqual([]);
				// What nobody could look at and has no answer is what isn't known, and nothing else.
				if (isHidden) expect(unknown).toBe(each.filter((fate) => fate.startsWith('lost')).length);
				if (result.changed === false) expect(left.size).toBe(each.length);
				if (unknown > 0) expect(hintsOf(ran)).toMatch(/isn't known/);
			}),
			{ numRuns: atScale(6, 60) },
		);
	});

	it('is not said to be unchanged above the output where that is not known', async () => {
		kind.fill(1);
		providerOf(kind).fault({ ...kind.refusal(0), ...faultOf['lost after'] });
		hiddenFrom(providerOf(kind), isChange, 1);
		const ran = await runWhole(kind, [kind.user], { options: report });
		expect(kind.left()).toEqual([]);
		expect(hintsOf(ran)).toMatch(/isn't known/);
		expect(hintsOf(ran)).not.toMatch(/wasn't changed|accepted/);
	});
});

describe('members', () => {
	const ids = Array.from({ length: 5 }, (_, index) => uuidOf(`member ${index}`));

	it('are told alike, and it is so', async () => {
		const all = fc.array(fates, { minLength: 2, maxLength: 5 });
		await fc.assert(
			fc.asyncProperty(all, async (each) => {
				fillDepartment(ids);
				const asked = ids.slice(0, each.length);
				for (const [place, fate] of each.entries()) {
					const refusal = { status: 403, headers: { 'content-type': 'application/json' }, body: '{"error":"No"}' };
					const meet = () =>
						sandbox.clientDirectory.fault({
							method: 'POST',
							...(fate === 'made' ? {} : { ...refusal, ...faultOf[fate] }),
						});
					whenAsked(sandbox.clientDirectory, isChange, meet, place + 1);
				}
				const ran = await removeMembers([{ userIds: asked }], { ...report, batchSize: 1 }, 'continueRegularOutput');
				const [result] = json(ran.outputs[0]);
				const events = counted(eventsIn(ran));
				const open = each.filter((fate) => fate.startsWith('lost')).length;
				const made = each.filter((fate) => fate === 'made').length;
				expect(events).toEqual([made, each.length - made - open, open]);
				if (result.error !== undefined) return;
				expect(lengths(result, ['succeeded', 'failed', 'unknown'])).toEqual(events);
				expect(result.success).toBe(made === each.length);
				if (open > 0) expect(hintsOf(ran)).toMatch(/isn't known/);
				else expect(hintsOf(ran)).not.toMatch(/isn't known/);
				expect(membersLeft()).toBeGreaterThanOrEqual(ids.length - made - open);
			}),
			{ numRuns: atScale(6, 60) },
		);
	});

	it.each(['cancelled', 'refused'])(
		'whose removal was accepted and could not be read back have not failed: the reading was %s',
		async (why) => {
			fillDepartment(ids);
			const controller = new AbortController();
			if (why === 'refused') hiddenFrom(sandbox.clientDirectory, isChange, 1);
			else {
				let isSent = false;
				const isReadBack = (request: Parameters<typeof isChange>[0]) =>
					(isSent ||= isChange(request)) && !isChange(request);
				whenAsked(sandbox.clientDirectory, isReadBack, () => controller.abort());
			}
			const options = { ...report, verify: true };
			const items = [{ userIds: ids.slice(0, 2) }];
			const ran = await removeMembers(items, options, 'continueRegularOutput', controller.signal);
			const [result] = json(ran.outputs[0]);
			expect(membersLeft()).toBe(3);
			expect(result).toMatchObject({ success: false, failed: [] });
			expect(result).not.toHaveProperty('verified');
			expect(result.unknown).toEqual(ids.slice(0, 2).map((id) => ({ id, error: expect.stringMatching(/accepted/) })));
			expect(eventsOf(result).map(({ status_id }) => status_id)).toEqual([0, 0]);
		},
	);
});
