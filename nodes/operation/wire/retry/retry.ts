import type { Answer, Refusal, Reply, Unanswered } from '../../model';
import { isUnanswered } from '../../model';
import { cancelled } from '../answer';
import { isPassing, retryAt } from './again';
import type { Load, Passed } from './load';
import { longestWait } from './load';
import { waitUntil } from './waiting';

const firstWait = 500;

export interface Patience {
	readonly maxRetries: number;
	readonly load: Load;
	readonly isCancelled: () => boolean;
	/** Whether the run goes on no more, cancelled or not. */
	readonly isOver: () => boolean;
	/** Whether it is sent although the provider wants no requests for longer than one may wait. */
	readonly insists?: boolean;
	readonly resets?: readonly string[];
	/** What to say where the provider wants no requests until then. */
	readonly left: (until: number, isAgain: boolean) => Unanswered;
	/** What an answer means by the provider's pages. Such an answer is neither tried again nor in doubt, unless they say so. */
	readonly declared?: (answer: Answer) => Refusal | undefined;
}

/** What came of one try. */
interface Tried extends Passed {
	readonly reply: Reply;
	readonly known?: Refusal;
	/** How long to leave the provider alone before the next one, in ms; absent where that is longer than it may wait. */
	readonly wait?: number;
}

/** What came of a request with all its tries. */
interface Settled {
	readonly reply: Reply;
	readonly repeated: boolean;
	readonly tries: number;
}

/** Nothing was sent this time. */
interface Ended extends Passed {
	readonly ended: Settled;
}

const isFinal = ({ reply, known }: Tried) => (known ? !known.passing : !isPassing(reply));

const isOverload = (reply: Reply) =>
	isUnanswered(reply) ? reply.late === true || reply.until !== undefined : reply.status === 429 || reply.status === 503;

/** What an answer tells of how much the provider bears. */
const levelOf = (reply: Reply, known: Refusal | undefined): Passed['level'] => {
	if (known && !known.passing) return 'clean';
	if (isOverload(reply)) return 'overload';
	return isPassing(reply) || isUnanswered(reply) || reply.status >= 500 ? 'failure' : 'clean';
};

/** `left`: how long the request may still wait, in ms. */
const triedBy = async (
	send: () => Promise<Reply>,
	{ tries, left }: { readonly tries: number; readonly left: number },
	{ resets, declared }: Patience,
): Promise<Tried> => {
	const reply = await send();
	const known = isUnanswered(reply) ? undefined : declared?.(reply);
	const now = Date.now();
	// Full jitter: clients that met the same limit must not come back together.
	const backoff = Math.min(left, Math.random() * firstWait * 2 ** (tries - 1));
	const moment = isUnanswered(reply) ? reply.until : retryAt(reply, now, resets);
	const asked = moment === undefined ? 0 : moment - now;
	// A moment that is over or at once is no leave to come back without a pause.
	const wait = Math.max(asked, backoff);
	const level = levelOf(reply, known);
	// Any failure that passes may come with a wish for more than a request may wait; an answer that stands says nothing of others.
	const isHeld = level === 'overload' || (level === 'failure' && asked > longestWait);
	const held = isHeld ? { heldUntil: now + wait } : {};
	return { reply, known, level, ...held, wait: left > 0 && asked <= left ? wait : undefined };
};

/**
 * Sends again what may work the next time, at most `maxRetries` times and with at most a minute of waiting in all.
 * `repeated` tells that an earlier try may have taken effect.
 */
export const persistently = async (send: () => Promise<Reply>, patience: Patience): Promise<Settled> => {
	const { maxRetries, load, isCancelled, isOver, insists } = patience;
	let left = longestWait;
	let last: Settled | undefined;
	let repeated = false;
	for (let tries = 1; ; tries++) {
		const before = last;
		const unsent = (why: Unanswered): Ended => ({
			ended: { reply: { ...why, sent: repeated }, repeated, tries: tries - 1 },
		});
		const tried = await load.through(tries > 1, async (heldUntil): Promise<Tried | Ended> => {
			if (before && isOver()) return isCancelled() ? unsent(cancelled) : { ended: before };
			if (heldUntil !== undefined && !isOver() && !insists) return unsent(patience.left(heldUntil, tries > 1));
			return await triedBy(send, { tries, left }, patience);
		});
		if ('ended' in tried) return tried.ended;
		const { reply, known, wait, heldUntil } = tried;
		last = { reply: isUnanswered(reply) ? { ...reply, sent: reply.sent || repeated } : reply, repeated, tries };
		if (tries > maxRetries || isOver() || isFinal(tried) || wait === undefined) return last;
		left -= wait;
		repeated ||= isUnanswered(reply) ? reply.sent : reply.status >= 500 && !known;
		if (heldUntil === undefined || insists) await waitUntil(Date.now() + wait, isOver);
	}
};
