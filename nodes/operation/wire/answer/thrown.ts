import type { Unanswered } from '../../model';
import { asMistake } from '../../model';
import type { Asked } from './unanswered';
import { brokenOff, unreached, unreachedProxy, within } from './unanswered';

/** What request helpers and what they call throw, as far as it is looked at. */
interface Thrown {
	readonly name?: unknown;
	readonly message?: unknown;
	readonly description?: unknown;
	readonly code?: unknown;
	/** Where n8n keeps the code. */
	readonly httpCode?: unknown;
	readonly cause?: unknown;
	/** Where n8n keeps a cause that it doesn't take for an error. */
	readonly errorResponse?: unknown;
	readonly isAxiosError?: unknown;
	readonly level?: unknown;
	/** What was tried, and where, of an error of the system. */
	readonly syscall?: unknown;
	readonly hostname?: unknown;
	readonly address?: unknown;
	readonly port?: unknown;
	readonly response?: { readonly status?: number };
}

const mostCauses = 5;

/** An error, what caused it, and so on: n8n and axios wrap what they meet. */
const chainOf = (error: unknown): readonly Thrown[] => {
	const chain: Thrown[] = [];
	for (let next = error; typeof next === 'object' && next !== null && chain.length < mostCauses; ) {
		chain.push(next);
		const { cause, errorResponse } = next as Thrown;
		next = cause ?? errorResponse;
	}
	return chain;
};

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/**
 * Whether n8n itself refused the request, by its settings, its limits, or because it can't make sense of it. Its own errors have a
 * level; so has the one that it wraps errors of requests in, which says nothing of what it wraps.
 */
const isRefusal = ({ level, name, code }: Thrown): boolean =>
	(level !== undefined && name !== 'NodeApiError') ||
	name === 'UnimplementedError' ||
	textOf(code).startsWith('ERR_INVALID_');

/** What to say of an error of n8n itself. What it refuses was never sent; of all else that isn't known. */
const saidByN8n = (thrown: Thrown, name: string): Unanswered => {
	const { message, description } = thrown;
	const words = textOf(message).replace(/\.$/, '');
	const isRefused = isRefusal(thrown);
	return {
		unanswered: isRefused ? `n8n refused to send the request: ${words}` : `n8n gave up the request: ${words}`,
		remedy:
			textOf(description) || `That is a limit of n8n or of its settings, not of ${within(name)}: ask who runs n8n.`,
		sent: !isRefused,
		passing: false,
	};
};

/** The code of an error; with its text for a broken handshake, whose code doesn't say what is wrong. */
const codeOf = ({ code, httpCode, message }: Thrown): string => {
	const told = textOf(code ?? httpCode);
	return told === 'EPROTO'
		? `${told} ${textOf(message)
				.toUpperCase()
				.replace(/[\s/]+/g, '_')}`
		: told;
};

/** Whether the connection stood, so that the request may have been sent; errors of its beginning have other codes. */
const isUnderWay = (chain: readonly Thrown[]): boolean =>
	chain.some(({ syscall, code }) => syscall === 'read' && code !== 'ETIMEDOUT') ||
	chain.some(({ code }) => textOf(code).startsWith('ERR_SSL_') && !textOf(code).endsWith('CERTIFICATE_REQUIRED'));

/** What to say where it was a proxy that couldn't be reached, and not the provider. */
const byProxy = (chain: readonly Thrown[], { name, host }: Asked): Unanswered | undefined => {
	const met = chain.find(({ syscall }) => syscall === 'getaddrinfo' || syscall === 'connect');
	if (!met) return undefined;
	const { hostname, port } = new URL(`https://${host}`);
	const [other, at] = [textOf(met.hostname), `${textOf(met.address)}:${String(met.port)}`];
	if (met.syscall === 'getaddrinfo') return other === hostname ? undefined : unreachedProxy(name, other);
	const ports = port === '' ? ['443', '80'] : [port];
	return ports.includes(String(met.port)) ? undefined : unreachedProxy(name, at);
};

/** What to say of what was thrown in place of an answer: only a broken connection is told as one. */
export const unansweredBy = (error: unknown, asked: Asked): Unanswered => {
	const { name } = asked;
	const chain = chainOf(error);
	const status = chain.find(({ response }) => response?.status !== undefined)?.response?.status;
	if (status !== undefined) return brokenOff(name, status);
	const mistake = chain.map(asMistake).find((found) => found !== undefined);
	if (mistake) return { unanswered: mistake.message, remedy: mistake.description, sent: true, passing: false };
	// What Node.js finds wrong with its input was never sent.
	const codes = chain.map(codeOf).filter((code) => code !== '' && !code.startsWith('ERR_INVALID_'));
	if (codes.length > 0) {
		const code = isUnderWay(chain) ? '' : codes[codes.length - 1];
		return byProxy(chain, asked) ?? unreached(code, asked);
	}
	// What axios meets in the network without a code, such as a proxy that hangs up; n8n's own errors have a level.
	const first = chain[chain.length - 1] ?? {};
	const isOfNetwork = chain.some(({ isAxiosError }) => isAxiosError) && first.level === undefined;
	return isOfNetwork ? unreached('', asked) : saidByN8n(first, name);
};
