import * as fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import { isChange } from '../support/changes';
import { whenAsked } from '../support/meanwhile';
import { apply } from '../support/plans';
import { atScale } from '../support/scale';
import { setUp } from '../support/setUp';
import { providerOf, removeAlls, runWhole, sentBy, sets } from '../support/wholes';
import type { Ran } from '../support/workflow';
import { json } from '../support/workflow';

// A dry run that can't look up what it needs: by v3 of Cloud Foundry each role is looked up before it is ended.

setUp();

const goesOn = { onError: 'continueRegularOutput' } as const;
const dry = { dryRun: true, concurrency: 1, maxRetries: 0 };

/** All that is text in it. */
const textsIn = (data: unknown): string[] => {
	if (typeof data === 'string') return [data];
	return typeof data === 'object' && data !== null ? Object.values(data).flatMap(textsIn) : [];
};

const done = /\b(removed|added):|accepted|can be undone/i;

/** Nothing was sent, and nothing is said to have been made. */
const expectUndone = (kind: typeof all | typeof list, { outputs, error }: Ran) => {
	const told = [...textsIn(outputs.flatMap((items) => json(items))), error?.message, error?.description];
	for (const text of told) expect(text ?? '').not.toMatch(done);
	expect(sentBy(kind)).toEqual([]);
};

const all = removeAlls['cloudFoundry v3'];
const list = sets['cloudFoundry v3'];
const refuse = (skip: number) => providerOf(all).fault({ method: 'GET', skip, status: 403, body: 'No' });

const modes: ReadonlyArray<readonly [string, IDataObject, object]> = [
	['stops', {}, {}],
	['goes on', {}, goesOn],
	['is to verify', { verify: true }, goesOn],
];

describe.each(modes)('a dry run of Remove All that %s, where a role can not be looked up', (_, more, how) => {
	it('does not say that anything was done, whichever role it is', async () => {
		await fc.assert(
			fc.asyncProperty(fc.integer({ min: 2, max: 4 }), fc.nat(), async (count, nth) => {
				all.fill(count);
				// All there is is read first.
				refuse(1 + (nth % count));
				const ran = await runWhole(all, [all.user], { ...how, options: { ...dry, ...more } });
				expectUndone(all, ran);
				expect(all.left()).toHaveLength(count);
			}),
			{ numRuns: atScale(4, 20) },
		);
	});

	it('does not say so where a plan is tried', async () => {
		all.fill(3);
		const [planned] = json((await runWhole(all, [all.user], { options: dry })).outputs[0]);
		refuse(2);
		const ran = await apply('cloudFoundry', [planned], { ...how, options: { ...dry, ...more } });
		expectUndone(all, ran);
	});
});

it.each([
	['added', 2],
	['removed', 3],
	['removed', 4],
])(
	'a dry run of Set does not say that anybody was added or removed, where who is to be %s can not be looked up',
	async (_, skip) => {
		list.fill(5, 4);
		refuse(skip);
		const item = { ...list.group, userIds: [2, 3, 4].map(list.id) };
		expectUndone(list, await runWhole(list, [item], { options: dry }));
	},
);

it('a dry run that is cancelled does not say that anything was done', async () => {
	all.fill(4);
	const controller = new AbortController();
	whenAsked(
		providerOf(all),
		(request) => !isChange(request),
		() => controller.abort(),
		4,
	);
	const ran = await runWhole(all, [all.user], { ...goesOn, options: dry, signal: controller.signal });
	expect(ran.status).toBe('canceled');
	expectUndone(all, ran);
});
