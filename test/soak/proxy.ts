import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Dice } from './dice';
import { faultAt, type Fault, type Kind } from './faults';
import { bytesOf, openWay, type Answer, type Received } from './forward';
import { isChange, type Ground } from './ground';
import { watchStalls } from './stalls';

export interface Sessions {
	/** Ends those of the provider. */
	readonly expire: () => void;
	/** Another execution on the same credential, to its end. */
	readonly another: () => Promise<void>;
}

export interface Proxy {
	readonly url: string;
	readonly signInUrl: string;
	/** Every token that was given out. */
	readonly issued: ReadonlySet<string>;
	/** How often a change had its answer, by its line: after that it isn't to be sent again. */
	readonly answers: ReadonlyMap<string, number>;
	/** How often each fault was met. */
	readonly met: ReadonlyMap<string, number>;
	/** Until nothing is under way any more: what comes late takes effect, too. */
	readonly settled: () => Promise<void>;
	readonly close: () => Promise<void>;
}

export interface Weather {
	readonly dice: Dice;
	/** How often faults come, 1 for the usual. */
	rate: number;
	/** How long n8n waits for an answer, in ms. */
	readonly timeout: number;
	/** Whether a sign-in ends the session before. */
	readonly isAlone: boolean;
}

const isPassing = (status: number): boolean => status >= 500 || [401, 408, 425, 429].includes(status);

const text = async (incoming: IncomingMessage): Promise<string> => {
	const chunks: Buffer[] = [];
	for await (const chunk of incoming) chunks.push(chunk as Buffer);
	return Buffer.concat(chunks).toString();
};

/** What a careless host writes into its pages: the request that it got, token and all, in several forms. */
const repeated = ({ method, url, headers: { authorization = '' } }: Received): string => {
	const encoded = encodeURIComponent(authorization).replaceAll('-', '%2D');
	const in64 = Buffer.from(`Authorization: ${authorization}`).toString('base64');
	return `${authorization} ${encoded} ${in64} ${method} ${url}`;
};

const page = (status: number, request: Received): Answer => ({
	status,
	headers: {
		'content-type': 'text/html',
		...(status === 302 && { location: '/login?of=proxy' }),
	},
	body: `<!doctype html><html><head><title>Gateway ${status}</title></head><body>Who are you? ${repeated(request)}</body></html>`,
});

const words = (status: number, request: Received, headers: Record<string, string> = {}): Answer => ({
	status,
	headers: { 'content-type': 'text/plain', ...headers },
	body: `Not now: ${repeated(request)}`,
});

const retryIn = (form: string): Record<string, string> => {
	const soon = Date.now() + 400;
	const epoch = String(Math.ceil(soon / 1000));
	const forms: Record<string, Record<string, string>> = {
		seconds: { 'retry-after': '1' },
		date: { 'retry-after': new Date(soon).toUTCString() },
		epoch: { 'retry-after': epoch },
		reset: { 'x-ratelimit-reset': epoch },
	};
	return forms[form] ?? {};
};

/** In so many pieces, each after a pause. */
const drip = async (socket: Socket, bytes: Buffer, ms: number): Promise<void> => {
	const pieces = 8;
	const size = Math.ceil(bytes.length / pieces);
	for (let at = 0; at < bytes.length && !socket.destroyed; at += size) {
		socket.write(bytes.subarray(at, at + size));
		await sleep(ms / pieces);
	}
	socket.end();
};

