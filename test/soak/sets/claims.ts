import type { IDataObject } from 'n8n-workflow';

import { wordsOf } from '../claims';
import { isEnd, isGive, type Aim, type Due } from './aim';
import type { SetGround } from './ground';

/** What is said of one access that an aim is about. */
export interface Claim {
	readonly due: Due;
	/**
	 * `not`: it was tried in vain; `refused`: it came to be its turn, and nothing was sent; `unsent`: its turn never came;
	 * `accepted`: the provider took it, and that is all that is known.
	 */
	readonly says: 'made' | 'kept' | 'planned' | 'not' | 'refused' | 'unsent' | 'unknown' | 'accepted';
	readonly words: string;
}

/** What an aim's result says, access by access, and what is wrong with how it says that. */
export interface Claimed {
	readonly claims: readonly Claim[];
	readonly broken: readonly string[];
	/** Whether one thing is said of all of them. */
	readonly isOfAll: boolean;
}

const doubt = /isn't known/;
const acceptance = /^The change was accepted, but|so the accepted change couldn't be read back/;
const unsent = /^(Not sent any more|Not removed, because|Would not be removed, because)/;
const refused = /^Nothing was (sent|changed)|\bNot sent, because it couldn't be read/;

const saidBy = (words: string): Claim['says'] => {
	if (unsent.test(words)) return 'unsent';
	return refused.test(words) ? 'refused' : acceptance.test(words) ? 'accepted' : 'not';
};

type List = 'added' | 'removed' | 'kept' | 'failed' | 'unknown';

const isMove = ({ move }: Due) => move !== undefined;

/** The lists of a result: whom each of them may name, and what that says. */
const lists: Record<List, { fits: (due: Due) => boolean; says: (words: string, isDry: boolean) => Claim['says'] }> = {
	added: { fits: isGive, says: (_, isDry) => (isDry ? 'planned' : 'made') },
	removed: { fits: isEnd, says: (_, isDry) => (isDry ? 'planned' : 'made') },
	kept: { fits: ({ isKept }) => isKept, says: () => 'kept' },
	failed: { fits: isMove, says: saidBy },
	unknown: { fits: isMove, says: (words) => (acceptance.test(words) ? 'accepted' : 'unknown') },
};

/** As those of a dry run are called. */
const planned: Partial<Record<List, string>> = { added: 'toAdd', removed: 'toRemove', kept: 'toKeep' };

/** Whether an entry of a list names this access. */
export const names = (ground: SetGround, { by }: Aim, { user, place, was, wanted, move }: Due, entry: IDataObject) => {
	const isGiven = move !== undefined && was === 'none';
	const expected = ground.entryOf(by, user, place, isGiven ? wanted : was);
	return Object.entries(expected).every(([name, value]) => entry[name] === value);
};

export const claimsOfResult = (ground: SetGround, aim: Aim, dues: readonly Due[], json: IDataObject): Claimed => {
	const claims: Claim[] = [];
	const broken: string[] = [];
	const { dryRun } = aim.options;
	for (const [name, { fits, says }] of Object.entries(lists)) {
		const list = dryRun ? (planned[name as List] ?? name) : name;
		for (const entry of json[list] as IDataObject[]) {
			const due = dues.find((one) => fits(one) && names(ground, aim, one, entry));
			const words = String(entry.error ?? '');
			if (!due) broken.push(`'${list}' names what isn't to be in it: ${JSON.stringify(entry)}`);
			else claims.push({ due, says: says(words, dryRun), words });
			if (list === 'failed' && doubt.test(words)) broken.push("'failed' names what nobody knows of");
		}
	}
	return { claims, broken, isOfAll: false };
};

/** The headings under which an error names accesses, and what each of them says. */
const headings: Readonly<Record<string, Claim['says']>> = {
	'Not known': 'unknown',
	'Not added': 'not',
	'Not removed': 'not',
	'But added': 'made',
	'But removed': 'made',
	"Can't add": 'not',
	"Can't remove": 'not',
	'Would add': 'planned',
	'Would remove': 'planned',
	'Not sent any more': 'unsent',
	"Not removed, because it wasn't certain that everybody of the list was added": 'unsent',
	"Would not be removed, because somebody of the list can't be given the access": 'unsent',
};
const heading = new RegExp(`\\b(${Object.keys(headings).join('|')}): `);
/** Names are cut off after some. */
const andMore = /and [\d,]+ more/;

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** What stands after an access that a text names. */
const afterName = (text: string, called: string): string | undefined =>
	new RegExp(`(?:^|, |and )${escaped(called)}(?![\\w-])(.*)`, 's').exec(text)?.[1];

const isAccepted =
	/^( \([^()]*\))? \((The change was accepted, but|([^()]|\([^()]*\))*so the accepted change couldn't be read back)/;

const claimUnder = (rest: string, says: Claim['says']): Claim['says'] =>
	says !== 'unsent' && isAccepted.test(rest) ? 'accepted' : says;

/** Of an error that names nobody, what it says is said of each. */
const saidOfAll = (words: string): Claim['says'] => {
	if (/^The changes were accepted, but/.test(words)) return 'accepted';
	return doubt.test(words) ? 'unknown' : /already as asked|Nothing was (sent|changed)/.test(words) ? 'refused' : 'not';
};

export const claimsOfError = (ground: SetGround, { by }: Aim, dues: readonly Due[], json: IDataObject): Claimed => {
	const words = wordsOf(json);
	const moves = dues.filter(isMove);
	const [, ...parts] = words.split(heading);
	if (parts.length === 0)
		return { claims: moves.map((due) => ({ due, says: saidOfAll(words), words })), broken: [], isOfAll: true };
	const broken: string[] = [];
	const claims = moves.map((due): Claim => {
		const called = ground.calledIn(by, due.user, due.place);
		const under = parts.flatMap((part, index) => {
			const rest = index % 2 === 1 ? afterName(part, called) : undefined;
			return rest === undefined ? [] : [claimUnder(rest, headings[parts[index - 1]])];
		});
		if (under.length !== 1 && !andMore.test(words)) broken.push(`names ${called} ${under.length} times`);
		return { due, says: under[0] ?? 'unknown', words };
	});
	return { claims, broken, isOfAll: false };
};
