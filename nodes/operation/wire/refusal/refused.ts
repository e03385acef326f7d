import type {
	Answer,
	Explained,
	Probe,
	Provider,
	Refusal,
	Refused,
	Reply,
	Single,
	Unanswered,
	Values,
} from '../../model';
import {
	aboutValues,
	asTold,
	isChange,
	isUnanswered,
	matching,
	nothingChanged,
	parametersOf,
	shortened,
	spoken,
} from '../../model';
import type { Connection, Ways } from '../request';
import { isPassing, retryAt } from '../retry';
import type { Meaning } from './undocumented';
import { undocumented } from './undocumented';

/** What is asked: an operation, or the test of a credential. */
type Asked = Single | Probe;

const refusalsOf = (provider: Provider, asked: Asked): readonly Refusal[] => [
	...('refusals' in asked ? (asked.refusals ?? []) : []),
	...provider.refusals,
];

/** What an answer means by the provider's pages. */
export const declared =
	(provider: Provider, operation: Single) =>
	(answer: Answer): Refusal | undefined => {
		const unchanged = isChange(operation) ? (operation.unchanged ?? []) : [];
		return matching([...unchanged, ...refusalsOf(provider, operation)], answer);
	};

export const unknownOutcome = "It isn't known whether the change was made: look it up there, or run the item again.";

/** A refusal after which it isn't known what an earlier try did. */
export const inDoubt = (refused: Refused): Refused =>
	refused.unknown
		? refused
		: { ...refused, description: `${unknownOutcome} ${refused.description}`, unknown: true, invalid: false };

/** What the user reads when no answer came. */
const unanswered = (
	asked: Asked,
	{ unanswered: message, remedy, sent, passing, until, closes }: Unanswered,
): Refused => {
	const later = { isPassing: passing, again: until, isOfCredential: closes };
	if (!isChange(asked)) return { message, description: remedy, unknown: false, ...later };
	const outcome = sent ? unknownOutcome : nothingChanged;
	return { message, description: `${outcome} ${remedy}`, unknown: sent };
};

/** Says of which values that a refusal speaks of the credential holds the same: where a parameter is left empty, it stands there. */
const ofCredential = (refusal: Refused, operation: Single, values: Values, { filledIn }: Connection): Refused => {
	const named = filledIn(operation, values).filter((label) =>
		`${refusal.message}${refusal.description}`.includes(label),
	);
	if (named.length === 0) return refusal;
	return { ...refusal, description: `${named.join(' and ')} is that of the credential. ${refusal.description}` };
};

/** The same refusal with what can be found out about it. */
export const explained = async (
	refusal: Refused,
	operation: Single,
	reply: Reply,
	values: Values,
	{ connection, reader }: Ways,
): Promise<Refused> => {
	if (isUnanswered(reply)) return refusal;
	const explain = matching<Explained>(operation.refusals ?? [], reply)?.explain;
	const found = await explain?.(values, reader).catch(() => undefined);
	const told = ofCredential(refusal, operation, values, connection);
	return found ? { ...told, description: `${found} ${told.description}` } : told;
};

/** The most characters that are shown of what a provider says. */
const longestWords = 1000;

interface Circumstances {
	readonly known?: Refusal;
	/** Whether an earlier try may have taken effect. */
	readonly repeated?: boolean;
	/** What was asked for. */
	readonly values?: Values;
}

/** What the provider's support asks for. */
const marksOf = ({ requestId: header }: Provider, { status, headers }: Answer, code: string | undefined): string => {
	const requestId = header === undefined ? undefined : headers[header];
	return [`status ${status}`, code, requestId && `request ID ${requestId}`].filter(Boolean).join(', ');
};

/** What the user reads when a provider answered something other than success. */
export const refused = (
	{
		provider,
		baseUrl,
		words: lookedUp = new Map(),
	}: Pick<Connection, 'provider' | 'baseUrl'> & Partial<Pick<Connection, 'words'>>,
	asked: Asked,
	reply: Reply,
	{ known, repeated = false, values = {} }: Circumstances = {},
): Refused => {
	if (isUnanswered(reply)) return unanswered(asked, reply);
	const meaning: Meaning =
		known ?? matching(refusalsOf(provider, asked), reply) ?? undocumented(provider, asked, reply, baseUrl);
	// The refusal of a later try doesn't tell what an earlier one did.
	const unknown = ((meaning.unknown ?? false) || repeated) && isChange(asked);
	const { message, description } =
		'route' in asked
			? aboutValues(meaning, {
					parameters: [...parametersOf(asked).keys()],
					values: isChange(asked) && asked.byWord ? asTold(asked, values) : values,
					words: lookedUp,
				})
			: meaning;
	const { words, code } = spoken(reply);
	const said = words === '' ? undefined : shortened(words, longestWords);
	const marks = marksOf(provider, reply, code);
	return {
		message,
		description: [
			...(unknown ? [unknownOutcome] : []),
			...(description === '' ? [] : [description]),
			`${meaning.from ?? provider.access.name} answered${said === undefined ? '' : `: "${said}"`} (${marks}).`,
		].join(' '),
		status: reply.status,
		isPassing: isPassing(reply),
		again: retryAt(reply, Date.now(), provider.resets),
		said,
		unknown,
	};
};
