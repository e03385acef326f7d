import { once, setMaxListeners } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';

export const STATIC_TOKEN = 'sandbox-token';

export interface TokenFlags {
	/** Whether expireTokens() makes `sandbox-token` invalid too. */
	staticTokenExpires: boolean;
}

export interface RecordedRequest {
	method: string;
	/** Path and query exactly as on the wire. */
	url: string;
	headers: IncomingHttpHeaders;
	rawHeaders: string[];
	body: string;
	/** 0 while under way, and where the connection was dropped. */
	status: number;
	/** Arrival, in ms since 1970. */
	at: number;
	/** Requests under way on arrival, this one included. */
	inFlight: number;
}

/** With a `status` the request isn't handled; without one it is, and `headers` and `body` replace those of its answer. */
export interface Fault {
	method?: string;
	/** A text that the path holds, or a pattern for path and query; both as on the wire. */
	path?: RegExp | string;
	times?: number;
	/** So many matching requests pass first. */
	skip?: number;
	status?: number;
	headers?: Record<string, string>;
	/** Sent as text/plain unless `headers` says otherwise. */
	body?: string;
	delay?: number;
	/** Cuts the connection: before the request is handled, or after it took effect. */
	drop?: 'before' | 'after';
	/** With a `status`: the request takes effect all the same, as behind a gateway that gave up waiting. */
	takesEffect?: boolean;
}

export interface Provider<State> {
	/** What a user types into the credential as base URL. */
	url: string;
	/** Plain data, free to change. */
	state: State;
	snapshot(): State;
	requests: RecordedRequest[];
	fault(fault: Fault): void;
	/** Forgets the faults that haven't come yet. */
	heal(): void;
	latency: number;
	expireTokens(): void;
	expireTokensAfter(authorisedRequests: number): void;
	oneTokenAtATime: boolean;
	tokenFetches: number;
}

export interface Answer {
	status: number;
	/** Text is sent as it is, anything else as JSON. */
	body?: unknown;
	headers?: Record<string, string>;
}

export interface Call<State> {
	state: State;
	path: string;
	params: Record<string, string>;
	query: URLSearchParams;
	headers: IncomingHttpHeaders;
	body: string;
	/** Scheme, host and port that this request came to. */
	origin: string;
	/** Claims make it a JWT. */
	issueToken(claims?: object): string;
}

export type Handler<State> = (call: Call<State>) => Answer;
export type Route<State> = [method: string, template: string, handler: Handler<State>, access?: 'open'];

export interface Origin<State> {
	routes: Array<Route<State>>;
	tokenOf(authorization: string | undefined, state: State): string | undefined;
	unauthorized(call: Call<State>, token: string | undefined): Answer;
	unknownRoute(call: Call<State>): Answer;
	/** Looked at ahead of routing and tokens. */
	before?(call: Call<State>): Answer | undefined;
	headers?(): Record<string, string>;
}

export interface StartOptions {
	latency?: number;
	/** 0 takes a free one. */
	port?: number;
}

export interface Started<P> {
	provider: P;
	close(): Promise<void>;
}

export const bearerToken = (authorization: string | undefined): string | undefined =>
	/^bearer (\S+)$/i.exec(authorization ?? '')?.[1];

export const isJson = (headers: IncomingHttpHeaders): boolean =>
	/^application\/json\s*(;|$)/i.test(headers['content-type'] ?? '');

export const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** The body as an object, undefined where it is no JSON, is sent as something else, or isn't an object. */
export const jsonBody = <State>({ headers, body }: Call<State>): Record<string, unknown> | undefined => {
	if (!isJson(headers)) return undefined;
	try {
		const parsed: unknown = JSON.parse(body);
		return isObject(parsed) ? parsed : undefined;
	} catch {
		return undefined;
	}
};

export const formBody = <State>({ headers, body }: Call<State>): URLSearchParams | undefined =>
	/^application\/x-www-form-urlencoded\s*(;|$)/i.test(headers['content-type'] ?? '')
		? new URLSearchParams(body)
		: undefined;

/** A whole number from a query, `fallback` where it is absent, undefined where it isn't one. */
export const integer = (value: string | null, fallback: number): number | undefined => {
	if (value === null) return fallback;
	return /^-?\d{1,9}$/.test(value) ? Number(value) : undefined;
};

