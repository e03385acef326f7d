import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request exactly as it came over the wire. */
export interface Received {
	readonly method: string;
	readonly url: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string;
}

export interface Reply {
	readonly status: number;
	readonly headers?: Readonly<Record<string, string>>;
	readonly body?: string;
}

export interface Wire {
	readonly url: string;
	readonly received: Received[];
	readonly close: () => Promise<void>;
}

/** An answer in JSON. */
export const reply = (status: number, body: unknown): Reply => ({
	status,
	headers: { 'content-type': 'application/json' },
	body: JSON.stringify(body),
});

/** A server on loopback that writes down what it gets and answers what it is told to. */
export const listen = async (
	answer: (request: Received, count: number) => Reply | 'drop' | Promise<Reply | 'drop'>,
): Promise<Wire> => {
	const received: Received[] = [];
	const server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			const { method = '', url = '', headers } = request;
			const got = { method, url, headers: headers as Record<string, string>, body: Buffer.concat(chunks).toString() };
			received.push(got);
			void Promise.resolve(answer(got, received.length)).then((reply) => {
				if (reply === 'drop') request.socket.destroy();
				else response.writeHead(reply.status, reply.headers).end(reply.body);
			});
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		received,
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
};
