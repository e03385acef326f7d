import type { IDataObject } from 'n8n-workflow';

import type { UserId } from './ground';
import type { Item } from './plan';

/** What n8n's run data say of one access. */
export interface Claim {
	readonly user: UserId;
	/** `not`: nothing was changed. `accepted`: the provider took the change, and that is all that is known. */
	readonly says: 'done' | 'unchanged' | 'planned' | 'not' | 'unknown' | 'accepted';
	/** Set where a result is about this access alone. */
	readonly changed?: boolean | null;
	readonly words: string;
}

export const wordsOf = ({ error, message }: IDataObject): string => {
	const said = typeof error === 'object' && error !== null ? (error as IDataObject).message : error;
	return `${String(said)} ${String(message)}`;
};

const doubt = /isn't known/;
const acceptance = /\b(change was accepted|accepted as (added|removed)), but/i;

const saidBy = (words: string): Claim['says'] =>
	doubt.test(words) ? 'unknown' : acceptance.test(words) ? 'accepted' : 'not';

/** The headings under which an item names its members, and what each of them says. */
const headings: ReadonlyArray<readonly [heading: RegExp, says: Claim['says']]> = [
	[/^Not known: /, 'unknown'],
	[/^Not (added|removed): /, 'not'],
	[/^Accepted as (added|removed), but not confirmed: /, 'accepted'],
	[/^But (added|removed): /, 'done'],
	[/^Not sent any more: /, 'not'],
];

/** Of an item of several members: they are named under headings, or else what is said is said of each. */
const failedMembers = ({ users }: Item, words: string): Claim[] => {
	const sections = words.split(
		/(?=\b(?:Not known|Not (?:added|removed)|Accepted as (?:added|removed), but not confirmed|But (?:added|removed)|Not sent any more): )/,
	);
	return users.map((user): Claim => {
		for (const section of sections) {
			const [, says] = headings.find(([heading]) => heading.test(section)) ?? [];
			if (says && section.includes(String(user))) return { user, says, words };
		}
		return { user, says: saidBy(words), words };
	});
};

export const claimsOfError = (item: Item, json: IDataObject, isBulk: boolean): Claim[] => {
	const words = wordsOf(json);
	if (isBulk) return failedMembers(item, words);
	return item.users.map((user) => ({ user, says: saidBy(words), words }));
};

const saidBySuccess: Record<string, Claim['says']> = { applied: 'done', unchanged: 'unchanged', planned: 'planned' };

interface Failed {
	readonly id: string;
	readonly error: string;
}

/** Of a result, about all members of its item or one of them. */
export const claimsOfResult = (item: Item, json: IDataObject): Claim[] => {
	const { outcome, changed } = json;
	const words = JSON.stringify(json);
	const says = saidBySuccess[String(outcome)];
	const users =
		json.userId !== undefined && item.users.length > 0 ? item.users.filter((user) => user === json.userId) : item.users;
	if (json.succeeded === undefined) {
		const alone = users.length === 1 ? (changed as boolean | null) : undefined;
		return (json.userId === undefined && json.userGuid === undefined ? item.users : users).map((user) => ({
			user,
			says: says ?? 'unknown',
			changed: alone,
			words,
		}));
	}
	const succeeded = json.succeeded as string[];
	const failed = json.failed as unknown as Failed[];
	return [
		...succeeded.map(
			(user): Claim => ({
				user,
				says: 'done',
				changed: succeeded.length === 1 ? (changed as boolean | null) : changed === false ? false : undefined,
				words,
			}),
		),
		...failed.map(({ id, error }): Claim => ({ user: id, says: saidBy(error), words: error })),
	];
};
