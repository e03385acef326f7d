import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { INode } from 'n8n-workflow';

import type { Answer, Unanswered } from './answer';
import { isPage, isUnanswered, spoken } from './answer';
import type { Change } from './change';
import type { Probe } from './connection';
import type { Told } from './general';
import { general } from './general';
import { shortened } from './naming';
import type { Operation } from './operation';
import type { Provider } from './provider';

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
	/** Whether the same request may work when tried again. */
	readonly passing?: boolean;
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

export const matching = <Kind extends Refusal>(refusals: readonly Kind[], answer: Answer): Kind | undefined => {
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

/** What is asked: an operation, or the test of a credential. */
type Asked = Operation | Probe;

const isChange = (asked: Asked): asked is Change => 'success' in asked;

const refusalsOf = (provider: Provider, asked: Asked): readonly Refusal[] => [
	...('refusals' in asked ? (asked.refusals ?? []) : []),
	...provider.refusals,
];

/** What an answer means by the pages. */
export const declared =
	(provider: Provider, operation: Operation) =>
	(answer: Answer): Refusal | undefined => {
		const unchanged = isChange(operation) ? (operation.unchanged ?? []) : [];
		return matching([...unchanged, ...refusalsOf(provider, operation)], answer);
	};

export const unknownOutcome = "It isn't known whether the change was made: look it up there, or run the item again.";

/** What an earlier try did isn't told by what ended a later one. */
export const inDoubt = (refused: Refused): Refused =>
	refused.undecided
		? refused
		: { ...refused, description: `${unknownOutcome} ${refused.description}`, undecided: true, invalid: false };

/** What the user reads when no answer came. */
const unanswered = (asked: Asked, { unanswered: message, remedy, sent }: Unanswered): Refused => {
	if (!isChange(asked)) return { message, description: remedy, undecided: false };
	const outcome = sent ? unknownOutcome : 'Nothing was changed.';
	return { message, description: `${outcome} ${remedy}`, undecided: sent };
};

/** What the user reads when a provider answered something other than success. */
export const refused = (
	provider: Provider,
	asked: Asked,
	reply: Answer | Unanswered,
	origin: string,
	{ known, repeated = false }: { readonly known?: Refusal; readonly repeated?: boolean } = {},
): Refused => {
	if (isUnanswered(reply)) return unanswered(asked, reply);
	const told: Told = known ?? matching(refusalsOf(provider, asked), reply) ?? general(provider, asked, reply, origin);
	// What an earlier try did isn't told by the refusal of a later one.
	const undecided = ((told.undecided ?? false) || repeated) && isChange(asked);
	const { words, code } = spoken(reply);
	const said = words === '' ? '' : `: "${shortened(words, 300)}"`;
	const requestId = provider.requestId === undefined ? undefined : reply.headers[provider.requestId];
	const marks = [`status ${reply.status}`, code, requestId && `request ID ${requestId}`].filter(Boolean).join(', ');
	return {
		message: told.message,
		description: `${undecided ? `${unknownOutcome} ` : ''}${told.description} ${provider.access.name} answered${said} (${marks}).`,
		status: reply.status,
		said: words === '' ? undefined : shortened(words, 300),
		undecided,
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
