import type { ItemRequest } from '../panel';
import type { Connection } from '../wire';
import { inDoubt } from '../wire';
import type { Reader } from '../words';
import { idsIn } from '../words';
import { attempt } from './attempt';
import type { Checked } from './checks';
import { keepsFrom } from './fates';
import { planned } from './prepare';
import type { Batch } from './batches';
import { batchesOf } from './batches';
import { orRefused } from './orRefused';
import { paced } from './pacing';
import type { Outcome, Run, StepRequest } from './run';
import { inTurns } from './turns';
import type { Judged, Part } from './verdict';

/** Sends one batch, or says what it would send. What is thrown once something was sent leaves the change in doubt. */
const judge = async (run: Run, batch: Batch, reader: Reader): Promise<readonly Judged[]> => {
	const { operation, connection } = run;
	let sent = false;
	const watched: Connection = {
		...connection,
		send: async (request, asked) => {
			sent ||= request.method !== 'GET';
			return await connection.send(request, asked);
		},
	};
	const members = operation.bulk ? idsIn(operation.bulk, batch.values) : [];
	const judged = await orRefused(async (): Promise<readonly Judged[]> => {
		if (batch.options.dryRun !== true) return await attempt(operation, batch, { connection: watched, reader });
		return [{ members, verdict: await planned(operation, batch, { connection, reader }) }];
	});
	if (!('message' in judged)) return judged;
	return [{ members, verdict: judged.thrown && sent ? inDoubt(judged) : judged }];
};

/** The parts that an item has in a batch; their own order. */
const partsOf = (judged: readonly Judged[], own: readonly string[], alone: boolean): readonly Part[] => {
	if (judged.length === 1) return [{ members: own, verdict: judged[0].verdict, alone }];
	const asked = new Set(own);
	const parts = judged.map(({ members, verdict }) => ({
		members: members.filter((id) => asked.has(id)),
		verdict,
		alone,
	}));
	return parts.filter(({ members }) => members.length > 0);
};

/** Whether a batch isn't sent any more where the node stops on errors: a whole has failed that it is no part of. */
const isLeftOut = (batch: Batch, asked: Checked['asked'], failed: ReadonlySet<unknown>): boolean =>
	failed.size > 0 && ![...batch.items.keys()].some((item) => failed.has((asked[item] as StepRequest).whole));

/** Tells, batch by batch, which items can't succeed any more: those that report their members only once all are through. */
const failing = (
	{ operation, continueOnFail }: Run,
	{ asked }: Checked,
	{ batches, parts, failed }: { batches: readonly Batch[]; parts: readonly Part[][]; failed: Set<unknown> },
) => {
	const left = new Map<number, number>();
	for (const batch of batches) for (const item of batch.items.keys()) left.set(item, (left.get(item) ?? 0) + 1);
	return (item: number, fresh: readonly Part[]): boolean => {
		if (continueOnFail) return false;
		const rest = (left.get(item) as number) - 1;
		left.set(item, rest);
		const { whole } = asked[item] as StepRequest;
		if (whole) {
			// What nobody knows yet is read afterwards.
			const isOpen = ({ verdict }: Part) => 'message' in verdict && verdict.unknown === true;
			if (!whole.isReported && fresh.some((part) => keepsFrom(part) && !isOpen(part))) failed.add(whole);
			return false;
		}
		const isReport = operation.bulk && (asked[item] as ItemRequest).options.partialFailure === 'report';
		if (isReport) return rest === 0 && parts[item].every(({ verdict }) => 'message' in verdict);
		return fresh.some(keepsFrom);
	};
};

/** Sends all batches. Gives the item that ended the run, if one did. */
export const sendAll = async (run: Run, reader: Reader, checked: Checked, parts: Part[][]) => {
	const { operation, settings, connection } = run;
	let failure: Outcome['failure'];
	const inTurn = inTurns(operation);
	const batches = batchesOf(operation, checked.asked, checked.left, settings.batchSize as number);
	const failed = new Set<unknown>();
	const hasToFail = failing(run, checked, { batches, parts, failed });
	await paced(batches, reader.atOnce, async (batch) => {
		if (isLeftOut(batch, checked.asked, failed)) return true;
		// Members that items share are sent once.
		const judged = operation.bulk
			? await judge(run, batch, reader)
			: [{ members: [], verdict: await inTurn(batch, async () => (await judge(run, batch, reader))[0].verdict) }];
		let goOn = true;
		for (const [item, members] of batch.items) {
			const fresh = partsOf(judged, members, batch.items.size === 1);
			for (const part of fresh) parts[item].push(part);
			if (!hasToFail(item, fresh)) continue;
			failure ??= { item, refused: fresh.map(({ verdict }) => verdict).find((verdict) => 'message' in verdict) };
			goOn = false;
			connection.end();
		}
		return goOn;
	});
	return failure;
};
