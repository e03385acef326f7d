import { NodeApiError } from 'n8n-workflow';
import type { IExecuteFunctions, ILoadOptionsFunctions } from 'n8n-workflow';

import { notAccepted } from './general';
import type { Response, Unanswered } from './answer';
import { isUnanswered, toAnswer } from './answer';
import { signInLater, signInRefused, signsIn } from './access';
import { whileRunning } from './cancellation';
import { asBaseUrl } from './origin';
import { isUnreadable } from './parameter';
import type { Provider } from './provider';
import type { Refused } from './refusal';
import type { Request } from './request';
import { optionsFor } from './request';
import type { Reply } from './retry';
import { isPassingStatus, persistently, waitUntil } from './retry';
import { secretsOf, together, tokensOf, withoutSecrets } from './secrets';
import { cancelled, unreached } from './unanswered';

export interface Connection {
	readonly baseUrl: string;
	/** `repeated` tells that an earlier try of the same request may have taken effect. */
	readonly send: (request: Request) => Promise<{ readonly reply: Reply; readonly repeated: boolean }>;
	readonly isCancelled: () => boolean;
	/** What a run found out about the provider, by name. */
	readonly found: Map<string, Promise<unknown>>;
}

const mostRounds = 8;
const mostRefusals = 3;
const longestTurn = 1000;

/**
 * The provider behind a node's credential, for one run. Every status comes back as an answer, on all versions of n8n,
 * which loses headers and plain text of a thrown one.
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

	// All that this run has met, because an answer may repeat what has been replaced meanwhile.
	let tokens = tokensOf(credentials);
	let secrets = secretsOf(credentials);
	let known = false;
	// As n8n last stored it: executions share it, and each of them may renew it.
	let session = credentials.sessionToken;
	const reread = async (): Promise<void> => {
		const stored = await context.getCredentials(provider.credential);
		tokens = together(tokens, tokensOf(stored));
		secrets = together(secrets, secretsOf(stored));
		session = stored.sessionToken;
		known = true;
	};

	const exchange = async (request: Request, tolerant: boolean): Promise<Reply | 'thrown'> => {
		let response: Response;
		try {
			const { httpRequestWithAuthentication } = context.helpers;
			const options = optionsFor(provider, request, tolerant, timeout);
			const work = httpRequestWithAuthentication.call(context, provider.credential, options);
			response = (await whileRunning(work, signal)) as Response;
		} catch (error) {
			if (isCancelled()) return cancelled;
			if (!(error instanceof NodeApiError)) return unreached('', access.name, host, timeout);
			const { httpCode, messages, description } = error;
			if (httpCode === '401') refusals += 1;
			if (isPassingStatus(Number(httpCode)))
				return {
					unanswered: `${access.name} couldn't renew the session (status ${httpCode})`,
					remedy: 'Try again later.',
					sent: false,
					passing: true,
				};
			if (/^\d{3}$/.test(httpCode ?? '')) return 'thrown';
			const signIn = { unanswered: messages[0] ?? error.message, remedy: description ?? '', sent: false };
			if (httpCode === signInLater) return { ...signIn, passing: true };
			if (httpCode !== signInRefused) return unreached(httpCode ?? '', access.name, host, timeout);
			closed = { ...signIn, passing: false };
			return closed;
		}
		if (tolerant && response.statusCode !== 401) refusals = 0;
		const isGood = response.statusCode < 300;
		if (!isGood || !known) await reread();
		return toAnswer(response, (text) => withoutSecrets(text, isGood ? tokens : secrets));
	};

	// A refused sign-in ends the run's requests: signing in again and again with a wrong password gets accounts locked.
	let closed: Unanswered | undefined;
	const { message, description } = notAccepted(access.name);
	// How often in a row a new session was refused, or a change with a session that is good for reading.
	let refusals = 0;
	let turn: Promise<unknown> = Promise.resolve();
	/** n8n renews a session only when a 401 is thrown; a read that changes nothing serves for that. */
	const renew = async (used: unknown): Promise<Unanswered | undefined> => {
		if (closed) return closed;
		await reread();
		if (session !== used) return undefined;
		for (const path of provider.probe.paths(credentials)) {
			const reply = await exchange({ method: 'GET', url: baseUrl + path }, false);
			// The change itself was answered, whatever becomes of this.
			if (reply !== 'thrown' && isUnanswered(reply)) return { ...reply, sent: false };
			await reread();
			if (reply !== 'thrown' || session !== used) break;
		}
		return undefined;
	};

	const sendOnce = async (request: Request): Promise<Reply> => {
		for (let round = 1; ; round++) {
			if (isCancelled()) return { ...cancelled, sent: false };
			if (closed) return closed;
			const used = session;
			const reply = (await exchange(request, true)) as Reply;
			if (isUnanswered(reply) || reply.status !== 401 || !renewable || round === mostRounds) return reply;
			// Some providers end a session when another execution signs in: those that meet here mustn't do it again together.
			if (round > 1) await waitUntil(Date.now() + Math.random() * longestTurn, isCancelled);
			const renewal = turn.then(async () => await renew(used));
			turn = renewal.catch(() => undefined);
			const failed = await renewal;
			if (failed) return failed;
			if (session === used) refusals += 1;
			if (refusals >= mostRefusals)
				closed = { unanswered: message, remedy: `Not sent any more. ${description}`, sent: false, passing: false };
			if (session === used || closed) return reply;
		}
	};

	const send = async (request: Request) =>
		await persistently(async () => await sendOnce(request), maxRetries, isCancelled, provider.resets);

	return { baseUrl, send, isCancelled, found: new Map() };
};
