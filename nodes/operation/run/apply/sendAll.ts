import { paced } from '../../wire';
import type { Reader, Refused } from '../../model';
import { isBulk } from '../../model';
import { isStrict } from '../state';
import type { Checked, Ended, Judged, PlannedStep, Policy, Run } from '../types';
import { send } from './attempt';
import type { Batch } from './batches';
import { batchesOf } from './batches';
import { alreadyAsked, inTurns } from './turns';

/** What was sent of a step, and for which request. */
export interface Part extends Judged {
	readonly batch: Batch;
}

/** What of a request is a step's own, in its own order; of steps that ask for just the same, the first is the one that makes it. */
const partsOf = (
	judged: readonly Judged[],
	batch: Batch,
	{ own, isFirst }: { readonly own: readonly string[]; readonly isFirst: boolean },
): readonly Part[] => {
	if (!isFirst && batch.access !== undefined && isStrict(batch) && judged[0].is === 'applied')
		return [{ ...alreadyAsked, batch }];
	if (judged.length === 1) return [{ ...judged[0], members: own, batch }];
	const asked = new Set(own);
	const parts = judged.map((one) => ({ ...one, members: one.members.filter((id) => asked.has(id)), batch }));
	return parts.filter(({ members }) => members.length > 0);
};

/** How many requests each step still waits for. */
const waitingFor = (steps: ReadonlyArray<Batch['steps']>) => {
	const left = new Map<number, number>();
	for (const own of steps) for (const place of own.keys()) left.set(place, (left.get(place) ?? 0) + 1);
	return (place: number): boolean => {
		const rest = (left.get(place) as number) - 1;
		left.set(place, rest);
		return rest === 0;
	};
};

/** Sends all batches of steps. Gives the place of the step that ended the run, if one did. */
export const sendAll = async (
	run: Run,
	reader: Reader,
	{ asked, left }: Checked,
	{ steps, policy, parts }: { steps: readonly PlannedStep[]; policy: Policy; parts: ReadonlyArray<Part[]> },
): Promise<Ended['failure']> => {
	const { operation, settings, connection } = run;
	let failure: Ended['failure'];
	const inTurn = inTurns();
	const batches = batchesOf(operation, asked, left, settings.batchSize as number);
	const isLastOf = waitingFor(batches.map(({ steps: own }) => own));
	await paced(batches, reader.atOnce, async (batch) => {
		const places = [...batch.steps];
		if (places.every(([place]) => policy.holdsBack(steps[place]))) return true;
		const own = async () => await send(run, batch, reader);
		const judged = isBulk(operation) ? await own() : [await inTurn(batch, async () => (await own())[0])];
		let goOn = true;
		for (const [index, [place, members]] of places.entries()) {
			const fresh = partsOf(judged, batch, { own: members, isFirst: index === 0 });
			for (const part of fresh) parts[place].push(part);
			const isLast = isLastOf(place);
			if (!policy.endsWith(steps[place], { fresh, all: parts[place], isLast })) continue;
			failure ??= {
				item: place,
				refused: fresh.map(({ why }) => why).find((why): why is Refused => why !== undefined),
			};
			goOn = false;
			connection.end();
		}
		return goOn;
	});
	return failure;
};
