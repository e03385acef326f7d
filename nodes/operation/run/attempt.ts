import type { Ways } from '../wire';
import { cancelled, ended, inDoubt, refused } from '../wire';
import type { Answer, Change } from '../words';
import { idsIn, isUnanswered, withIds } from '../words';
import { prepare } from './prepare';
import { unchangedAlready } from './ifUnchanged';
import type { Batch } from './batches';
import type { Judged, Sent } from './verdict';
import { isAccepted } from './verdict';
import { judge } from './judge';

const noAnswer: Answer = { status: 204, headers: {}, text: '', json: undefined };

/** Sends a change in one request. `earlier`: one of another variant may have taken effect. */
const sendOnce = async (asked: Change, batch: Batch, ways: Ways, earlier = false): Promise<Sent> => {
	const { connection, reader } = ways;
	const prepared = await prepare(asked, batch, ways);
	if (prepared === 'unchanged' && earlier) return { outcome: 'applied', answer: noAnswer };
	if (prepared === 'unchanged')
		return batch.options.ifUnchanged === 'fail' ? unchangedAlready : { outcome: 'unchanged', answer: noAnswer };
	if ('message' in prepared) return earlier ? inDoubt(prepared) : prepared;
	const { operation, request } = prepared;
	const { reply, repeated: again, trace } = await connection.send(request, operation);
	const repeated = again || earlier;
	if (isUnanswered(reply)) {
		const told = earlier ? { ...reply, sent: true } : reply;
		return { ...refused(connection, operation, told), trace };
	}
	const other = await operation.revise?.(reply, batch.values, reader);
	if (other) return await sendOnce(other, batch, ways, repeated);
	return { ...(await judge({ ...ways, operation, batch, reply, repeated })), trace };
};

const stopped = (operation: Change, { connection }: Ways): Sent => {
	const why = connection.isCancelled() ? { ...cancelled, sent: false } : ended;
	return refused(connection, operation, why);
};

/**
 * Sends a change. One malformed member can make a provider refuse all members of a request: halving finds it in a few
 * more requests. Where even single members are refused and none is accepted, the members aren't the reason.
 */
export const attempt = async (operation: Change, batch: Batch, ways: Ways): Promise<readonly Judged[]> => {
	const whole = await sendOnce(operation, batch, ways);
	const { bulk } = operation;
	if (!bulk) return [{ members: [], verdict: whole }];
	const all = idsIn(bulk, batch.values);
	if (isAccepted(whole) || !whole.malformed || all.length === 1) return [{ members: all, verdict: whole }];
	const judged: Judged[] = [];
	// What a try of the whole did, whose answer was lost, isn't told by the refusals of its parts.
	const told = (verdict: Sent): Sent => (whole.unknown && !isAccepted(verdict) ? inDoubt(verdict) : verdict);
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
		const verdict = told(await sendOnce(operation, { ...batch, values: withIds(bulk, batch.values, members) }, ways));
		const middle = Math.ceil(members.length / 2);
		if (!isAccepted(verdict) && verdict.malformed && members.length > 1)
			waiting.push(members.slice(middle), members.slice(0, middle));
		else judged.push({ members, verdict });
	}
	return judged;
};
