import type { Reply } from '../../model';
import { isUnanswered } from '../../model';
import { cancelled, ended } from '../answer';
import { signsIn } from '../credential';
import type { Request } from '../request';
import { waitUntil } from '../retry';
import type { Line } from './renewal';
import { exchanged, isGivenUp, refusedAgain, renewed } from './renewal';

const mostRounds = 8;
/** In ms. */
const longestTurn = 1000;

/** Sends a request once, and again only with a new session. */
export const sendOnce = async (line: Line, request: Request): Promise<Reply> => {
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
