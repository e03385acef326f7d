import type { Answer, Change, Reader, Refused, Values } from '../../model';
import { aboutValues, idsIn, isUnanswered, matching, orRefused, parametersOf, variantOf, withIds } from '../../model';
import type { Connection, Request, Ways } from '../../wire';
import { cancelled, changeRequest, ended, inDoubt, refused } from '../../wire';
import { alreadySo } from '../state';
import type { Judged, Run, Sent } from '../types';
import { failedWith, isAccepted } from '../types';
import type { Batch } from './batches';
import { detoured } from './detour';
import { judge } from './judge';

interface Prepared {
	readonly operation: Change;
	readonly request: Request;
}

const isRefusal = (prepared: Values | Refused): prepared is Refused =>
	'message' in prepared && 'description' in prepared;

/** What a change would send once everything is known that it needs; `unchanged` where there is nothing to send. */
const prepare = async (asked: Change, batch: Batch, ways: Ways): Promise<Prepared | Refused | 'unchanged'> => {
	const { reader, connection } = ways;
	const operation = await variantOf(asked, batch.values, reader);
	if ('message' in operation) return operation;
	const prepared = operation.prepare ? await operation.prepare(batch.values, reader) : batch.values;
	if (prepared === 'unchanged' || isRefusal(prepared)) return prepared;
	return { operation, request: changeRequest(operation, prepared, batch.options, connection.baseUrl) };
};

/** What a dry run has to say of a change. */
const planned = async (operation: Change, batch: Batch, ways: Ways): Promise<Sent> => {
	const prepared = await prepare(operation, batch, ways);
	if (prepared === 'unchanged') return { is: 'planned', request: null };
	if ('message' in prepared) return failedWith(prepared);
	const { values } = batch;
	const why = await prepared.operation.foresees?.(values, ways.reader);
	if (!why) return { is: 'planned', request: prepared.request };
	const valued = { parameters: [...parametersOf(operation).keys()], values, words: ways.connection.words };
	return failedWith({ ...aboutValues(why, valued), invalid: true });
};

const noAnswer: Answer = { status: 204, headers: {}, text: '', json: undefined };

/** The same of all members of a batch. */
const ofAll = ({ bulk }: Change, { values }: Batch, sent: Sent): readonly Judged[] => [
	{ ...sent, members: bulk ? idsIn(bulk, values) : [] },
];

/** Sends a change in one request. */
const sendOnce = async (asked: Change, batch: Batch, ways: Ways): Promise<readonly Judged[]> => {
	const { connection } = ways;
	const prepared = await prepare(asked, batch, ways);
	if (prepared === 'unchanged') {
		const isStrict = batch.options.ifUnchanged === 'fail';
		if (!isStrict) return ofAll(asked, batch, { is: 'unchanged', answer: noAnswer });
		return ofAll(asked, batch, failedWith(alreadySo(asked, batch.values, connection.words)));
	}
	if ('message' in prepared) return ofAll(asked, batch, failedWith(prepared));
	const { operation, request } = prepared;
	const { reply, repeated, trace } = await connection.send(request, operation);
	if (isUnanswered(reply)) return ofAll(asked, batch, { ...failedWith(refused(connection, operation, reply)), trace });
	const met = { ...ways, operation, batch, reply, repeated };
	const { detour } = operation;
	const isRefusedSo = detour !== undefined && matching([detour.on], reply) !== undefined;
	const judged = isRefusedSo ? ofAll(asked, batch, await detoured(met, detour)) : await judge(met);
	return judged.map((one) => ({ ...one, trace: (isRefusedSo ? one.trace : undefined) ?? trace }));
};

const stopped = (operation: Change, { connection }: Ways): Sent => {
	const why = connection.isCancelled() ? { ...cancelled, sent: false } : ended;
	return failedWith(refused(connection, operation, why));
};

/** Whether a request was refused as a whole, perhaps because one of its members is malformed. */
const isMalformed = ([first]: readonly Judged[]): boolean => !first.answer && first.why?.malformed === true;

/**
 * Sends a change. One malformed member can make a provider refuse all members of a request: halving finds it in a few
 * more requests. Where even single members are refused and none is accepted, the members aren't the reason.
 */
const attempt = async (operation: Change, batch: Batch, ways: Ways): Promise<readonly Judged[]> => {
	const first = await sendOnce(operation, batch, ways);
	const { bulk } = operation;
	if (!bulk || !isMalformed(first) || first[0].members.length === 1) return first;
	const [whole] = first;
	const all = whole.members;
	const judged: Judged[] = [];
	// What a try of the whole did, whose answer was lost, isn't told by the refusals of its parts.
	const told = (one: Judged): Judged =>
		whole.is === 'unknown' && !isAccepted(one) && one.why
			? { ...one, ...failedWith(inDoubt(one.why)), trace: one.trace }
			: one;
	const patience = 2 * Math.ceil(Math.log2(all.length)) + 2;
	const half = Math.ceil(all.length / 2);
	const waiting = [all.slice(half), all.slice(0, half)];
	for (let sent = 1; waiting.length > 0; sent++) {
		const members = waiting.pop() as readonly string[];
		const isTired = sent > patience && !judged.some(isAccepted);
		if (ways.connection.isOver() || isTired) {
			const rest = [...members, ...waiting.reverse().flat()];
			return [...judged, isTired ? { ...whole, members: rest } : told({ ...stopped(operation, ways), members: rest })];
		}
		const part = await sendOnce(operation, { ...batch, values: withIds(bulk, batch.values, members) }, ways);
		const middle = Math.ceil(members.length / 2);
		if (isMalformed(part) && members.length > 1) waiting.push(members.slice(middle), members.slice(0, middle));
		else for (const one of part) judged.push(told(one));
	}
	return judged;
};

/** Sends one batch, or says what it would send. What is thrown once something was sent leaves the change in doubt. */
export const send = async (
	{ operation, connection }: Run,
	batch: Batch,
	reader: Reader,
): Promise<readonly Judged[]> => {
	let sent = false;
	const watched: Connection = {
		...connection,
		send: async (request, ...how) => {
			sent ||= request.method !== 'GET';
			return await connection.send(request, ...how);
		},
	};
	const ways = { connection: watched, reader };
	const judged = await orRefused(async (): Promise<readonly Judged[]> => {
		if (batch.options.dryRun !== true) return await attempt(operation, batch, ways);
		return ofAll(operation, batch, await planned(operation, batch, ways));
	});
	if (!('message' in judged)) return judged;
	return ofAll(operation, batch, failedWith(judged.thrown && sent ? inDoubt(judged) : judged));
};
