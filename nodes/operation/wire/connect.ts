import type { Provider, Refused, Reply, Trace, Unreadable } from '../words';
import { isUnanswered, isUnreadable, refuse } from '../words';
import { cancelled, ended, leftAlone } from './answer';
import { asBaseUrl, asPlanKey, signsIn } from './credential';
import { declared } from './refusal';
import type { Connection, Request } from './request';
import type { Patience } from './retry';
import { loadOf, persistently, waitUntil } from './retry';
import type { Context, Line } from './session';
import { exchangeOf, exchanged, isGivenUp, refusedAgain, renewed, sessionIn } from './session';

const mostRounds = 8;
const longestTurn = 1000;

const sendOnce = async (line: Line, request: Request): Promise<Reply> => {
	const { credentials, session, isCancelled, isOver } = line;
	for (let round = 1; ; round++) {
		if (isOver()) return isCancelled() ? { ...cancelled, sent: false } : ended;
		if (line.closed) return line.closed;
		const used = session.stored();
		const reply = (await exchanged(line, request, true)) as Reply;
		const isRefused = !isUnanswered(reply) && reply.status === 401;
		if (!isRefused || round === mostRounds) return reply;
		if (!signsIn(credentials)) return await refusedAgain(line, reply);
		// Some providers end a session when another execution signs in: those that meet here mustn't do it again together.
		if (round > 1) await waitUntil(Date.now() + Math.random() * longestTurn, isOver);
		const failed = await renewed(line, used);
		if (failed) return failed;
		if (session.stored() === used) return await refusedAgain(line, reply);
		if (isGivenUp(line)) return reply;
	}
};

const traceOf = ({ requestId }: Provider, reply: Reply, tries: number): Trace => ({
	tries,
	at: Date.now(),
	...(!isUnanswered(reply) && {
		status: reply.status,
		requestId: requestId === undefined ? undefined : reply.headers[requestId],
	}),
});

/** What a run may ask of a provider: requests at once, tries after the first, ms for one answer. */
export interface Bounds {
	readonly concurrency: number;
	readonly maxRetries: number;
	readonly timeout: number;
}

const ofCredential = (label: string, { unreadable, remedy }: Unreadable): Refused =>
	refuse(`'${label}' of the credential ${unreadable}`, `${remedy}.`);

/** The provider behind a node's credential, for one run. */
export const connect = async (
	context: Context,
	provider: Provider,
	{ concurrency, maxRetries, timeout }: Bounds,
): Promise<Connection | Refused> => {
	const { access, resets } = provider;
	const credentials = await context.getCredentials(provider.credential);
	const baseUrl = asBaseUrl(credentials.baseUrl, access.pastedPath);
	const planKey = asPlanKey(credentials);
	if (isUnreadable(baseUrl)) return ofCredential('Base URL', baseUrl);
	if (isUnreadable(planKey)) return ofCredential('Plan Key', planKey);
	let isEnded = false;
	const session = sessionIn(credentials, async () => await context.getCredentials(provider.credential));
	const { exchange, isCancelled } = exchangeOf(context, provider, new URL(baseUrl).host, timeout, session);
	const isOver = () => isEnded || isCancelled();
	const shared = { provider, credentials, session, baseUrl, exchange, isCancelled, isOver };
	const line: Line = { ...shared, refusals: 0, turn: Promise.resolve() };
	const load = loadOf(concurrency, isOver);
	const left = (until: number, isAgain: boolean) => leftAlone(access.name, until, isAgain);
	const patience: Patience = { maxRetries, load, isCancelled, isOver, resets, left };
	return {
		provider,
		baseUrl,
		planKey,
		atOnce: load.atOnce,
		isCancelled,
		isOver,
		end: () => void (isEnded = true),
		found: new Map(),
		send: async (request, operation) => {
			const known = { ...patience, declared: declared(provider, operation) };
			const { tries, ...told } = await persistently(async () => await sendOnce(line, request), known);
			return { ...told, trace: traceOf(provider, told.reply, tries) };
		},
	};
};
