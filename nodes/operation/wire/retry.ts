import type { Answer, Refusal, Reply } from '../words';
import { isUnanswered } from '../words';
import type { Load, Passed } from './load';
import { cancelled } from './unanswered';
import { waitUntil } from './waiting';

const passingStatuses = [408, 425, 429, 500, 502, 503, 504];
const longestWait = 60_000;
const firstWait = 500;

export const isPassingStatus = (status: number): boolean => passingStatuses.includes(status);

/** Whether the same request may work when tried again. */
export const isPassing = (reply: Reply): boolean =>
	isUnanswered(reply) ? reply.passing : isPassingStatus(reply.status);

/** Seconds, or, at one provider, the moment itself since 1970: in seconds, or in the milliseconds that gateways write. */
const momentOf = (asked: number, now: number): number => {
	if (asked > 1e11) return asked;
	return asked > 1e9 ? asked * 1000 : now + asked * 1000;
};

/** When the provider wants to be asked again, in ms since 1970: `Retry-After` holds a number or a date. */
export const retryAt = (
	{ status, headers }: Answer,
	now: number,
	resets: readonly string[] = [],
): number | undefined => {
	const reset = resets.map((name) => headers[name]).find((moment) => status === 429 && Number(moment) > 1e9);
	const asked = headers['retry-after'] || reset;
	if (!asked) return undefined;
	const number = Number(asked);
	const moment = Number.isNaN(number) ? Date.parse(asked) : momentOf(number, now);
	return Math.abs(moment) <= 8.64e15 ? moment : undefined;
};

export interface Patience {
	readonly maxRetries: number;
	readonly load: Load;
	readonly isCancelled: () => boolean;
	/** Whether the run goes on no more, cancelled or not. */
	readonly isOver: () => boolean;
	readonly resets?: readonly string[];
	/** What an answer means by the provider's pages: that isn't tried again, nor is it in doubt, unless they say so. */
	readonly declared?: (answer: Answer) => Refusal | undefined;
}

/** What came of one try. */
interface Tried extends Passed {
	readonly reply: Reply;
	readonly known?: Refusal;
	/** How long to leave the provider alone before the next one, in ms. */
	readonly wait: number;
}

/** What came of a request with all its tries. */
interface Told {
	readonly reply: Reply;
	readonly repeated: boolean;
	readonly tries: number;
}

const isFinal = ({ reply, known }: Tried) => (known ? !known.passing : !isPassing(reply));

const isOverload = (reply: Reply) =>
	isUnanswered(reply) ? reply.late === true : reply.status === 429 || reply.status === 503;

const triedBy = async (send: () => Promise<Reply>, tries: number, { resets, declared }: Patience): Promise<Tried> => {
	const reply = await send();
	const known = isUnanswered(reply) ? undefined : declared?.(reply);
	const now = Date.now();
	// Full jitter: clients that met the same limit must not come back together.
	const backoff = Math.random() * firstWait * 2 ** (tries - 1);
	const asked = isUnanswered(reply) ? undefined : retryAt(reply, now, resets);
	// A moment that is over or at once is no leave to come back without a pause.
	const wait = Math.max(asked === undefined ? 0 : asked - now, backoff);
	if ((known && !known.passing) || !isOverload(reply)) return { reply, known, wait };
	return { reply, known, wait, heldUntil: wait > longestWait ? now : now + wait };
};

/**
 * Sends again what may work the next time, at most `maxRetries` times and with at most a minute of waiting in all.
 * `repeated` tells that an earlier try may have taken effect.
 */
export const persistently = async (send: () => Promise<Reply>, patience: Patience): Promise<Told> => {
	const { maxRetries, load, isCancelled, isOver } = patience;
	let waited = 0;
	let last: Told | undefined;
	let repeated = false;
	for (let tries = 1; ; tries++) {
		const before = last;
		const tried = await load.through(
			tries > 1,
			async (): Promise<Tried | Passed> => (before && isOver() ? {} : await triedBy(send, tries, patience)),
		);
		if (!('reply' in tried)) {
			const told = before as Told;
			return isCancelled() ? { ...told, repeated, reply: { ...cancelled, sent: repeated } } : told;
		}
		const { reply, known, wait, heldUntil } = tried;
		last = { reply: isUnanswered(reply) ? { ...reply, sent: reply.sent || repeated } : reply, repeated, tries };
		if (tries > maxRetries || isOver() || isFinal(tried) || waited + wait > longestWait) return last;
		waited += wait;
		repeated ||= isUnanswered(reply) ? reply.sent : reply.status >= 500 && !known;
		if (heldUntil === undefined) await waitUntil(Date.now() + wait, isOver);
	}
};
