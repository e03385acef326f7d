import { isDeepStrictEqual } from 'node:util';

import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { claimsOfError, claimsOfResult, doubt, wordsOf, type Claim } from './claims';
import { accessOf, type Standing, type UserId } from './ground';
import { accessesOf, type Item } from './plan';
import type { Ran, Round } from './round';
import { secretsIn } from './secrets';

export const findingKinds = ['lost', 'wrong outcome', 'unpaired', 'changed unasked', 'secret'] as const;

export interface Finding {
	readonly kind: (typeof findingKinds)[number];
	readonly text: string;
}

export interface Judged {
	readonly findings: readonly Finding[];
	/** How many items there were, and what was said of them. */
	readonly counts: ReadonlyMap<string, number>;
}

interface Facts {
	readonly before: (user: UserId, place: string) => Standing;
	readonly after: (user: UserId, place: string) => Standing;
	/** Whether several items of the execution ask for this access. */
	readonly isShared: (user: UserId, place: string) => boolean;
	readonly isStranger: (user: UserId) => boolean;
}

const factsOf = ({ plan, before, after }: Round, items: readonly Item[]): Facts => {
	const wanted = new Map<string, number>();
	for (const access of items.flatMap(accessesOf)) wanted.set(access, (wanted.get(access) ?? 0) + 1);
	const users = new Set(plan.users.map(([user]) => user));
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
const brokenBy = (ran: Ran, item: Item, json: IDataObject, claims: readonly Claim[], facts: Facts): string[] => {
	const { change } = ran.execution;
	const { options, place, met } = item;
	const { outcome, changed, undo, verified, success } = json;
	const got = claims.filter(({ says }) => says !== 'not' && says !== 'unknown' && says !== 'accepted');
	const differing = got.map(({ user }) => user).filter((user) => !met.includes(facts.before(user, place)));
	const isShared = got.some(({ user }) => facts.isShared(user, place));
	const broken: string[] = [];
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
	if (options.auditEvent && !options.dryRun && json.audit === undefined) broken.push('has no audit event');
	return broken;
};

/** Whether a result repeats what its own item asked for. */
const repeats = (ran: Ran, { fields, users }: Item, json: IDataObject): boolean => {
	if (json.operation !== ran.execution.change.operation) return false;
	const { userIds, ...others } = fields;
	const isOwn = Object.entries(others).every(([name, value]) => isDeepStrictEqual(json[name], value));
	if (userIds === undefined) return isOwn;
	return (
		isOwn &&
		(json.userId === undefined ? isDeepStrictEqual(json.userIds, userIds) : users.includes(String(json.userId)))
	);
};

const itemOf = ({ pairedItem }: INodeExecutionData): number =>
	typeof pairedItem === 'object' && !Array.isArray(pairedItem) ? pairedItem.item : NaN;

/** The counts of an execution that stopped: those it says it made, and those it doesn't know of. */
const stopped = (round: Round, { execution, result }: Ran): string | undefined => {
	const words = `${result.error?.message} ${result.error?.description}`;
	const told =
		/In this run, (no|[\d,]+) changes? had been made when it stopped(?:, and of ([\d,]+) changes? it isn't known)?\./.exec(
			words,
		);
	if (!told) return `stopped without counts: ${words}`;
	const [made, unknown] = [told[1], told[2] ?? 'no'].map((count) =>
		count === 'no' ? 0 : Number(count.replaceAll(',', '')),
	);
	const accesses = new Set(execution.items.flatMap(accessesOf));
	const really = [...accesses].filter((access) => round.before.get(access) !== round.after.get(access)).length;
	return made <= really && really <= made + unknown
		? undefined
		: `says ${made} made and ${unknown} not known, and made ${really}: ${words}`;
};

const judgeExecution = (round: Round, ran: Ran, found: (kind: Finding['kind'], text: string) => void) => {
	const { execution, result } = ran;
	const { items, name, onError } = execution;
	const isBulk = items[0].fields.userIds !== undefined;
	const counts = new Map<string, number>();
	const count = (what: string, by = 1) => counts.set(what, (counts.get(what) ?? 0) + by);
	count('items', items.length);
	const facts = factsOf(round, items);

	if (result.status !== 'success') {
		if (onError !== 'stopWorkflow') {
			found('lost', `${name}: all ${items.length} items, because the node threw: ${result.error?.message}`);
			return counts;
		}
		count('in runs that stopped', items.length);
		const wrong = stopped(round, ran);
		if (wrong) found('wrong outcome', `${name}: ${wrong}`);
		return counts;
	}

	const outputs = result.nodes.Node?.outputs ?? [];
	const own = items.map((): IDataObject[] => []);
	for (const [output, all] of outputs.entries())
		for (const one of all) {
			const index = itemOf(one);
			const item = items[index] as Item | undefined;
			const isError = one.json.success === undefined;
			if (!item) found('unpaired', `${name}: ${JSON.stringify(one).slice(0, 300)}`);
			else if (isError ? output === 1 && one.json.id !== item.id : output !== 0 || !repeats(ran, item, one.json))
				found('unpaired', `${item.id}: ${JSON.stringify(one).slice(0, 300)}`);
			else own[index].push(one.json);
		}

	const changing = new Map<string, number>();
	for (const [index, item] of items.entries()) {
		const told = own[index];
		const isEach = isBulk && item.options.output === 'members' && told[0]?.success !== undefined;
		const expected = isEach ? item.users.length : 1;
		if (told.length !== expected) found('lost', `${item.id}: ${told.length} results in place of ${expected}`);
		for (const json of told) {
			const isError = json.success === undefined;
			if (isError && round.signsIn && /didn't accept the credential/.test(wordsOf(json)))
				found('wrong outcome', `${item.id}: gave up a credential that is good: ${wordsOf(json)}`);
			const claims = isError ? claimsOfError(item, json, isBulk) : claimsOfResult(item, json);
			const [first] = claims;
			count(
				isError
					? first.says === 'unknown'
						? 'not known'
						: first.says === 'accepted'
							? 'accepted'
							: 'failed'
					: String(json.outcome),
			);
			if (!isError) count(`changed: ${String(json.changed)}`);
			if (json.verified === true) count('verified');
			for (const claim of claims) {
				const wrong = wrongIn(item, claim, facts);
				if (wrong)
					found(
						'wrong outcome',
						`${item.id}, ${claim.user} ${item.place} ${wrong}: ${isError ? wordsOf(json) : claim.words}`,
					);
				const isChanging = claim.says === 'done' && claim.changed === true;
				const access = accessOf(claim.user, item.place);
				if (isChanging) changing.set(access, (changing.get(access) ?? 0) + 1);
			}
			for (const broken of isError ? [] : brokenBy(ran, item, json, claims, facts))
				found('wrong outcome', `${item.id}: ${broken}: ${JSON.stringify(json)}`);
		}
	}
	for (const [access, times] of changing) if (times > 1) found('wrong outcome', `${access} was changed ${times} times`);
	return counts;
};

/** Whatever reached the provider or became of it without an item that asks for it. */
const unasked = (round: Round): string[] => {
	const wet = round.plan.executions.flatMap(({ change, items }) =>
		items.filter(({ options }) => !options.dryRun).map((item) => ({ change, item })),
	);
	const lines = new Map<string, number>();
	// Items that ask for just the same one after the other are one request.
	for (const { change, item } of wet)
		for (const line of item.isAgain ? [] : change.lines(item)) lines.set(line, (lines.get(line) ?? 0) + 1);
	const again = [...round.answers].filter(([line, times]) => times > (lines.get(line) ?? 0));
	const aims = new Map(wet.flatMap(({ item }) => accessesOf(item).map((access) => [access, item.met] as const)));
	const strays = round.sent.filter((line) => !lines.has(line)).map((line) => `sent: ${line}`);
	const accesses = new Set([...round.before.keys(), ...round.after.keys()]);
	const moved = [...accesses].filter((access) => {
		const now = round.after.get(access) ?? 'none';
		return now !== (round.before.get(access) ?? 'none') && !aims.get(access)?.includes(now);
	});
	return [
		...strays,
		...again.map(([line, times]) => `had its answer, and was sent again (${times} answers): ${line}`),
		...moved.map((access) => `${access} is ${round.after.get(access) ?? 'none'} now`),
	];
};

/** Holds the run data of a round against what became of the sandbox. */
export const judge = (round: Round): Judged => {
	const findings: Finding[] = [];
	const found = (kind: Finding['kind'], text: string) => void findings.push({ kind, text });
	const counts = new Map<string, number>();
	for (const ran of round.ran) {
		for (const [what, many] of judgeExecution(round, ran, found)) counts.set(what, (counts.get(what) ?? 0) + many);
		const { stored, error } = ran.result;
		for (const secret of secretsIn(`${stored} ${error?.stack ?? ''} ${JSON.stringify(error ?? null)}`, round.secrets))
			found('secret', `${ran.execution.name}: ${secret}`);
	}
	for (const text of unasked(round)) found('changed unasked', text);
	return { findings, counts };
};
