import { NodeApiError } from 'n8n-workflow';
import type { IExecuteFunctions, IHttpRequestOptions, ILoadOptionsFunctions, IPollFunctions } from 'n8n-workflow';

import type { Answer, Provider, Unanswered } from '../../model';
import { signInRefused } from '../../model';
import type { Asked } from '../answer';
import { answered, brokenOff, cancelled, late, unansweredBy } from '../answer';
import type { Request } from '../request';
import { endingsOf } from '../request';
import { isPassingStatus } from '../retry';
import type { Session } from './session';
import { laterIn } from './signInCodes';

export type Context = IExecuteFunctions | ILoadOptionsFunctions | IPollFunctions;

/** The status of an answer that n8n threw, as it is asked to where that renews the session. */
export interface Thrown {
	readonly thrown: number;
}

export type Exchanged = Answer | Unanswered | Thrown;

/** A sign-in has a bound of its own, and finding its address may come before it. */
const signInTakes = 65_000;

/** n8n asks the context for the signal that ends a request; its `timeout` bounds silence, not the whole answer. */
const endingWith = (context: Context, signal: AbortSignal): Context =>
	Object.create(context, { getExecutionCancelSignal: { value: () => signal } }) as Context;

const isStatus = (code: string | null): code is string => /^\d{3}$/.test(code ?? '');

/** What became of a request that n8n threw for. `tolerant`: no status is a reason to throw. */
const failed = (error: unknown, tolerant: boolean, asked: Asked): Unanswered | Thrown => {
	if (!(error instanceof NodeApiError)) return unansweredBy(error, asked);
	const { httpCode, messages, description } = error;
	const signIn = { unanswered: messages[0] ?? error.message, remedy: description ?? '', sent: false };
	const [, later] = laterIn(httpCode) ?? [];
	if (later !== undefined) return { ...signIn, passing: true, until: Number(later) || undefined };
	// Signing in again and again with a wrong password gets accounts locked.
	if (httpCode === signInRefused) return { ...signIn, passing: false, closes: true };
	if (!isStatus(httpCode)) return unansweredBy(error, asked);
	return tolerant ? brokenOff(asked.name, httpCode) : { thrown: Number(httpCode) };
};

/** A request as n8n's helper takes it. `tolerant`: no status is thrown. */
const optionsFor = (
	{ headers }: Provider,
	{ method, url, body }: Request,
	tolerant: boolean,
	timeout: number,
): IHttpRequestOptions => ({
	method,
	url,
	headers: { ...headers, ...(body && { 'Content-Type': 'application/json' }) },
	body: body && JSON.stringify(body),
	encoding: 'text',
	returnFullResponse: true,
	ignoreHttpStatusErrors: tolerant,
	disableFollowRedirect: true,
	timeout,
});

/**
 * Sends one request through n8n's helper, with the credential, and gives what comes back within `timeout`. Every status is
 * an answer, on all versions of n8n, which loses headers and plain text of a thrown one.
 */
export const exchangeOf = (context: Context, provider: Provider, host: string, timeout: number, session: Session) => {
	const { credential, access } = provider;
	const cancels = 'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;
	const endingOf = endingsOf(cancels);
	const isCancelled = () => cancels?.aborted ?? false;
	const asked: Asked = { name: access.name, host, field: "'Base URL' of the credential", timeout };

	const exchange = async (request: Request, tolerant: boolean): Promise<Exchanged> => {
		const mayTake = tolerant && session.isThere() ? timeout : timeout + signInTakes;
		const { signal, isLate, done } = endingOf(mayTake);
		try {
			const options = optionsFor(provider, request, tolerant, timeout);
			const { httpRequestWithAuthentication } = context.helpers;
			const work = httpRequestWithAuthentication.call(endingWith(context, signal), credential, options);
			return await answered(work, signal, access.name, ({ statusCode }) => session.cleaning(statusCode < 300));
		} catch (error) {
			if (isCancelled()) return cancelled;
			return isLate() ? late(asked) : failed(error, tolerant, asked);
		} finally {
			done();
		}
	};
	return { exchange, isCancelled };
};

/** What a status that n8n threw means for the renewal of a session. */
export const unrenewed = (name: string, { thrown }: Thrown): Unanswered | undefined =>
	isPassingStatus(thrown)
		? {
				unanswered: `${name} couldn't renew the session (status ${thrown})`,
				remedy: 'Try again later.',
				sent: false,
				passing: true,
			}
		: undefined;
