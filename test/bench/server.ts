import { createServer } from 'node:http';

export interface Served {
	requests: number;
	/** Requests without the token, or with another body than the nodes are to send. */
	wrong: number;
	/** Requests beyond what the provider allows in a second. */
	refused: number;
	mostAtOnce: number;
	/** Milliseconds from the end of each request to its answer, added up. */
	waited: number;
}

/** What the parent sends: how to answer from now on. The counts since the last order come back. */
export interface Order {
	/** In ms, before each answer. */
	readonly latency: number;
	/** As many requests at once, and as many in each second after; beyond that 429 with Retry-After: 1. */
	readonly allowed?: number;
}

export const token = 'bench-access-token';

/** What is left of the requests that are allowed, and since when. */
const bucketOf = (allowed: number) => {
	let left = allowed;
	let since = performance.now();
	return (): boolean => {
		const now = performance.now();
		left = Math.min(allowed, left + ((now - since) / 1000) * allowed);
		since = now;
		if (left < 1) return false;
		left -= 1;
		return true;
	};
};

interface Given {
	readonly status: number;
	readonly body?: string;
	readonly right: boolean;
}

const answerTo = (method: string | undefined, text: string): Given => {
	if (method === 'DELETE') return { status: 204, right: text === '{"instantLogout":false}' };
	const { user_ids: succeeded } = JSON.parse(text) as { user_ids: string[] };
	return { status: 200, body: JSON.stringify({ succeeded, failed: [] }), right: succeeded.length > 0 };
};

/** A provider that takes every role away and removes every member. A process of its own, so its work isn't ours. */
const serve = () => {
	const none: Served = { requests: 0, wrong: 0, refused: 0, mostAtOnce: 0, waited: 0 };
	let order: Order = { latency: 0 };
	let allows = (): boolean => true;
	let served: Served = { ...none };
	let open = 0;
	const server = createServer({ keepAliveTimeout: 1000 }, (request, response) => {
		open += 1;
		served.requests += 1;
		served.mostAtOnce = Math.max(served.mostAtOnce, open);
		let text = '';
		request.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
		request.on('end', () => {
			const { status, body, right } = answerTo(request.method, text);
			if (!right || request.headers.authorization !== `Bearer ${token}`) served.wrong += 1;
			const isAllowed = allows();
			if (!isAllowed) served.refused += 1;
			const start = performance.now();
			const answer = () => {
				served.waited += performance.now() - start;
				open -= 1;
				if (!isAllowed) response.writeHead(429, { 'Retry-After': '1' }).end();
				else response.writeHead(status, body === undefined ? {} : { 'Content-Type': 'application/json' }).end(body);
			};
			if (order.latency === 0) answer();
			else setTimeout(answer, order.latency);
		});
	});
	process.on('message', (given: Order) => {
		order = given;
		allows = order.allowed === undefined ? () => true : bucketOf(order.allowed);
		process.send?.(served);
		served = { ...none };
	});
	process.once('disconnect', () => process.exit());
	server.listen({ port: 0, host: '127.0.0.1', backlog: 8192 }, () => {
		const address = server.address();
		if (typeof address === 'object') process.send?.(address?.port);
	});
};

if (require.main === module) serve();
