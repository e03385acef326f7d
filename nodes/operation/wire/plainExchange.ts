import type { Exchange } from '../words';
import type { Response } from './response';
import { answered } from './response';
import { unansweredBy } from './unanswered';

/** In ms, for one request. */
export const timeout = 30_000;

type Sent = Parameters<Exchange>[0];

/** Exchanges by one of n8n's helpers that knows no credential; what `clean` gives takes out of an answer what it must not show. */
export const plainExchange =
	(
		name: string,
		send: (request: Sent, signal: AbortSignal) => Promise<unknown>,
		clean?: (response: Response) => ((text: string) => string) | undefined,
	): Exchange =>
	async (request) => {
		const signal = AbortSignal.timeout(timeout);
		try {
			return await answered(send(request, signal), signal, name, clean);
		} catch (error) {
			return unansweredBy(error, name, request.url, timeout, signal.aborted);
		}
	};
