import { sleep } from 'n8n-workflow';

import type { Answer, Unanswered } from './answer';
import { isUnanswered } from './answer';
import { afterDoubt, cancelled } from './unanswered';

export type Reply = Answer | Unanswered;

const passingStatuses = [408, 425, 429, 500, 502, 503, 504];
const longestWait = 60_000;
const firstWait = 500;

export const isPassingStatus = (status: number): boolean => passingStatuses.includes(status);

/** Whether the same request may work when tried again. */
export const isPassing = (reply: Reply): boolean =>
	isUnanswered(reply) ? reply.passing : isPassingStatus(reply.status);

/**
 * When the provider wants to be asked again, in ms since 1970: `Retry-After` holds seconds, a date, or, at one
 * provider, the moment itself in seconds since 1970.
 */
export const retryAt = (
	{ status, headers }: Answer,
	now: number,
	resets: readonly string[] = [],
): number | undefined => {
	const reset = resets.map((name) => headers[name]).find((moment) => status === 429 && Number(moment) > 1e9);
	const asked = headers['retry-after'] || reset;
	if (!asked) return undefined;
	const seconds = Number(asked);
	const moment = Number.isNaN(seconds) ? Date.parse(asked) : seconds * 1000 + (seconds > 1e9 ? 0 : now);
	return Math.abs(moment) <= 8.64e15 ? moment : undefined;
};

// In steps, because a wait has to end with the execution and n8n's `sleep` can't be interrupted.
export const waitUntil = async (moment: number, isCancelled: () => boolean): Promise<void> => {
	while (!isCancelled() && Date.now() < moment) await sleep(Math.min(50, moment - Date.now()));
};

/**
 * Sends again what may work the next time, at most `maxRetries` times and with at most a minute of waiting in all.
 * `repeated` tells that an earlier try may have taken effect.
 */
export const persistently = async (
	send: () => Promise<Reply>,
	maxRetries: number,
	isCancelled: () => boolean,
	resets?: readonly string[],
): Promise<{ reply: Reply; repeated: boolean }> => {
	let waited = 0;
	let repeated = false;
	for (let tried = 0; ; tried++) {
		const reply = await send();
		const told = repeated && isUnanswered(reply) ? afterDoubt(reply) : reply;
		if (tried >= maxRetries || isCancelled() || !isPassing(reply)) return { reply: told, repeated };
		const now = Date.now();
		// Full jitter: clients that met the same limit must not come back together.
		const backoff = Math.random() * firstWait * 2 ** tried;
		const asked = isUnanswered(reply) ? undefined : retryAt(reply, now, resets);
		const wait = asked === undefined ? backoff : Math.max(asked - now, 0);
		if (waited + wait > longestWait) return { reply: told, repeated };
		waited += wait;
		repeated ||= isUnanswered(reply) ? reply.sent : reply.status >= 500;
		await waitUntil(now + wait, isCancelled);
		if (isCancelled()) return { reply: { ...cancelled, sent: repeated }, repeated };
	}
};