export const includesText = (value: string, part: string | null): boolean =>
	part === null || value.toLowerCase().includes(part.toLowerCase());

const matchPath = (template: string, path: string): Record<string, string> | undefined => {
	const expected = template.split('/');
	const segments = path.split('/');
	if (expected.length !== segments.length) return undefined;
	const params: Record<string, string> = {};
	for (const [index, part] of expected.entries()) {
		let segment: string;
		try {
			segment = decodeURIComponent(segments[index]);
		} catch {
			return undefined;
		}
		if (!part.startsWith('{')) {
			if (part !== segment) return undefined;
		} else {
			if (segment === '') return undefined;
			params[part.slice(1, -1)] = segment;
		}
	}
	return params;
};

const matchesFault = ({ method, path }: Fault, request: RecordedRequest): boolean => {
	if (method !== undefined && method.toUpperCase() !== request.method) return false;
	if (path === undefined) return true;
	// search() ignores the lastIndex that a global pattern would carry from one request to the next
	return typeof path === 'string' ? request.url.split('?')[0].includes(path) : request.url.search(path) >= 0;
};

/** The body, undefined where the client went away while sending it. */
const readText = async (request: FastifyRequest): Promise<string | undefined> => {
	const chunks: Buffer[] = [];
	try {
		for await (const chunk of request.raw) chunks.push(chunk as Buffer);
	} catch {
		return undefined;
	}
	return Buffer.concat(chunks).toString('utf8');
};

/** False where the sandbox was closed meanwhile. */
const waited = async (ms: number, signal: AbortSignal): Promise<boolean> => {
	try {
		await sleep(ms, undefined, { signal });
		return true;
	} catch {
		return false;
	}
};

const send = (reply: FastifyReply, { status, body, headers }: Answer): FastifyReply => {
	reply.code(status);
	if (typeof body === 'string') reply.header('content-type', 'text/plain; charset=utf-8');
	else if (body !== undefined) reply.header('content-type', 'application/json; charset=utf-8');
	reply.headers(headers ?? {});
	return reply.send(typeof body === 'string' || body === undefined ? body : JSON.stringify(body));
};

const asBase64 = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');

const createTokens = (flags: TokenFlags) => {
	const valid = new Set<string>();
	let staticTokenValid = true;
	let authorisedLeft = Infinity;
	const expire = () => {
		valid.clear();
		authorisedLeft = Infinity;
		if (flags.staticTokenExpires) staticTokenValid = false;
	};
	const countDown = (by: number) => {
		authorisedLeft -= by;
		if (authorisedLeft <= 0) expire();
	};
	return {
		expire,
		expireAfter: (authorisedRequests: number) => {
			authorisedLeft = authorisedRequests;
			countDown(0);
		},
		issue: (token: string, alone: boolean) => {
			if (alone) valid.clear();
			valid.add(token);
			return token;
		},
		accept: (token: string | undefined): boolean => {
			const accepted = token === STATIC_TOKEN ? staticTokenValid : token !== undefined && valid.has(token);
			if (accepted) countDown(1);
			return accepted;
		},
	};
};

type Serve = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>;

/** What answers at each address. */
const handlers = new WeakMap<object, Serve>();

/** One for all that listen: making it takes longer than most of what the sandbox is started for. */
let app: Promise<FastifyInstance> | undefined;

const openApp = async (): Promise<FastifyInstance> => {
	// The router sees '/' only: it normalises paths, and the sandbox is to see them as they were sent.
	const server = fastify({ rewriteUrl: () => '/' });
	server.removeAllContentTypeParsers();
	server.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
	server.all('/', async (request, reply) => {
		const { server: at } = request.raw.socket as Socket & { server: object };
		return await handlers.get(at)?.(request, reply);
	});
	await server.ready();
	return server;
};

