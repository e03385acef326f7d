import type { Exchange } from '../../model';
import type { Cleaning } from './response';
import { answered } from './response';
import { unansweredBy } from './thrown';
import { late } from './unanswered';

/** In ms, for one request. */
const timeout = 30_000;

type Sent = Omit<Parameters<Exchange>[0], 'field'> & { readonly timeout: number };

/** Exchanges by one of n8n's helpers that knows no credential. */
export const plainExchange =
	(name: string, send: (request: Sent, signal: AbortSignal) => Promise<unknown>, cleaning?: Cleaning): Exchange =>
	async ({ field = "'Base URL' of the credential", ...request }) => {
		const signal = AbortSignal.timeout(timeout);
		try {
			return await answered(send({ ...request, timeout }, signal), signal, name, cleaning);
		} catch (error) {
			const asked = { name, host: new URL(request.url).host, field, timeout };
			return signal.aborted ? late(asked) : unansweredBy(error, asked);
		}
	};
