import { createServer } from 'node:http';

export interface Served {
	requests: number;
	/** Requests without the token, or with another body than the two nodes are to send. */
	wrong: number;
	mostAtOnce: number;
	/** Milliseconds from the end of each request to its answer, added up. */
	waited: number;
}

/** What the parent sends: how long to wait before each answer. The counts since the last order come back. */
export interface Order {
	latency: number;
}

export const token = 'bench-access-token';

/** A provider that takes every role away and removes every member. A process of its own, so its work isn't ours. */
const serve = () => {
	const none: Served = { requests: 0, wrong: 0, mostAtOnce: 0, waited: 0 };
	let latency = 0;
	let served: Served = { ...none };
	let open = 0;
	const answerTo = (method: string | undefined, text: string): { status: number; body?: string; right: boolean } => {
		if (method === 'DELETE') return { status: 204, right: text === '{"instantLogout":false}' };
		const { user_ids: succeeded } = JSON.parse(text) as { user_ids: string[] };
		return { status: 200, body: JSON.stringify({ succeeded, failed: [] }), right: succeeded.length > 0 };
	};
	const server = createServer({ keepAliveTimeout: 1000 }, (request, response) => {
		open += 1;
		served.requests += 1;
		served.mostAtOnce = Math.max(served.mostAtOnce, open);
		let text = '';
		request.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
		request.on('end', () => {
			const { status, body, right } = answerTo(request.method, text);
			if (!right || request.headers.authorization !== `Bearer ${token}`) served.wrong += 1;
			const start = performance.now();
			const answer = () => {
				served.waited += performance.now() - start;
				open -= 1;
				response.writeHead(status, body === undefined ? {} : { 'Content-Type': 'application/json' }).end(body);
			};
			if (latency === 0) answer();
			else setTimeout(answer, latency);
		});
	});
	process.on('message', (order: Order) => {
		latency = order.latency;
		process.send?.(served);
		served = { ...none };
	});
	process.once('disconnect', () => process.exit());
	server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () => {
		const address = server.address();
		if (typeof address === 'object') process.send?.(address?.port);
	});
};

if (require.main === module) serve();
