import type { Connection } from '../../wire';
import { inDoubt, paced } from '../../wire';
import type { Reader, Refused } from '../../model';
import { idsIn, isBulk, orRefused } from '../../model';
import { isStrict } from '../state';
import type { Checked, Ended, Judged, PlannedStep, Policy, Run } from '../types';
import { failedWith } from '../types';
import { attempt } from './attempt';
import type { Batch } from './batches';
import { batchesOf } from './batches';
import { planned } from './prepare';
import { alreadyAsked, inTurns } from './turns';

/** What was sent of a step, and for which request. */
export interface Part extends Judged {
	readonly batch: Batch;
}

/** Sends one batch, or says what it would send. What is thrown once something was sent leaves the change in doubt. */
const send = async ({ operation, connection }: Run, batch: Batch, reader: Reader): Promise<readonly Judged[]> => {
	let sent = false;
	const watched: Connection = {
		...connection,
		send: async (request, asked) => {
			sent ||= request.method !== 'GET';
			return await connection.send(request, asked);
		},
	};
	const members = isBulk(operation) ? idsIn(operation.bulk, batch.values) : [];
	const judged = await orRefused(async (): Promise<readonly Judged[]> => {
		if (batch.options.dryRun !== true) return await attempt(operation, batch, { connection: watched, reader });
		return [{ ...(await planned(operation, batch, { connection, reader })), members }];
	});
	if (!('message' in judged)) return judged;
	return [{ ...failedWith(judged.thrown && sent ? inDoubt(judged) : judged), members }];
};

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
const waitingFor = (batches: readonly Batch[]) => {
	const left = new Map<number, number>();
	for (const { steps } of batches) for (const place of steps.keys()) left.set(place, (left.get(place) ?? 0) + 1);
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
	const isLastOf = waitingFor(batches);
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
