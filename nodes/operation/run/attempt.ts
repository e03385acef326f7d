import type { Ways } from '../wire';
import { cancelled, ended, inDoubt, refused } from '../wire';
import type { Answer, Change } from '../words';
import { idsIn, isUnanswered, withIds } from '../words';
import { goalOf } from './goal';
import { unchangedAlready } from './ifUnchanged';
import type { Job } from './jobs';
import type { Judged, Sent } from './verdict';
import { isAccepted } from './verdict';
import { verdictOn } from './verdictOn';

const noAnswer: Answer = { status: 204, headers: {}, text: '', json: undefined };

/** Sends a change in one request. */
const sendOnce = async (asked: Change, job: Job, ways: Ways): Promise<Sent> => {
	const { connection } = ways;
	const goal = await goalOf(asked, job, ways);
	if (goal === 'unchanged')
		return job.options.ifUnchanged === 'fail' ? unchangedAlready : { outcome: 'unchanged', answer: noAnswer };
	if ('message' in goal) return goal;
	const { operation, request } = goal;
	const { reply, repeated, trace } = await connection.send(request, operation);
	if (isUnanswered(reply)) return { ...refused(connection, operation, reply), trace };
	return { ...(await verdictOn({ ...ways, operation, job, reply, repeated })), trace };
};

const stopped = (operation: Change, { connection }: Ways): Sent => {
	const why = connection.isCancelled() ? { ...cancelled, sent: false } : ended;
	return refused(connection, operation, why);
};

/**
 * Sends a change. One malformed member can make a provider refuse all members of a request: halving finds it in a few
 * more requests. Where even single members are refused and none is accepted, the members aren't the reason.
 */
export const attempt = async (operation: Change, job: Job, ways: Ways): Promise<readonly Judged[]> => {
	const whole = await sendOnce(operation, job, ways);
	const { bulk } = operation;
	if (!bulk) return [{ members: [], verdict: whole }];
	const all = idsIn(bulk, job.values);
	if (isAccepted(whole) || !whole.malformed || all.length === 1) return [{ members: all, verdict: whole }];
	const judged: Judged[] = [];
	// What a try of the whole did, whose answer was lost, isn't told by the refusals of its parts.
	const told = (verdict: Sent): Sent => (whole.undecided && !isAccepted(verdict) ? inDoubt(verdict) : verdict);
	const patience = 2 * Math.ceil(Math.log2(all.length)) + 2;
	const half = Math.ceil(all.length / 2);
	const waiting = [all.slice(half), all.slice(0, half)];
	for (let sent = 1; waiting.length > 0; sent++) {
		const members = waiting.pop() as readonly string[];
		const isTired = sent > patience && !judged.some(({ verdict }) => isAccepted(verdict));
		if (ways.connection.isOver() || isTired) {
			const rest = [...members, ...waiting.reverse().flat()];
			return [...judged, { members: rest, verdict: isTired ? whole : told(stopped(operation, ways)) }];
		}
		const verdict = told(await sendOnce(operation, { ...job, values: withIds(bulk, job.values, members) }, ways));
		const middle = Math.ceil(members.length / 2);
		if (!isAccepted(verdict) && verdict.malformed && members.length > 1)
			waiting.push(members.slice(middle), members.slice(0, middle));
		else judged.push({ members, verdict });
	}
	return judged;
};
