import type { Credentials, Provider, Refused, Reply, Unanswered } from '../words';
import { isUnanswered, isUnreadable } from '../words';
import type { Connection } from './connection';
import type { Context, Exchanged } from './exchange';
import { exchangeOf, unrenewed } from './exchange';
import { asBaseUrl } from './origin';
import type { Request } from './request';
import type { Patience } from './retry';
import { persistently, waitUntil } from './retry';
import type { Session } from './session';
import { sessionIn } from './session';
import { signsIn } from './token';
import { cancelled, ended } from './unanswered';
import { notAccepted } from './undocumented';

const mostRounds = 8;
const mostRefusals = 3;
const longestTurn = 1000;

/** What the requests of a run share. */
interface Line extends Pick<Connection, 'baseUrl' | 'isCancelled' | 'isOver'> {
	readonly provider: Provider;
	readonly credentials: Credentials;
	readonly session: Session;
	readonly exchange: (request: Request, tolerant: boolean) => Promise<Exchanged>;
	/** Why nothing is sent any more. */
	closed?: Unanswered;
	/** How often in a row a new session was refused, or a change with a session that is good for reading. */
	refusals: number;
	/** Those that renew the session take turns. */
	turn: Promise<unknown>;
}

const exchanged = async (line: Line, request: Request, tolerant: boolean): Promise<Exchanged> => {
	const reply = await line.exchange(request, tolerant);
	if ('thrown' in reply) line.refusals += reply.thrown === 401 ? 1 : 0;
	else if (isUnanswered(reply)) line.closed ??= reply.closes ? reply : undefined;
	else if (tolerant && reply.status !== 401) line.refusals = 0;
	return reply;
};

/** n8n renews a session only when a 401 is thrown; a read that changes nothing serves for that. */
const renew = async (line: Line, used: unknown): Promise<Unanswered | undefined> => {
	const { provider, credentials, session, baseUrl } = line;
	if (line.closed) return line.closed;
	await session.reread();
	if (session.stored() !== used) return undefined;
	for (const path of provider.probe.paths(credentials)) {
		const reply = await exchanged(line, { method: 'GET', url: baseUrl + path }, false);
		const failed = 'thrown' in reply ? unrenewed(provider.access.name, reply) : isUnanswered(reply) ? reply : undefined;
		// The change itself was answered, whatever becomes of this.
		if (failed) return { ...failed, sent: false };
		await session.reread();
		if (!('thrown' in reply) || session.stored() !== used) break;
	}
	return undefined;
};

const refusedAlways = ({ provider }: Line): Unanswered => {
	const { message, description } = notAccepted(provider.access.name);
	return { unanswered: message, remedy: `Not sent any more. ${description}`, sent: false, passing: false };
};

const isRefusedAtAll = async (line: Line): Promise<boolean> => {
	const [path] = line.provider.probe.paths(line.credentials);
	const reply = await line.exchange({ method: 'GET', url: line.baseUrl + path }, true);
	return 'status' in reply && reply.status === 401;
};

/** One item's 401 is its own; several in a row may be the credential's. */
const refusedAgain = async (line: Line, reply: Reply): Promise<Reply> => {
	line.refusals += 1;
	if (line.refusals < mostRefusals) return reply;
	if (signsIn(line.credentials) || (await isRefusedAtAll(line))) line.closed = refusedAlways(line);
	else line.refusals = 0;
	return reply;
};

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
		const renewal = line.turn.then(async () => await renew(line, used));
		line.turn = renewal.catch(() => undefined);
		const failed = await renewal;
		if (failed) return failed;
		if (session.stored() === used) return await refusedAgain(line, reply);
		if (line.refusals >= mostRefusals) line.closed = refusedAlways(line);
		if (line.closed) return reply;
	}
};

/** The provider behind a node's credential, for one run. */
export const connect = async (
	context: Context,
	provider: Provider,
	{ timeout, maxRetries }: Pick<Patience, 'maxRetries'> & { readonly timeout: number },
): Promise<Connection | Refused> => {
	const { access, resets } = provider;
	const credentials = await context.getCredentials(provider.credential);
	const baseUrl = asBaseUrl(credentials.baseUrl, access.pastedPath);
	if (isUnreadable(baseUrl))
		return {
			message: `'Base URL' of the credential ${baseUrl.unreadable}`,
			description: `${baseUrl.remedy}.`,
			invalid: true,
		};
	let isEnded = false;
	const session = sessionIn(credentials, async () => await context.getCredentials(provider.credential));
	const { exchange, isCancelled } = exchangeOf(context, provider, new URL(baseUrl).host, timeout, session);
	const isOver = () => isEnded || isCancelled();
	const shared = { provider, credentials, session, baseUrl, exchange, isCancelled, isOver };
	const line: Line = { ...shared, refusals: 0, turn: Promise.resolve() };
	const patience: Patience = { maxRetries, isCancelled, isOver, resets };
	return {
		baseUrl,
		isCancelled,
		isOver,
		end: () => void (isEnded = true),
		found: new Map(),
		send: async (request, declared) =>
			await persistently(async () => await sendOnce(line, request), { ...patience, declared }),
	};
};
