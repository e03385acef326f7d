import type { Option, Refused, Values } from '../../model';
import { forItem, isSamePerson, isUnreadable, refuse, shortened, text, trimmed, unreadable } from '../../model';

/** What JavaScript makes of nothing, and of an object, where a text is meant. */
const noWords = /^(undefined|null|NaN|\[object Object\])$/;

const isEmpty = (raw: unknown): boolean =>
	raw === undefined || raw === null || (typeof raw === 'string' && trimmed(raw) === '');

const check = 'where it is an expression, check what it gives';

/** Nobody's word is no word: what is there but says nothing is refused, so that no change goes without what was meant to stand for it. */
const readWord = (read: Option['read']) => (raw: unknown) => {
	if (isEmpty(raw)) return unreadable('is there but empty', `Fill it in, or remove the option; ${check}`);
	const value = read(raw);
	if (isUnreadable(value)) return value;
	const word = String(value);
	if (word.includes('{{'))
		return unreadable('holds an expression as plain text', 'Switch the option from Fixed to Expression');
	return noWords.test(word) ? unreadable(`is the word '${word}'`, `Fill it in; ${check}`) : value;
};

const word = (described: Parameters<typeof text>[0]): Option => {
	const { property, read } = text(described);
	return forItem({ property, read: readWord(read) });
};

const person = (described: Parameters<typeof text>[0]): Option => {
	const { read, ...rest } = word(described);
	const named = (raw: unknown): ReturnType<Option['read']> => {
		const value = read(raw);
		const isSomebody = isUnreadable(value) || /[\p{L}\p{N}]/u.test(String(value));
		return isSomebody
			? value
			: unreadable(`is '${shortened(String(value))}', which names nobody`, `Fill it in; ${check}`);
	};
	return { ...rest, read: named };
};

export const ticket = word({
	displayName: 'Ticket',
	name: 'ticket',
	placeholder: 'e.g. REQ-1042',
	description: "What asks for the change, such as a ticket's number: told in the result, the plan and the audit event",
});

export const reason = word({
	displayName: 'Reason',
	name: 'reason',
	placeholder: 'e.g. Left the company',
	description: 'Why it is changed: told in the result, the plan and the audit event',
});

export const requestedBy = person({
	displayName: 'Requested By',
	name: 'requestedBy',
	placeholder: 'e.g. jane@example.com',
	description: 'Who asked for the change: told in the result, the plan and the audit event',
});

export const approvedBy = person({
	displayName: 'Approved By',
	name: 'approvedBy',
	placeholder: 'e.g. kim@example.com',
	description:
		"Who approved the change: told in the result, the plan and the audit event. Where it is who asked for it ('Requested By'), the whole run is refused.",
});

/** Why a change is made, and on whose word. */
export const justification: readonly Option[] = [ticket, reason, requestedBy, approvedBy];

/** What was said of why, and on whose word; nothing where nothing was. */
export const justified = (options: Values): { readonly justification?: Values } => {
	const said = justification.flatMap(({ property: { name } }) =>
		options[name] ? [[name, options[name]] as const] : [],
	);
	return said.length === 0 ? {} : { justification: Object.fromEntries(said) };
};

/** All that options say but that. */
export const unjustified = (options: Values): Values =>
	Object.fromEntries(
		Object.entries(options).filter(([name]) => !justification.some((one) => one.property.name === name)),
	);

/** Those of them that are somebody else than those before. */
export const differentPeople = (names: readonly string[]): string[] =>
	names.filter((name, index) => !names.slice(0, index).some((before) => isSamePerson(before, name)));

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
