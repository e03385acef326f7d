import type { Credentials, Provider, Reply, Unanswered } from '../../model';
import { isUnanswered } from '../../model';
import { cancelled, ended } from '../answer';
import { signsIn } from '../credential';
import { notAccepted } from '../refusal';
import type { Connection, Request } from '../request';
import { waitUntil } from '../retry';
import type { Exchanged } from './exchange';
import { unrenewed } from './exchange';
import type { Session } from './session';

const mostRefusals = 3;

/** What the requests of a run share. */
export interface Line extends Pick<Connection, 'baseUrl' | 'isCancelled' | 'isOver'> {
	readonly provider: Provider;
	readonly credentials: Credentials;
	readonly session: Session;
	readonly exchange: (request: Request, tolerant: boolean) => Promise<Exchanged>;
	/** Why nothing is sent any more. */
	closed?: Unanswered;
	/** How often in a row a new session was refused, or a change although its session is good for reading. */
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

/** A new session in place of the one that was `used`, unless somebody has renewed it; or why there is none. */
const renewed = async (line: Line, used: unknown): Promise<Unanswered | undefined> => {
	const renewal = line.turn.then(async () => await renew(line, used));
	line.turn = renewal.catch(() => undefined);
	return await renewal;
};

/** Whether the credential is given up, because each new session of it was refused as well. */
const isGivenUp = (line: Line): boolean => {
	if (line.refusals >= mostRefusals) line.closed = refusedAlways(line);
	return line.closed !== undefined;
};

const mostRounds = 8;
/** In ms. */
const longestTurn = 1000;

/** Sends a request once, and again only with a new session. */
export const sendOnce = async (line: Line, request: Request, isOver = line.isOver): Promise<Reply> => {
	const { credentials, session, isCancelled } = line;
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
