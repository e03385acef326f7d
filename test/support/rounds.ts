import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { Reply } from './wire';

export interface Rounds {
	readonly url: string;
	/** How many requests came together, round by round. */
	readonly sizes: number[];
	/** When each round began, and when it was answered, in ms since 1970. */
	readonly moments: Array<{ readonly began: number; readonly answered: number }>;
	/** The paths in the order in which they came. */
	readonly paths: string[];
	readonly close: () => Promise<void>;
}

/** How long it takes until nobody else is taken to come, in ms. */
const quiet = 150;

/** What the request at `place` in a round gets, both counted from 0. */
export type Answering = (round: number, place: number, asked: string) => Reply | 'never' | 'drop';

/**
 * A server that answers only once no other request comes any more: all of them are under way at once then. Those that
 * get nothing good are answered first.
 */
export const serveRounds = async (answer: Answering): Promise<Rounds> => {
	const sizes: number[] = [];
	const moments: Rounds['moments'] = [];
	const paths: string[] = [];
	let open: Array<{ request: IncomingMessage; response: ServerResponse }> = [];
	let began = 0;
	let timer: NodeJS.Timeout | undefined;
	const close = () => {
		const [round, asked] = [sizes.length, open];
		open = [];
		sizes.push(asked.length);
		moments.push({ began, answered: Date.now() });
		const replies = asked.map(({ request: { method, url }, response }, place) => {
			return { response, reply: answer(round, place, `${method} ${url}`) };
		});
		const isGood = ({ reply }: (typeof replies)[number]) => typeof reply !== 'string' && reply.status < 300;
		const give = ({ response, reply }: (typeof replies)[number]) => {
			if (reply === 'drop') response.destroy();
			else if (reply !== 'never') response.writeHead(reply.status, reply.headers).end(reply.body);
		};
		replies.filter((one) => !isGood(one)).forEach(give);
		// Long enough for the others to have arrived, too short for a round.
		setTimeout(() => replies.filter(isGood).forEach(give), quiet / 3);
	};
	const server = createServer((request, response) => {
		paths.push(request.url ?? '');
		if (open.length === 0) began = Date.now();
		open.push({ request, response });
		clearTimeout(timer);
		timer = setTimeout(close, quiet);
		request.resume();
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		sizes,
		moments,
		paths,
		close: async () => {
			clearTimeout(timer);
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
};
