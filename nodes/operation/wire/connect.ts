import type { Credentials, Provider, Refused, Reply, Single, Trace, Unreadable, Values } from '../model';
import { fieldIn, isUnanswered, isUnreadable, parametersOf, refuse } from '../model';
import { leftAlone } from './answer';
import { asBaseUrl, asPlanKey } from './credential';
import { declared } from './refusal';
import type { Connection } from './request';
import type { Patience } from './retry';
import { loadOf, persistently } from './retry';
import type { Context, Line } from './session';
import { exchangeOf, sendOnce, sessionIn } from './session';

const traceOf = ({ requestId }: Provider, reply: Reply, tries: number): Trace => ({
	tries,
	at: Date.now(),
	...(!isUnanswered(reply) && {
		status: reply.status,
		requestId: requestId === undefined ? undefined : reply.headers[requestId],
	}),
});

/** What a run may ask of a provider: requests at once, tries after the first, ms for one answer. */
export interface Bounds {
	readonly concurrency: number;
	readonly maxRetries: number;
	readonly timeout: number;
}

const ofCredential = (label: string, { unreadable, remedy }: Unreadable): Refused =>
	refuse(`'${label}' of the credential ${unreadable}`, `${remedy}.`);

const filledInBy =
	(credentials: Credentials) =>
	(operation: Single, values: Values): readonly string[] =>
		[...parametersOf(operation).keys()].flatMap(({ inCredential, property: { name, displayName } }) =>
			inCredential !== undefined && values[name] === fieldIn(credentials, inCredential) ? [`'${displayName}'`] : [],
		);

/** The provider behind a node's credential, for one run. */
export const connect = async (
	context: Context,
	provider: Provider,
	{ concurrency, maxRetries, timeout }: Bounds,
): Promise<Connection | Refused> => {
	const { access, resets } = provider;
	const credentials = await context.getCredentials(provider.credential);
	const baseUrl = asBaseUrl(credentials.baseUrl, access.pastedPath);
	const planKey = asPlanKey(credentials);
	if (isUnreadable(baseUrl)) return ofCredential('Base URL', baseUrl);
	if (isUnreadable(planKey)) return ofCredential('Plan Key', planKey);
	let isEnded = false;
	const session = sessionIn(credentials, async () => await context.getCredentials(provider.credential));
	const { exchange, isCancelled } = exchangeOf(context, provider, new URL(baseUrl).host, timeout, session);
	const isOver = () => isEnded || isCancelled();
	const shared = { provider, credentials, session, baseUrl, exchange, isCancelled, isOver };
	const line: Line = { ...shared, refusals: 0, turn: Promise.resolve() };
	const load = loadOf(concurrency, isOver);
	const left = (until: number, isAgain: boolean) => leftAlone(access.name, until, isAgain);
	const patience: Patience = { maxRetries, load, isCancelled, isOver, resets, left };
	const shown = { provider, baseUrl, planKey, filledIn: filledInBy(credentials), claims: session.claims };
	const rest = { atOnce: load.atOnce, isCancelled, words: new Map<string, string>(), found: new Map() };
	const end = () => void (isEnded = true);
	const made = (insists: boolean): Connection => {
		const isDone = insists ? isCancelled : isOver;
		return {
			...shown,
			...rest,
			end,
			isOver: isDone,
			insisting: () => made(true),
			send: async (request, operation) => {
				const known = { ...patience, insists, isOver: isDone, declared: declared(provider, operation) };
				const { tries, ...told } = await persistently(async () => await sendOnce(line, request, isDone), known);
				return { ...told, trace: traceOf(provider, told.reply, tries) };
			},
		};
	};
	return made(false);
};
