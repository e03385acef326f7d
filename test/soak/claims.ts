import type { IDataObject } from 'n8n-workflow';

import type { Standing, UserId } from './ground';
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

export const wordsOf = ({ error }: IDataObject): string => {
	const said = typeof error === 'object' && error !== null ? (error as IDataObject).message : error;
	return String(said);
};

export const doubt = /isn't known|was ended to give it anew, which failed|may still take effect/;

const seen: Readonly<Record<string, Standing>> = {
	'has no access to': 'none',
	'is an owner of': 'owner',
	'is a standard user of': 'standard',
	'is both an owner and a standard user of': 'both',
};

/** What is said that the user has now, where what was ended couldn't be given anew. */
export const standingToldIn = (words: string): Standing | undefined =>
	seen[/which failed, and the user '[^']*' (.+) client \S+ now\./.exec(words)?.[1] ?? ''];

const acceptance =
	/\b(change was accepted|accepted as (added|removed)), but|the accepted change couldn't be read back/i;

const saidBy = (words: string, otherwise: Claim['says'] = 'not'): Claim['says'] =>
	doubt.test(words) ? 'unknown' : acceptance.test(words) ? 'accepted' : otherwise;

/** The headings under which an item names its members, and what each of them says. */
const headings: Readonly<Record<string, Claim['says']>> = {
	'Not known': 'unknown',
	'Not added': 'not',
	'Not removed': 'not',
	'Accepted as added, but not confirmed': 'accepted',
	'Accepted as removed, but not confirmed': 'accepted',
	'But added': 'done',
	'But removed': 'done',
	'Not sent any more': 'not',
};
const heading = new RegExp(`\\b(${Object.keys(headings).join('|')}): `);

/** Of an item of several members: they are named under headings, or else what is said is said of each. */
const failedMembers = ({ users }: Item, words: string): Claim[] => {
	const [, ...parts] = words.split(heading);
	return users.map((user): Claim => {
		const under = parts.findIndex((part, index) => index % 2 === 1 && part.includes(String(user)));
		return { user, says: under < 0 ? saidBy(words) : headings[parts[under - 1]], words };
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
	const words = JSON.stringify(json);
	const changed = (json.outcome === 'planned' ? json.wouldChange : json.changed) as boolean | null;
	if (json.succeeded === undefined) {
		const own = item.users.filter((user) => user === json.userId);
		const users = own.length > 0 ? own : item.users;
		const says = saidBySuccess[String(json.outcome)];
		return users.map((user) => ({ user, says, words, ...(users.length === 1 && { changed }) }));
	}
	const succeeded = json.succeeded as string[];
	const [failed, unknown] = [json.failed, json.unknown] as unknown as [Failed[], Failed[]];
	// That something was different is said of one of them, that nothing was, of each.
	const isOfEach = succeeded.length === 1 || changed === false;
	return [
		...succeeded.map((user): Claim => ({ user, says: 'done', words, ...(isOfEach && { changed }) })),
		...failed.map(({ id, error }): Claim => ({ user: id, says: saidBy(error), words: error })),
		...unknown.map(({ id, error }): Claim => ({ user: id, says: saidBy(error, 'unknown'), words: error })),
	];
};
