import { NodeApiError } from 'n8n-workflow';
import type { IExecuteFunctions, IHttpRequestOptions, ILoadOptionsFunctions } from 'n8n-workflow';

import type { Answer, Response } from './answer';
import { isUnanswered, toAnswer } from './answer';
import { signInLater, signsIn } from './access';
import { asBaseUrl } from './origin';
import { isUnreadable } from './operation';
import type { Provider } from './provider';
import type { Refused } from './refusal';
import type { Request } from './request';
import type { Reply } from './retry';
import { persistently } from './retry';
import { secretsOf, withoutSecrets } from './secrets';
import { cancelled, unreached } from './unanswered';

export interface Connection {
	readonly baseUrl: string;
	/** `repeated` tells that an earlier try of the same request may have taken effect. */
	readonly send: (request: Request) => Promise<{ readonly reply: Reply; readonly repeated: boolean }>;
	readonly isCancelled: () => boolean;
	/** What a run found out about the provider, by name. */
	readonly found: Map<string, Promise<unknown>>;
}

/**
 * The provider behind a node's credential, for one run. Every status comes back as an answer, on all versions of n8n,
 * which loses headers and plain text of a thrown one. n8n renews an expired session only when a 401 is thrown, so after
 * a 401 the request is sent once more the throwing way: a 401 means that nothing was done yet.
 */
export const connect = async (
	context: IExecuteFunctions | ILoadOptionsFunctions,
	provider: Provider,
	{ timeout, maxRetries }: { readonly timeout: number; readonly maxRetries: number },
): Promise<Connection | Refused> => {
	const { access } = provider;
	const credentials = await context.getCredentials(provider.credential);
	const baseUrl = asBaseUrl(credentials.baseUrl, access.pastedPath);
	if (isUnreadable(baseUrl))
		return {
			message: `'Base URL' of the credential ${baseUrl.unreadable}`,
			description: `${baseUrl.remedy}.`,
			invalid: true,
		};
	const signal = 'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;
	const isCancelled = () => signal?.aborted ?? false;
	const renewable = signsIn(credentials);
	const { host } = new URL(baseUrl);

	let secrets: readonly string[] = [];
	const exchange = async ({ method, url, body }: Request, tolerant: boolean): Promise<Reply | 'thrown'> => {
		const options: IHttpRequestOptions = {
			method,
			url,
			headers: { ...provider.headers, ...(body && { 'Content-Type': 'application/json' }) },
			body: body && JSON.stringify(body),
			encoding: 'text',
			returnFullResponse: true,
			ignoreHttpStatusErrors: tolerant,
			disableFollowRedirect: true,
			timeout,
		};
		try {
			const { httpRequestWithAuthentication } = context.helpers;
			const response = await httpRequestWithAuthentication.call(context, provider.credential, options);
			if (secrets.length === 0 || (response as Response).statusCode >= 300)
				secrets = secretsOf(await context.getCredentials(provider.credential));
			return toAnswer(response as Response, (text) => withoutSecrets(text, secrets));
		} catch (error) {
			if (isCancelled()) return cancelled;
			if (!(error instanceof NodeApiError)) return unreached('', access.name, host, timeout);
			const { httpCode, messages, description } = error;
			if (/^\d{3}$/.test(httpCode ?? '')) return 'thrown';
			if (httpCode === signInLater)
				return { unanswered: messages[0] ?? error.message, remedy: description ?? '', sent: false, passing: true };
			if (httpCode) return unreached(httpCode, access.name, host, timeout);
			// What is left are the credential's own words: about its fields, or about the sign-in.
			refusedSignIn = {
				unanswered: messages[0] ?? error.message,
				remedy: description ?? '',
				sent: false,
				passing: false,
			};
			return refusedSignIn;
		}
	};

	let refusedSignIn: Reply | undefined;
	let sessions = 0;
	let renewal: Promise<unknown> = Promise.resolve();
	const renewed = async (request: Request, refusedAnswer: Answer, session: number): Promise<Reply> => {
		const reply = session === sessions ? await exchange(request, false) : 'thrown';
		if (session === sessions) sessions += 1;
		if (reply !== 'thrown') return reply;
		const last = refusedSignIn ?? (await exchange(request, true));
		return last === 'thrown' ? refusedAnswer : last;
	};

	const sendOnce = async (request: Request): Promise<Reply> => {
		if (isCancelled()) return { ...cancelled, sent: false };
		// Signing in again and again with a wrong password gets accounts locked.
		if (refusedSignIn) return refusedSignIn;
		const session = sessions;
		const reply = await exchange(request, true);
		if (reply === 'thrown' || isUnanswered(reply) || reply.status !== 401 || !renewable) return reply as Answer;
		const turn = renewal.then(async () => await renewed(request, reply, session));
		renewal = turn;
		return await turn;
	};

	const send = async (request: Request) =>
		await persistently(async () => await sendOnce(request), maxRetries, isCancelled);

	return { baseUrl, send, isCancelled, found: new Map() };
};
