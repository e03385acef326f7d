import type { Ways } from './attempt';
import { sendOnce } from './attempt';
import type { Job } from './jobs';
import { fateBy } from './fates';
import type { Operation } from './operation';
import { inDoubt, refused } from './refusal';
import type { Sent } from './result';
import { isAccepted } from './result';
import { cancelled, ended } from './unanswered';

type Judged = readonly [members: readonly string[], verdict: Sent];

const isDoubtful = (verdict: Sent): boolean => !isAccepted(verdict) && verdict.undecided === true;

/** What the requests that stand for one mean together. */
const merged = (verdicts: readonly Judged[]): Sent => {
	const accepted = verdicts.map(([, verdict]) => verdict).filter(isAccepted);
	const doubtful = verdicts.filter(([, verdict]) => isDoubtful(verdict));
	if (accepted.length === 0) return (doubtful[0] ?? verdicts[0])[1];
	const fates = verdicts.flatMap(([members, verdict]): Array<readonly [string, string | undefined]> => {
		if (!isAccepted(verdict)) return members.map((id) => [id, fateBy(verdict)] as const);
		return [...(verdict.fates ?? [])];
	});
	const doubted = doubtful.flatMap(([members]) => members);
	return { ...accepted[0], fates: new Map(fates), doubted: new Set(doubted) };
};

/**
 * Sends a change. One malformed member can make a provider refuse all members of a request: halving finds it in a few
 * more requests. Where even single members are refused and none is accepted, the members aren't the reason.
 */
export const attempt = async (operation: Operation, job: Job, ways: Ways): Promise<Sent> => {
	const { provider, connection } = ways;
	const whole = await sendOnce(operation, job, ways);
	const { bulk } = operation;
	if (!bulk || isAccepted(whole) || !whole.malformed) return whole;
	const list = bulk.of.property.name;
	const all = job.values[list] as readonly string[];
	if (all.length === 1) return whole;
	const verdicts: Judged[] = [];
	// What a try of the whole did, whose answer was lost, isn't told by the refusals of its parts.
	const told = (verdict: Sent): Sent => (whole.undecided && !isAccepted(verdict) ? inDoubt(verdict) : verdict);
	const patience = 2 * Math.ceil(Math.log2(all.length)) + 2;
	const half = Math.ceil(all.length / 2);
	const waiting = [all.slice(half), all.slice(0, half)];
	for (let sent = 1; waiting.length > 0; sent++) {
		const members = waiting.pop() as readonly string[];
		if (connection.isOver()) {
			const why = connection.isCancelled() ? { ...cancelled, sent: false } : ended;
			const stopped = refused(provider, operation, why, connection.baseUrl);
			verdicts.push([[...members, ...waiting.flat()], told(stopped)]);
			break;
		}
		const tired = sent > patience && !verdicts.some(([, verdict]) => isAccepted(verdict));
		if (tired) return verdicts.find(([, verdict]) => isDoubtful(verdict))?.[1] ?? whole;
		const verdict = told(await sendOnce(operation, { ...job, values: { ...job.values, [list]: members } }, ways));
		const middle = Math.ceil(members.length / 2);
		if (!isAccepted(verdict) && verdict.malformed && members.length > 1)
			waiting.push(members.slice(middle), members.slice(0, middle));
		else verdicts.push([members, verdict]);
	}
	return merged(verdicts);
};
