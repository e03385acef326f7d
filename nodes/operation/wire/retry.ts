import { sleep } from 'n8n-workflow';

import type { Answer, Refusal, Reply } from '../words';
import { isUnanswered } from '../words';
import { cancelled } from './unanswered';

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

// In steps, because a wait has to end with the run and n8n's `sleep` can't be interrupted.
export const waitUntil = async (moment: number, isOver: () => boolean): Promise<void> => {
	while (!isOver() && Date.now() < moment) await sleep(Math.min(50, moment - Date.now()));
};

export interface Patience {
	readonly maxRetries: number;
	readonly isCancelled: () => boolean;
	/** Whether the run goes on no more, cancelled or not. */
	readonly isOver: () => boolean;
	readonly resets?: readonly string[];
	/** What an answer means by the provider's pages: that isn't tried again, nor is it in doubt, unless they say so. */
	readonly declared?: (answer: Answer) => Refusal | undefined;
}

const isFinal = (reply: Reply, known: Refusal | undefined) => (known ? !known.passing : !isPassing(reply));

/**
 * Sends again what may work the next time, at most `maxRetries` times and with at most a minute of waiting in all.
 * `repeated` tells that an earlier try may have taken effect.
 */
export const persistently = async (
	send: () => Promise<Reply>,
	{ maxRetries, isCancelled, isOver, resets, declared }: Patience,
): Promise<{ reply: Reply; repeated: boolean; tries: number }> => {
	let waited = 0;
	let repeated = false;
	for (let tries = 1; ; tries++) {
		const reply = await send();
		const known = isUnanswered(reply) ? undefined : declared?.(reply);
		const told = isUnanswered(reply) ? { ...reply, sent: reply.sent || repeated } : reply;
		if (tries > maxRetries || isOver() || isFinal(reply, known)) return { reply: told, repeated, tries };
		const now = Date.now();
		// Full jitter: clients that met the same limit must not come back together.
		const backoff = Math.random() * firstWait * 2 ** (tries - 1);
		const asked = isUnanswered(reply) ? undefined : retryAt(reply, now, resets);
		// A moment that is over or at once is no leave to come back without a pause.
		const wait = Math.max(asked === undefined ? 0 : asked - now, backoff);
		if (waited + wait > longestWait) return { reply: told, repeated, tries };
		waited += wait;
		const before = repeated;
		repeated ||= isUnanswered(reply) ? reply.sent : reply.status >= 500 && !known;
		await waitUntil(now + wait, isOver);
		if (isCancelled()) return { reply: { ...cancelled, sent: repeated }, repeated, tries };
		if (isOver()) return { reply: told, repeated: before, tries };
	}
};
