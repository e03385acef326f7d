import { isDeepStrictEqual } from 'node:util';

import type { IDataObject } from 'n8n-workflow';

import { brokenSummary } from '../support/summaries';
import { brokenEvents, eventsIn } from './audit';
import { claimsOfError, claimsOfResult, doubt, standingToldIn, wordsOf, type Claim } from './claims';
import { accessOf, type Change, type Standing, type UserId } from './ground';
import { accessesOf, type Item } from './plan';
import type { Tally } from './tally';

/** What a run found and left behind. */
export interface Seen {
	readonly users: readonly UserId[];
	readonly before: ReadonlyMap<string, Standing>;
	readonly after: ReadonlyMap<string, Standing>;
	/** Whether sessions can be renewed. */
	readonly signsIn: boolean;
}

/** An item, and the change of which it asks. */
export interface Asking {
	readonly change: Change;
	readonly item: Item;
}

/** What the users had before and after, and who else asks about them. */
export interface Facts {
	readonly before: (user: UserId, place: string) => Standing;
	readonly after: (user: UserId, place: string) => Standing;
	/** Whether several items of the execution ask for this access. */
	readonly isShared: (user: UserId, place: string) => boolean;
	readonly isStranger: (user: UserId) => boolean;
}

export const factsOf = (
	{ users: all, before, after }: Pick<Seen, 'users' | 'before' | 'after'>,
	items: ReadonlyArray<Pick<Item, 'users' | 'place'>>,
): Facts => {
	const wanted = new Map<string, number>();
	for (const access of items.flatMap(accessesOf)) wanted.set(access, (wanted.get(access) ?? 0) + 1);
	const users = new Set(all);
	return {
		before: (user, place) => before.get(accessOf(user, place)) ?? 'none',
		after: (user, place) => after.get(accessOf(user, place)) ?? 'none',
		isShared: (user, place) => (wanted.get(accessOf(user, place)) ?? 0) > 1,
		isStranger: (user) => !users.has(user),
	};
};

/** What is wrong with a claim, if anything is. */
const wrongIn = ({ met, place }: Item, { user, says, changed, words }: Claim, facts: Facts): string | undefined => {
	const [before, after] = [facts.before(user, place), facts.after(user, place)];
	const [wasMet, isMet] = [met.includes(before), met.includes(after)];
	const isShared = facts.isShared(user, place);
	const seen = standingToldIn(words);
	if (seen !== undefined && seen !== after) return `says that it is '${seen}' now, and it is '${after}'`;
	if (says === 'unknown') return undefined;
	if (says === 'not') return before === after || isShared ? undefined : 'says that nothing was changed, and it was';
	// A dry run that can't read a user has no plan to apply.
	if (facts.isStranger(user)) return says === 'planned' ? undefined : 'succeeded for a user that nobody knows';
	if (changed === true && wasMet) return 'says that it changed what was so already';
	if (changed === false && !wasMet && !isShared) return 'says that nothing was different, and it was';
	if (says === 'planned') return before === after || isShared ? undefined : 'was planned, and made';
	if (!isMet) return 'says that it was made, and it was not';
	if (says === 'unchanged' && !wasMet && !isShared) return 'says that it was so already, and it was not';
	return says === 'accepted' && /can't be seen/.test(words) ? "says that it can't be seen, and it can" : undefined;
};

const bareOf = (undo: IDataObject | null): IDataObject | null => {
	if (undo === null) return null;
	const { baseUrl: _url, seal: _seal, ...bare } = undo;
	return bare;
};

/** The credentials of a soak have a Plan Key. */
const isAddressed = ({ baseUrl, seal }: IDataObject): boolean =>
	/^http:\/\/127\.0\.0\.1:/.test(String(baseUrl)) && /^hmac-sha256:[0-9a-f]{64}$/.test(String(seal));

interface Told {
	readonly id: string;
	readonly error: string;
}

/** Of several members each is in one list, and in the right one. */
const brokenLists = ({ users }: Item, { succeeded, failed, unknown, userId }: IDataObject): string[] => {
	if (succeeded === undefined) return [];
	const [not, open] = [failed, unknown] as unknown as [Told[], Told[]];
	const named = [...(succeeded as string[]), ...not.map(({ id }) => id), ...open.map(({ id }) => id)];
	const asked = userId === undefined ? users.map(String) : [String(userId)];
	return [
		...(isDeepStrictEqual(named.sort(), asked.sort()) ? [] : ['its lists are not of its members, each once']),
		...(not.some(({ error }) => doubt.test(error)) ? ["'failed' names somebody of whom nobody knows"] : []),
	];
};

