import type { Option, Refused, Unreadable, Values } from '../../model';
import {
	comparable,
	forItem,
	isSamePerson,
	isUnreadable,
	named,
	refuse,
	shortened,
	trimmed,
	unreadable,
	withoutInvisible,
} from '../../model';

const check = 'where it is an expression, check what it gives';

/** What JavaScript makes of nothing, and of an object, where a text is meant. */
const noWords = /^(undefined|null|NaN|\[object Object\])$/;

/** An expression of n8n's that nobody evaluates. */
const unevaluated = /\{\{\s*[$=]/;

const isSeen = (text: string): boolean => trimmed(withoutInvisible(text)) !== '';

/** Text from what an expression may give; nobody is to lose a digit, or a word of several. */
const textOf = (raw: unknown): string | Unreadable => {
	if (typeof raw === 'string') return trimmed(raw);
	if (typeof raw === 'number')
		return Math.abs(raw) <= Number.MAX_SAFE_INTEGER
			? String(raw)
			: unreadable(`is the number ${raw}, which isn't exact`, 'Pass it as text, so that no digit is lost');
	if (Array.isArray(raw))
		return unreadable(
			`is a list of ${raw.length}, where a text is meant`,
			"Make one text of its entries, such as with .join(', ') in the expression",
		);
	if (typeof raw === 'object')
		return unreadable(
			`is an object with the fields ${named(Object.keys(raw ?? {})) || '(none)'}`,
			'Drag the one field that holds the text into the option',
		);
	return unreadable(`is ${String(raw)}, where a text is meant`, `Fill in a text; ${check}`);
};

/** Nobody's word is no word: what is there but says nothing is refused, so that no change goes without what was meant to stand for it. */
const readWord = (raw: unknown): string | Unreadable => {
	const word = raw === undefined || raw === null ? '' : textOf(raw);
	if (isUnreadable(word)) return word;
	if (!isSeen(word)) return unreadable('is there but empty', `Fill it in, or remove the option; ${check}`);
	if (unevaluated.test(word))
		return unreadable('holds an expression as plain text', `Switch the option from Fixed to Expression; ${check}`);
	if (/\p{Cs}/u.test(word)) return unreadable('holds half a character', 'Type it instead of pasting it');
	return noWords.test(word) ? unreadable(`is the word '${word}'`, `Fill it in; ${check}`) : word;
};

/** The same, of somebody. */
const readPerson = (raw: unknown): string | Unreadable => {
	const name = readWord(raw);
	if (isUnreadable(name) || /[\p{L}\p{N}]/u.test(withoutInvisible(name))) return name;
	return unreadable(`is '${shortened(name)}', which names nobody`, `Fill it in; ${check}`);
};

const said = (
	described: Pick<Option['property'], 'displayName' | 'name' | 'placeholder' | 'description'>,
	read: Option['read'],
) => forItem({ property: { ...described, type: 'string', default: '' }, read });

export const ticket = said(
	{
		displayName: 'Ticket',
		name: 'ticket',
		placeholder: 'e.g. REQ-1042',
		description:
			'The number of the ticket that asks for the change: it appears in the result, the plan and the audit event',
	},
	readWord,
);

export const reason = said(
	{
		displayName: 'Reason',
		name: 'reason',
		placeholder: 'e.g. Left the company',
		description: 'Why it is changed: it appears in the result, the plan and the audit event',
	},
	readWord,
);

export const requestedBy = said(
	{
		displayName: 'Requested By',
		name: 'requestedBy',
		placeholder: 'e.g. jane@example.com',
		description: 'Who asked for the change: they appear in the result, the plan and the audit event',
	},
	readPerson,
);

export const approvedBy = said(
	{
		displayName: 'Approved By',
		name: 'approvedBy',
		placeholder: 'e.g. kim@example.com',
		description:
			"Who approved the change: they appear in the result, the plan and the audit event. Nobody may approve what they asked for: if it is the same person as in 'Requested By', nothing of the run is sent.",
	},
	readPerson,
);

/** Why a change is made, and on whose word. */
export const justification: readonly Option[] = [ticket, reason, requestedBy, approvedBy];

/** What was said of why, and on whose word; nothing where nothing was. */
export const justified = (options: Values): { readonly justification?: Values } => {
	const words = justification.flatMap(({ property: { name } }) =>
		options[name] ? [[name, options[name]] as const] : [],
	);
	return words.length === 0 ? {} : { justification: Object.fromEntries(words) };
};

/** Who approved, each named once. */
export const namedOnce = (names: readonly string[]): string =>
	[...new Map(names.map((name) => [comparable(name), name])).values()].join(', ');

/** Nobody approves what they asked for themselves: why the whole run must not start. */
export const selfApproved = (requester: unknown, approvers: readonly unknown[]): Refused | undefined => {
	const asked = String(requester ?? '');
	const own = approvers.map((approver) => String(approver ?? '')).find((one) => isSamePerson(asked, one));
	if (own === undefined) return undefined;
	const names = own === asked ? `'${shortened(own)}'` : `'${shortened(asked)}' and '${shortened(own)}'`;
	return {
		...refuse(
			`'${requestedBy.property.displayName}' and '${approvedBy.property.displayName}' are the same person: ${names}`,
			"Nothing was sent, for any item: whoever asks for a change can't approve it. Have somebody else approve it.",
		),
		isOfRun: true,
	};
};
