import type { Request, Ways } from '../wire';
import { changeRequest, inDoubt, refused } from '../wire';
import type { Already, Answer, Change, Refused, Values } from '../words';
import { fatesIn, isUnanswered, matching, variantOf } from '../words';
import { factOf, isKnown } from './facts';
import { unchangedAlready } from './ifUnchanged';
import type { Job } from './jobs';
import type { Planned, Sent } from './verdict';

interface Goal {
	readonly operation: Change;
	readonly request: Request;
}

const isRefusal = (prepared: Values | Refused): prepared is Refused =>
	'message' in prepared && 'description' in prepared;

/** What a change would send once everything is known that it needs; `unchanged` where there is nothing to send. */
const goalOf = async (asked: Change, job: Job, ways: Ways): Promise<Goal | Refused | 'unchanged'> => {
	const { reader, connection } = ways;
	const operation = await variantOf(asked, job.values, reader);
	if ('message' in operation) return operation;
	const prepared = operation.prepare ? await operation.prepare(job.values, reader) : job.values;
	// What was read for it may have shown that another variant serves; that isn't revised again.
	if ((await variantOf(asked, job.values, reader)) !== operation) return await goalOf(asked, job, ways);
	if (prepared === 'unchanged' || isRefusal(prepared)) return prepared;
	return { operation, request: changeRequest(operation, prepared, job.options, connection.baseUrl) };
};

/** What a dry run has to say of a change. */
export const planned = async (operation: Change, job: Job, ways: Ways): Promise<Planned | Refused> => {
	const goal = await goalOf(operation, job, ways);
	if (goal === 'unchanged') return { outcome: 'planned', request: null };
	return 'message' in goal ? goal : { outcome: 'planned', request: goal.request };
};

const noAnswer: Answer = { status: 204, headers: {}, text: '', json: undefined };

/** A change that was answered. */
interface Met extends Ways {
	readonly operation: Change;
	readonly job: Job;
	readonly reply: Answer;
	/** Whether an earlier try may have taken effect. */
	readonly repeated: boolean;
}

const accepted = async ({ operation, job, reply, repeated, reader }: Met): Promise<Sent> => {
	const unsettled = await operation.settle?.(reply, reader);
	if (unsettled) return repeated ? inDoubt(unsettled) : unsettled;
	const fates = operation.bulk && fatesIn(operation.bulk, job.values, reply);
	return {
		outcome: 'applied',
		answer: reply,
		fates,
		changed: operation.makesDifference && !repeated ? true : undefined,
	};
};

/** Why an access that is there already isn't the one that was asked for, where the answer doesn't tell which it is. */
const otherAccess = async (met: Met, { vague }: Already): Promise<Refused | undefined> => {
	const { operation, job, reply, repeated, reader, connection } = met;
	if (!vague) return undefined;
	const fact = await factOf(operation.state, job.values, { reader: reader.fresh(), concludes: () => true });
	if (isKnown(fact) && fact.has === operation.state.grants) return undefined;
	const told = refused(connection, operation, reply, { known: vague, repeated });
	if (isKnown(fact)) return told;
	return { ...told, message: `The access is there already, but which it is can't be read: ${fact.message}` };
};

const unchanged = async (met: Met, known: Already): Promise<Sent> => {
	const { operation, job, reply, repeated, connection } = met;
	const other = await otherAccess(met, known);
	if (other) return other;
	// The answer to an earlier try was lost: this one may well speak of what that try did.
	if (repeated) return { outcome: 'applied', answer: reply };
	if (job.options.ifUnchanged !== 'fail') return { outcome: 'unchanged', answer: reply };
	return refused(connection, operation, reply, { known });
};

const refusedBy = async (met: Met): Promise<Refused> => {
	const { operation, job, reply, repeated, reader, connection } = met;
	const refusal = refused(connection, operation, reply, { repeated });
	const explain = matching(operation.refusals ?? [], reply)?.explain;
	// A refusal stands by itself where the reason can't be looked up.
	const explained = await explain?.(job.values, reader).catch(() => undefined);
	return {
		...refusal,
		description: explained ? `${explained} ${refusal.description}` : refusal.description,
		malformed: operation.bulk?.malformed?.(reply),
	};
};

/** Sends a change in one request. `earlier`: one of another variant may have taken effect. */
export const sendOnce = async (asked: Change, job: Job, ways: Ways, earlier = false): Promise<Sent> => {
	const { connection, reader } = ways;
	const goal = await goalOf(asked, job, ways);
	if (goal === 'unchanged' && earlier) return { outcome: 'applied', answer: noAnswer };
	if (goal === 'unchanged')
		return job.options.ifUnchanged === 'fail' ? unchangedAlready : { outcome: 'unchanged', answer: noAnswer };
	if ('message' in goal) return earlier ? inDoubt(goal) : goal;
	const { operation, request } = goal;
	const { reply, repeated: again } = await connection.send(request, operation);
	const repeated = again || earlier;
	if (isUnanswered(reply)) {
		const told = earlier ? { ...reply, sent: true } : reply;
		return refused(connection, operation, told);
	}
	const other = await operation.revise?.(reply, job.values, reader);
	if (other) return await sendOnce(other, job, ways, repeated);
	const met = { ...ways, operation, job, reply, repeated };
	if (operation.success[reply.status]?.(reply)) return await accepted(met);
	const known = matching(operation.unchanged ?? [], reply);
	return known ? await unchanged(met, known) : await refusedBy(met);
};