/** What else a result promises, beside what it claims of each access. */
const brokenBy = ({ change, item }: Asking, json: IDataObject, claims: readonly Claim[], facts: Facts): string[] => {
	const { options, place, met } = item;
	const { outcome, undo, verified, success } = json;
	const changed = outcome === 'planned' ? json.wouldChange : json.changed;
	const got = claims.filter(({ says }) => says !== 'not' && says !== 'unknown' && says !== 'accepted');
	const differing = got.map(({ user }) => user).filter((user) => !met.includes(facts.before(user, place)));
	const isShared = got.some(({ user }) => facts.isShared(user, place));
	const broken = brokenSummary(json);
	if ((success === true) !== (got.length === claims.length)) broken.push("its 'success' isn't what its members say");
	if (changed !== true && undo !== null) broken.push('has an undo for what it does not say that it changed');
	const bare = bareOf(undo as IDataObject | null);
	const isKnown = changed === true && !isShared && (undo !== null || item.users.length === 1);
	// Of several members it holds those of whom it is known, and a note names the others.
	const held = bare?.userIds as readonly string[] | undefined;
	const known = held ? differing.filter((user) => held.includes(String(user))) : differing;
	if (isKnown && known.length < differing.length && !/'undo' lacks/.test(String(json.note)))
		broken.push('its undo lacks somebody, and no note says so');
	const back = isKnown
		? change.undo(
				item,
				known.map((user) => [user, facts.before(user, place)]),
			)
		: bare;
	if (!isDeepStrictEqual(bare, back)) broken.push(`its undo is ${JSON.stringify(undo)}, not ${JSON.stringify(back)}`);
	broken.push(...brokenLists(item, json));
	if (bare && !isAddressed(undo as IDataObject)) broken.push('its undo names no base URL, or has no seal');
	if (changed === true && differing.length === 0) broken.push('says that it changed what was so already');
	if (changed === false && differing.length > 0 && !isShared)
		broken.push('says that nothing was different, and it was');
	if ((outcome === 'planned') !== options.dryRun) broken.push('a dry run, or none, against what was asked for');
	if (options.verify && !options.dryRun && success === true && verified !== true) broken.push('was to be verified');
	const isWhole = json.succeeded === undefined || options.output === 'summary';
	if (outcome === 'unchanged' && success === true && options.ifUnchanged === 'fail' && isWhole)
		broken.push('was to fail where it is so already');
	return broken;
};

/** Whether a result, or an event, names the ticket of its own item. */
const names = ({ ticket }: Item, { justification }: IDataObject): boolean =>
	isDeepStrictEqual(justification, ticket === undefined ? undefined : { ticket });

/** Whether a result repeats what its own item asked for. */
export const repeats = ({ change, item }: Asking, json: IDataObject): boolean => {
	const { fields, users } = item;
	if (json.operation !== change.operation || !names(item, json)) return false;
	const { userIds, ...others } = fields;
	const isOwn = Object.entries(others).every(([name, value]) => isDeepStrictEqual(json[name], value));
	if (userIds === undefined) return isOwn;
	return (
		isOwn &&
		(json.userId === undefined ? isDeepStrictEqual(json.userIds, userIds) : users.includes(String(json.userId)))
	);
};

const storyOf = ({ change }: Asking, { user, says }: Claim) => ({
	user,
	operation: change.operation,
	says: ({ done: 'done', unchanged: 'done', not: 'not', planned: 'other', unknown: 'open', accepted: 'open' } as const)[
		says
	],
});

/** The events that are asked for tell what the result tells. */
const brokenAudit = (asking: Asking, json: IDataObject, claims: readonly Claim[]): string[] => {
	const { auditEvent, dryRun } = asking.item.options;
	const events = eventsIn(json);
	if (!auditEvent || dryRun) return events ? ['has audit events, and none were asked for'] : [];
	// Members that weren't sent any more have none.
	if (!events) return json.success === undefined ? [] : ['has no audit events'];
	const isOwn = ({ unmapped }: IDataObject) => names(asking.item, unmapped as IDataObject);
	return [
		...(events.every(isOwn) ? [] : ['has an event that names the ticket of another item']),
		...brokenEvents(
			events,
			claims.map((claim) => storyOf(asking, claim)),
		),
	];
};

export const isBulk = ({ fields }: Pick<Item, 'fields'>): boolean => fields.userIds !== undefined;

const countAs = (json: IDataObject, [first]: readonly Claim[]): string => {
	if (json.success !== undefined) return String(json.outcome);
	return first.says === 'unknown' ? 'not known' : first.says === 'accepted' ? 'accepted' : 'failed';
};

/** Holds what is said of an item against what became of it; gives the accesses that it says it changed. */
export const judgeTold = (
	asking: Asking,
	json: IDataObject,
	{ facts, signsIn, tally }: { readonly facts: Facts; readonly signsIn: boolean; readonly tally: Tally },
): string[] => {
	const { item } = asking;
	const { found, count } = tally;
	const isError = json.success === undefined;
	if (isError && signsIn && /didn't accept the credential/.test(wordsOf(json)))
		found('wrong outcome', `${item.id}: gave up a credential that is good: ${wordsOf(json)}`);
	const claims = isError ? claimsOfError(item, json, isBulk(item)) : claimsOfResult(item, json);
	count(countAs(json, claims));
	if (!isError) count(`changed: ${String(json.outcome === 'planned' ? json.wouldChange : json.changed)}`);
	if (json.verified === true) count('verified');
	for (const claim of claims) {
		const wrong = wrongIn(item, claim, facts);
		const words = isError ? wordsOf(json) : claim.words;
		if (wrong) found('wrong outcome', `${item.id}, ${claim.user} ${item.place} ${wrong}: ${words}`);
	}
	const all = [...(isError ? [] : brokenBy(asking, json, claims, facts)), ...brokenAudit(asking, json, claims)];
	for (const broken of all) found('wrong outcome', `${item.id}: ${broken}: ${JSON.stringify(json)}`);
	return claims
		.filter(({ says, changed }) => says === 'done' && changed === true)
		.map(({ user }) => accessOf(user, item.place));
};

/** Each change is made once, so one result alone can say that it made it. */
export const judgeChanging = (changing: readonly string[], { found }: Tally): void => {
	const times = new Map<string, number>();
	for (const access of changing) times.set(access, (times.get(access) ?? 0) + 1);
	for (const [access, many] of times) if (many > 1) found('wrong outcome', `${access} was changed ${many} times`);
};
