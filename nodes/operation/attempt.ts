import type { Answer } from './answer';
import { isUnanswered } from './answer';
import type { Job } from './jobs';
import { fateBy, fatesIn } from './members';
import type { Operation, Reader } from './operation';
import type { Values } from './parameter';
import type { Provider } from './provider';
import type { Refused } from './refusal';
import { matching, refused } from './refusal';
import type { Request } from './request';
import { toRequest } from './request';
import type { Planned, Sent } from './result';
import { isAccepted } from './result';
import type { Connection } from './transport';
import { cancelled } from './unanswered';

/** What a change would send once everything is known that it needs; `unchanged` where there is nothing to send. */
const requestOf = async (
	asked: Operation,
	{ values, options }: Pick<Job, 'values' | 'options'>,
	reader: Reader,
	baseUrl: string,
): Promise<{ readonly operation: Operation; readonly request: Request } | Refused | 'unchanged'> => {
	const operation = asked.resolve ? await asked.resolve(values, reader) : asked;
	if ('message' in operation) return operation;
	const prepared: Values | Refused | 'unchanged' = operation.prepare ? await operation.prepare(values, reader) : values;
	if (prepared === 'unchanged' || isRefusal(prepared)) return prepared;
	return { operation, request: toRequest(operation, prepared, options, baseUrl) };
};

const isRefusal = (prepared: Values | Refused): prepared is Refused =>
	'message' in prepared && 'description' in prepared;

/** What a dry run has to say of a change. */
export const planned = async (
	operation: Operation,
	job: Job,
	reader: Reader,
	baseUrl: string,
): Promise<Planned | Refused> => {
	const goal = await requestOf(operation, job, reader, baseUrl);
	if (goal === 'unchanged') return { outcome: 'planned', request: null };
	return 'message' in goal ? goal : { outcome: 'planned', request: goal.request };
};

const noAnswer: Answer = { status: 204, headers: {}, text: '', json: undefined };

const once = async (
	provider: Provider,
	asked: Operation,
	job: Job,
	connection: Connection,
	reader: Reader,
): Promise<Sent> => {
	const { baseUrl, send } = connection;
	const goal = await requestOf(asked, job, reader, baseUrl);
	if (goal === 'unchanged') return { outcome: 'unchanged', answer: noAnswer };
	if ('message' in goal) return goal;
	const { operation, request } = goal;
	const { reply, repeated } = await send(request);
	if (isUnanswered(reply)) return refused(provider, operation, reply, baseUrl);
	if (operation.success?.[reply.status]?.(reply)) {
		const unsettled = await operation.settle?.(reply, reader);
		const fates = operation.bulk && fatesIn(operation.bulk, reply);
		const changed = operation.makesDifference && !repeated ? true : undefined;
		return unsettled ?? { outcome: 'applied', answer: reply, fates, changed };
	}
	const known = matching(operation.unchanged ?? [], reply);
	// The answer to an earlier try was lost: this one may well speak of what that try did.
	if (known && repeated) return { outcome: 'applied', answer: reply };
	if (known && job.options.ifUnchanged !== 'fail') return { outcome: 'unchanged', answer: reply };
	const refusal = refused(provider, operation, reply, baseUrl, { known, repeated });
	const explain = matching(operation.refusals ?? [], reply)?.explain;
	// A refusal stands by itself where the reason can't be looked up.
	const explained = await explain?.(job.values, reader).catch(() => undefined);
	return {
		...refusal,
		description: explained ? `${explained} ${refusal.description}` : refusal.description,
		malformed: operation.bulk?.malformed?.(reply),
	};
};

const isDoubtful = (verdict: Sent): boolean => !isAccepted(verdict) && verdict.undecided === true;

const merged = (verdicts: ReadonlyArray<readonly [readonly string[], Sent]>, done: string): Sent => {
	const accepted = verdicts.map(([, verdict]) => verdict).filter(isAccepted);
	const doubtful = verdicts.filter(([, verdict]) => isDoubtful(verdict));
	if (accepted.length === 0) return (doubtful[0] ?? verdicts[0])[1];
	const fates = verdicts.flatMap(
		([members, verdict]): Array<readonly [string, string | undefined]> =>
			isAccepted(verdict)
				? [...(verdict.fates ?? [])]
				: members.map((id) => [id.toLowerCase(), fateBy(verdict, done)] as const),
	);
	const doubted = doubtful.flatMap(([members]) => members.map((id) => id.toLowerCase()));
	return { ...accepted[0], fates: new Map(fates), doubted: new Set(doubted) };
};

/**
 * Sends a change. One malformed member can make a provider refuse all members of a request: halving finds it in a few
 * more requests. Where even single members are refused and none is accepted, the members aren't the reason.
 */
export const attempt = async (
	provider: Provider,
	operation: Operation,
	job: Job,
	connection: Connection,
	reader: Reader,
): Promise<Sent> => {
	const whole = await once(provider, operation, job, connection, reader);
	const { bulk } = operation;
	if (!bulk || isAccepted(whole) || !whole.malformed) return whole;
	const list = bulk.of.property.name;
	const all = job.values[list] as readonly string[];
	if (all.length === 1) return whole;
	const verdicts: Array<readonly [readonly string[], Sent]> = [];
	const patience = 2 * Math.ceil(Math.log2(all.length)) + 2;
	const half = Math.ceil(all.length / 2);
	const waiting = [all.slice(half), all.slice(0, half)];
	for (let sent = 1; waiting.length > 0; sent++) {
		const members = waiting.pop() as readonly string[];
		if (connection.isCancelled()) {
			const stopped = refused(provider, operation, { ...cancelled, sent: false }, connection.baseUrl);
			verdicts.push([[...members, ...waiting.flat()], stopped]);
			break;
		}
		const tired = sent > patience && !verdicts.some(([, verdict]) => isAccepted(verdict));
		if (tired) return verdicts.find(([, verdict]) => isDoubtful(verdict))?.[1] ?? whole;
		const part = { ...job, values: { ...job.values, [list]: members } };
		const verdict = await once(provider, operation, part, connection, reader);
		const middle = Math.ceil(members.length / 2);
		if (!isAccepted(verdict) && verdict.malformed && members.length > 1)
			waiting.push(members.slice(middle), members.slice(0, middle));
		else verdicts.push([members, verdict]);
	}
	return merged(verdicts, bulk.done);
};
