import { Agent, request as send, STATUS_CODES } from 'node:http';

import type { RecordedRequest } from '../../sandbox';

export interface Answer {
	readonly status: number;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string;
}

export type Received = Pick<RecordedRequest, 'method' | 'url' | 'headers' | 'body'>;

const ofTheHop = ['connection', 'keep-alive', 'transfer-encoding', 'content-length', 'date'];

/** What goes on from one side to the other. */
const passedOn = (headers: NodeJS.Dict<string | string[]>): Record<string, string> =>
	Object.fromEntries(
		Object.entries(headers)
			.filter(([name]) => !ofTheHop.includes(name))
			.map(([name, value]) => [name, String(value)]),
	);

export const openWay = (origin: string, rewritten: (text: string) => string) => {
	const agent = new Agent({ keepAlive: true });
	const forward = async ({ method, url, headers, body }: Received): Promise<Answer> =>
		await new Promise((resolve, reject) => {
			const length = body === '' ? {} : { 'content-length': String(Buffer.byteLength(body)) };
			const options = { method, agent, headers: { ...passedOn(headers), ...length } };
			const outgoing = send(new URL(origin).origin, { ...options, path: url }, (incoming) => {
				const chunks: Buffer[] = [];
				incoming.on('data', (chunk: Buffer) => chunks.push(chunk)).once('error', reject);
				incoming.once('end', () => {
					const passed = passedOn(incoming.headers);
					const { location } = passed;
					resolve({
						status: incoming.statusCode ?? 0,
						headers: { ...passed, ...(location === undefined ? {} : { location: rewritten(location) }) },
						body: rewritten(Buffer.concat(chunks).toString()),
					});
				});
			});
			outgoing.once('error', reject).end(body);
		});
	return { forward, close: () => agent.destroy() };
};

/** The answer as it stands on the wire. */
export const bytesOf = ({ status, headers, body }: Answer): Buffer => {
	const length = status === 204 ? [] : [`content-length: ${Buffer.byteLength(body)}`];
	const lines = [
		`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
		...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
		...length,
		'connection: close',
	];
	return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`);
};