/** Stands between n8n and the sandbox, and does what networks do. */
export const startProxy = async (ground: Ground, weather: Weather, sessions: Sessions): Promise<Proxy> => {
	const { dice, timeout, isAlone } = weather;
	const issued = new Set<string>();
	const met = new Map<string, number>();
	const tries = new Map<string, number>();
	const answers = new Map<string, number>();
	let alive = new Set<string>();
	const stalls = watchStalls();
	let underWay = 0;
	const addresses: Array<readonly [there: string, here: string]> = [];
	const rewritten = (all: string) => addresses.reduce((now, [there, here]) => now.replaceAll(there, here), all);

	const note = ({ status, body }: Answer): void => {
		const {
			access_token: issuedToUs,
			accessToken = issuedToUs,
			refreshToken,
		} = JSON.parse(body) as Record<string, string>;
		if (status !== 200) return;
		alive = new Set(isAlone ? [accessToken] : [...alive, accessToken]);
		for (const token of [accessToken, refreshToken]) if (token) issued.add(token);
	};

	const isAlive = ({ headers: { authorization = '' } }: Received) =>
		!ground.signIn || alive.has(authorization.replace(/^bearer /i, ''));

	const faultFor = (request: Received): Fault | undefined => {
		const about = ground.about(request);
		// Whoever comes with a session that has ended is told so, and no try is counted.
		if (about === undefined || !isAlive(request)) return undefined;
		const before = tries.get(about) ?? 0;
		tries.set(about, before + 1);
		const hasSessions = ground.signIn !== undefined;
		const hasEpochs = ground.node === 'cloudFoundry';
		const isReading = !isChange(request);
		return faultAt(dice, { about, tries: before, hasEpochs, hasSessions, isReading }, weather.rate);
	};

	const noteAnswer = async (request: Received, { status }: Answer, arrival: number): Promise<void> => {
		// What n8n may have given up waiting for, it may well send again.
		if (!(await stalls.wasSmooth(arrival - timeout))) return;
		// A list is refused as a whole, and goes on in parts.
		const isFinal = status < 300 || (!isPassing(status) && ground.node !== 'clientDirectory');
		for (const line of (isFinal && ground.linesOf(request)) || []) answers.set(line, (answers.get(line) ?? 0) + 1);
	};

	const signInElsewhere = async (forward: (request: Received) => Promise<Answer>): Promise<void> => {
		const { path: url, type, body } = ground.signIn as NonNullable<Ground['signIn']>;
		note(await forward({ method: 'POST', url, headers: { 'content-type': type }, body }));
	};

	const listen = async (origin: string) => {
		const way = openWay(origin, rewritten);
		const { forward } = way;
		const signInWay = openWay(ground.signInUrl ?? origin, rewritten);

		const endSession = async (form: string): Promise<void> => {
			alive = new Set();
			sessions.expire();
			if (form === 'signed in elsewhere') await signInElsewhere(signInWay.forward);
			if (form === 'another execution') await sessions.another();
		};

		const spoilt: Record<Kind, (request: Received, socket: Socket, form: string) => Promise<Answer | undefined>> = {
			'connection cut before the change': async (_, socket) => void socket.destroy(),
			'connection cut after the change': async (request, socket) => {
				await forward(request);
				return void socket.destroy();
			},
			'429': async (request, _, form) => words(429, request, retryIn(form)),
			'500 after the change': async (request, _, form) => {
				await forward(request);
				return words(Number(form), request);
			},
			'HTML from a proxy': async (request, _, form) => {
				if (form.endsWith('after')) await forward(request);
				return page(parseInt(form, 10), request);
			},
			'half an answer': async (request, socket, form) => {
				const answer = await forward(request);
				const half = answer.body.slice(0, answer.body.length / 2);
				if (form === 'cut to length' && half !== '') return { ...answer, body: half };
				const bytes = bytesOf(answer);
				const end = half === '' ? 14 : bytes.length - Buffer.byteLength(answer.body.slice(half.length));
				// Out of the socket before it goes, or nothing of it would arrive.
				socket.write(bytes.subarray(0, end), () => socket.destroySoon());
				return undefined;
			},
			'401 in the middle': async (request) => {
				if (!ground.signIn) return words(401, request);
				await endSession('401');
				return await forward(request);
			},
			'session taken': async (request, _, form) => {
				await endSession(form);
				return await forward(request);
			},
			'slow drip': async (request, socket, form) => {
				const bytes = bytesOf(await forward(request));
				await drip(socket, bytes, form === 'drip' ? 100 + dice('drip', request.url) * 300 : timeout * 1.5);
				return undefined;
			},
		};

		const answered = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
			const { method = '', url = '', headers, socket } = incoming;
			const arrival = Date.now();
			const request: Received = { method, url, headers, body: await text(incoming) };
			const fault = faultFor(request);
			if (fault)
				for (const name of [fault.kind, `${fault.kind}: ${fault.form}`]) met.set(name, (met.get(name) ?? 0) + 1);
			const answer = fault ? await spoilt[fault.kind](request, socket, fault.form) : await forward(request);
			if (!answer) return;
			if (/\/(login|token)$/.test(url)) note(answer);
			if (socket.destroyed) return;
			response.writeHead(answer.status, answer.headers).end(answer.body);
			if (!fault) await noteAnswer(request, answer, arrival);
		};

		const server = createServer((incoming, response) => {
			underWay += 1;
			answered(incoming, response)
				.catch(() => incoming.socket.destroy())
				.finally(() => (underWay -= 1));
		});
		await new Promise<void>((resolve) => server.listen({ port: 0, host: '127.0.0.1', backlog: 1024 }, resolve));
		const here = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
		addresses.push([new URL(origin).origin, here]);
		const close = async () => {
			way.close();
			signInWay.close();
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		};
		return { here, close };
	};

	const main = await listen(ground.url);
	const other = ground.signInUrl === undefined ? undefined : await listen(ground.signInUrl);
	return {
		url: main.here + new URL(ground.url).pathname.replace(/\/$/, ''),
		signInUrl: other?.here ?? '',
		issued,
		answers,
		met,
		settled: async () => {
			while (underWay > 0) await sleep(10);
		},
		close: async () => {
			stalls.stop();
			await Promise.all([main.close(), other?.close()]);
		},
	};
};