/** What the four have in common: recording, faults, tokens, routing. A provider may listen on several origins. */
export const createProvider = <State extends TokenFlags>(state: State, latency = 0) => {
	const tokens = createTokens(state);
	const faults: Array<Fault & { times: number; skip: number }> = [];
	const servers: Server[] = [];
	const closing = new AbortController();
	// Each request under way listens, and there may be many.
	setMaxListeners(0, closing.signal);
	let inFlight = 0;

	const provider: Provider<State> = {
		url: '',
		state,
		snapshot: () => structuredClone(state),
		requests: [],
		fault: (fault) => void faults.push({ ...fault, times: fault.times ?? 1, skip: fault.skip ?? 0 }),
		heal: () => void faults.splice(0),
		latency,
		expireTokens: tokens.expire,
		expireTokensAfter: tokens.expireAfter,
		oneTokenAtATime: false,
		tokenFetches: 0,
	};

	const issueToken = (claims?: object) => {
		provider.tokenFetches += 1;
		const session = `sandbox-session-${provider.tokenFetches}`;
		// What would sign it is no signature, and makes each of them another.
		const parts = claims ? [{ alg: 'none' }, claims].map(asBase64) : [];
		return tokens.issue([...parts, session].join('.'), provider.oneTokenAtATime);
	};

	const takeFault = (request: RecordedRequest): Fault | undefined => {
		for (const [index, fault] of faults.entries()) {
			if (!matchesFault(fault, request)) continue;
			if (fault.skip > 0) {
				fault.skip -= 1;
				continue;
			}
			fault.times -= 1;
			if (fault.times <= 0) faults.splice(index, 1);
			return fault;
		}
		return undefined;
	};

	const handle = (origin: Origin<State>, address: string, request: RecordedRequest): Answer => {
		const [path, ...search] = request.url.split('?');
		const query = new URLSearchParams(search.join('?'));
		const { headers, body } = request;
		const call: Call<State> = { state, path, params: {}, query, headers, body, origin: address, issueToken };
		const early = origin.before?.(call);
		if (early) return early;
		for (const [method, template, handler, access] of origin.routes) {
			const params = method === request.method ? matchPath(template, path) : undefined;
			if (!params) continue;
			if (access !== 'open') {
				const token = origin.tokenOf(headers.authorization, state);
				if (!tokens.accept(token)) return origin.unauthorized(call, token);
			}
			return handler({ ...call, params });
		}
		return origin.unknownRoute(call);
	};

	/** The answer, or undefined for none: the connection is to be cut. */
	const answerWithFaults = async (
		origin: Origin<State>,
		address: string,
		request: RecordedRequest,
	): Promise<Answer | undefined> => {
		const fault: Fault = takeFault(request) ?? {};
		const isOpen = await waited(provider.latency + (fault.delay ?? 0), closing.signal);
		if (!isOpen || fault.drop === 'before') return undefined;
		const refusal: Answer | undefined = fault.status === undefined ? undefined : { status: fault.status };
		const isHandled = !refusal || fault.takesEffect === true || fault.drop === 'after';
		const handled = isHandled ? handle(origin, address, request) : refusal;
		if (fault.drop === 'after') return undefined;
		const answer = refusal ?? handled;
		const headers = { ...origin.headers?.(), ...answer.headers, ...fault.headers };
		return { ...answer, headers, body: fault.body ?? answer.body };
	};

	const listen = async (origin: Origin<State>, port = 0): Promise<string> => {
		let address = '';
		const handler: Serve = async (request, reply) => {
			inFlight += 1;
			const recorded: RecordedRequest = {
				method: request.method,
				url: request.originalUrl,
				headers: request.headers,
				rawHeaders: request.raw.rawHeaders,
				body: '',
				status: 0,
				at: Date.now(),
				inFlight,
			};
			provider.requests.push(recorded);
			let answer: Answer | undefined;
			try {
				const text = await readText(request);
				recorded.body = text ?? '';
				answer = text === undefined ? undefined : await answerWithFaults(origin, address, recorded);
			} finally {
				inFlight -= 1;
			}
			if (answer) {
				recorded.status = answer.status;
				return send(reply, answer);
			}
			reply.hijack();
			request.raw.socket.destroy();
			return reply;
		};
		const { routing } = await (app ??= openApp());
		const server = createServer(routing);
		servers.push(server);
		handlers.set(server, handler);
		server.listen(port, '127.0.0.1');
		await once(server, 'listening');
		address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
		return address;
	};

	const close = async (): Promise<void> => {
		closing.abort();
		const closed = servers.map(async (server) => {
			server.close();
			server.closeAllConnections();
			await once(server, 'close');
		});
		await Promise.all(closed);
	};

	return { provider, listen, close };
};
