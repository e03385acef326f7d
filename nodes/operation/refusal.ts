import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { INode } from 'n8n-workflow';

import type { Answer, Unanswered } from './answer';
import { contentOf, isPage, isUnanswered, spoken } from './answer';
import type { Operation, Reader } from './operation';
import type { Values } from './parameter';
import type { Provider } from './provider';
import { retryAt } from './retry';

/** A refusal that a provider documents, in words that a user can act on. All of what is given must match. */
export interface Refusal {
	readonly status?: number;
	/** Matched against the provider's sentence. */
	readonly says?: RegExp;
	/** Matched against the provider's code. */
	readonly code?: string;
	/** What happened. */
	readonly message: string;
	/** What to do. */
	readonly description: string;
	/** Finds out what stands in the way, for the description. */
	readonly explain?: (values: Values, reader: Reader) => Promise<string | undefined>;
}

/** Why an item has no result, ready to be shown. */
export interface Refused {
	readonly message: string;
	readonly description: string;
	readonly status?: number;
	/** The provider's own words. */
	readonly said?: string;
	/** It isn't known whether the change was made. */
	readonly undecided?: boolean;
	/** Found before anything was sent. */
	readonly invalid?: boolean;
	/** Not foreseen. */
	readonly thrown?: boolean;
	/** In bulk: one malformed member may be the reason. */
	readonly malformed?: boolean;
}

export const matching = (refusals: readonly Refusal[], answer: Answer): Refusal | undefined => {
	// A web page comes from something in front of the API, or from another server altogether.
	if (isPage(answer.text)) return undefined;
	const { words, code } = spoken(answer);
	return refusals.find(
		(refusal) =>
			(refusal.status === undefined || refusal.status === answer.status) &&
			(refusal.says === undefined || refusal.says.test(words)) &&
			(refusal.code === undefined || refusal.code === code),
	);
};

const destination = (location: string | undefined, origin: string): string => {
	return location && URL.canParse(location, origin) ? new URL(location, origin).host : 'an unnamed place';
};

type Told = Pick<Refused, 'message' | 'description' | 'undecided'>;

const general = (provider: Provider, { docs }: Pick<Operation, 'docs'>, answer: Answer, origin: string): Told => {
	const { status, headers } = answer;
	const { name } = provider.access;
	if (status >= 300 && status < 400)
		return {
			message: `${name} redirected the request to ${destination(headers.location, origin)}`,
			description:
				"Nothing was sent there. Put the address that the API answers at itself into the credential's 'Base URL'.",
		};
	if (status >= 200 && status < 300)
		return {
			message: `${name} answered ${status} with ${contentOf(answer)}, which its documentation doesn't describe as success`,
			description: `Check the credential's 'Base URL'. See ${docs} for the documented answers.`,
			undecided: true,
		};
	if (status === 401)
		return {
			message: `${name} didn't accept the credential`,
			description: 'Open the credential, renew the token or the sign-in details and test it.',
		};
	if (status === 403)
		return {
			message: `${name} doesn't allow this with the credential`,
			description:
				'The sign-in worked, but its account lacks the rights: have them granted, or use another credential.',
		};
	const moment = retryAt(answer, Date.now(), provider.resets);
	const later = moment === undefined || moment <= Date.now() ? 'later' : `after ${new Date(moment).toISOString()}`;
	if (status === 429)
		return {
			message: `${name} is receiving too many requests`,
			description: `Try again ${later}, or lower 'Concurrency'.`,
		};
	if (status >= 500)
		return {
			message: `${name} couldn't answer (status ${status})`,
			description: `Try again ${later}.`,
			undecided: true,
		};
	if (status === 404)
		return {
			message: `${name} doesn't know what was asked for`,
			description: `Check the IDs and the credential's 'Base URL'. See ${docs} for the documented answers.`,
		};
	return {
		message: `${name} refused the request (status ${status})`,
		description: `See ${docs} for the documented answers.`,
	};
};

const unknownOutcome = "It isn't known whether the change was made: look it up there, or run the item again.";

const shortened = (words: string) => (words.length > 300 ? `${words.slice(0, 300)}…` : words);

/** What the user reads when a provider answered something other than success. */
export const refused = (
	provider: Provider,
	operation: Pick<Operation, 'docs' | 'refusals' | 'reads'>,
	reply: Answer | Unanswered,
	origin: string,
	known?: Refusal,
): Refused => {
	const doubt = (undecided?: boolean) => (undecided && !operation.reads ? `${unknownOutcome} ` : '');
	if (isUnanswered(reply))
		return {
			message: reply.unanswered,
			description: doubt(reply.sent) + reply.remedy,
			undecided: reply.sent && !operation.reads,
		};
	const refusals = [...(operation.refusals ?? []), ...provider.refusals];
	const told: Told = known ?? matching(refusals, reply) ?? general(provider, operation, reply, origin);
	const { words, code } = spoken(reply);
	const said = words === '' ? '' : `: "${shortened(words)}"`;
	const requestId = provider.requestId === undefined ? undefined : reply.headers[provider.requestId];
	const marks = [`status ${reply.status}`, code, requestId && `request ID ${requestId}`].filter(Boolean).join(', ');
	return {
		message: told.message,
		description: `${doubt(told.undecided)}${told.description} ${provider.access.name} answered${said} (${marks}).`,
		status: reply.status,
		said: words || undefined,
		undecided: told.undecided && !operation.reads,
	};
};

/** n8n replaces a message in which it finds the name of a system error anywhere ('revokePermission' holds one). */
export const toNodeError = (node: INode, { message, description, status, invalid }: Refused, itemIndex?: number) => {
	const error = invalid
		? new NodeOperationError(node, message, { description, itemIndex })
		: new NodeApiError(node, { message }, {
				message,
				description,
				httpCode: status && String(status),
				itemIndex,
			} as object);
	error.message = message;
	error.description = description;
	return error;
};
