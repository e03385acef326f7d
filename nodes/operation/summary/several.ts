import type { BulkChange, Values } from '../model';
import { groupedBy, memberOf } from '../model';
import type { Became, Kind } from './became';
import { heldBefore, kindOf } from './became';
import type { Known } from './naming';
import { accessOf, listed, reasonOf, unreadOf, userOf, within } from './naming';
import { summaryOf } from './single';
import { verbsFor } from './verbs';

/** What became of one of several users. */
interface Member extends Became {
	readonly id?: string;
}

interface Members {
	readonly change: BulkChange;
	readonly request: Known['asked'] & { readonly values: Values; readonly options: Values };
	/** All who were asked for. */
	readonly ids: readonly string[];
	readonly outcomes: readonly Member[];
}

const isSeen = ({ request: { options } }: Members) => options.verify === true;

const knownOf = ({ change, request }: Members, id: string, outcome?: Member): Known => ({
	asked: request,
	values: memberOf(change, request.values, id),
	held: outcome && heldBefore(outcome),
});

const notThere = 'Not known there';

/** Those who didn't get through, by why that is. */
const amiss = (members: Members, those: readonly Member[]): string[] => {
	const { change } = members;
	const isStranger = ({ why }: Member) => why !== undefined && change.bulk.isStranger(why.message);
	const nameOf = (one: Member) => userOf(change, knownOf(members, String(one.id), one));
	const heads: Partial<Record<Kind, string>> = { unknown: 'Not known', unconfirmed: 'Accepted, but not confirmed' };
	const groups = groupedBy(those, (one) => {
		const kind = kindOf(one, isSeen(members));
		return kind === 'failed' && isStranger(one) ? notThere : (heads[kind] ?? verbsFor(change.state).not);
	});
	const withWhy = (one: Member) => `${nameOf(one)} (${reasonOf(one.why)})`;
	return [...groups].map(([head, own]) => `${head}: ${listed(own.map(head === notThere ? nameOf : withWhy))}`);
};

/** What became of the users of a change in bulk. */
export const bulkSummary = (members: Members, provider: string): string => {
	const { change, ids, outcomes } = members;
	const kind = (outcome: Member) => kindOf(outcome, isSeen(members));
	const [first] = outcomes;
	const how = { isSeen: isSeen(members), provider };
	if (ids.length === 1 && first) return summaryOf({ change }, members.request, first, how);
	// Whoever has the access has read its name.
	const holder = outcomes.find(({ before }) => before && 'has' in before && before.has) ?? first;
	const access = accessOf(change, knownOf(members, ids[0], holder));
	const verbs = verbsFor(change.state);
	const phrases: ReadonlyArray<readonly [Kind, string]> = [
		['made', verbs.done(access)],
		['so', `${verbs.same(access).replace(/ (already|before)$/, '')} now`],
		['accepted', `${verbs.should(access)}: ${within(provider)} accepted it, not verified`],
		['would', verbs.would(access)],
		['might', `${verbs.would(access)}, ${verbs.unless}`],
		['same', verbs.same(access)],
		['wouldNot', `${verbs.same(access).replace(/ before$/, '')}: nothing would change`],
	];
	const kinds = groupedBy(outcomes, kind);
	const told = phrases.flatMap(([own, phrase]) => {
		const count = kinds.get(own)?.length ?? 0;
		return count === 0 ? [] : [`${count} of ${ids.length} ${phrase}`];
	});
	const unread = (kinds.get('might') ?? []).map(
		(one) => userOf(change, knownOf(members, String(one.id), one)) + unreadOf(one),
	);
	const through = new Set(phrases.map(([own]) => own));
	const others = outcomes.filter((outcome) => !through.has(kind(outcome)));
	const met = new Set(outcomes.map(({ id }) => id));
	const unmet = ids.filter((id) => !met.has(id)).map((id) => userOf(change, knownOf(members, id)));
	const none =
		others.some(({ is }) => is !== 'failed') || unmet.length > 0 ? [] : [`0 of ${ids.length} ${verbs.done(access)}`];
	return [
		...(told.length > 0 ? told : none),
		...(unread.length > 0 ? [`Not read: ${listed(unread)}`] : []),
		...amiss(members, others),
		...(unmet.length > 0 ? [`Not sent: ${listed(unmet)}`] : []),
	].join('. ');
};
