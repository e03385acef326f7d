import type { IDataObject } from 'n8n-workflow';

// What a summary may say, seen from the other fields of its result: the names in it are those of tests, and hold no such words.

const done =
	/ (lost|got|became|was removed from|was added to) | was (un)?blocked$|\b\d+ (added|removed)\b|\b\d+ of \d+ (added|removed)\b/;
const should = /should have (lost|got|been|become)/;
const would = /would (lose|get|become|be removed|be added|be (un)?blocked|add|remove)\b/;
const idle = /nothing would change/;
const same =
	/didn't have |had .+ already|wasn't in |was in .+ already|had no access|was an? .+ already|was blocked already|wasn't blocked|as asked already|not in .+ before| in .+ already/;
const now = /(has|doesn't have|is in|isn't in|in) .+ now|is(n't)? blocked now|^[^(]* is an? [^(]+ now$/;

type List = readonly IDataObject[] | undefined;

const count = (list: unknown) => (list as List)?.length ?? 0;

/** The number that stands before or after some words, or none. */
const numberIn = (summary: string, pattern: RegExp) => Number(pattern.exec(summary)?.[1] ?? 0);

const brokenSingle = (summary: string, { outcome, changed, wouldChange, verified }: IDataObject): string[] => {
	const isPlanned = outcome === 'planned';
	const says = {
		made: done.test(summary) || should.test(summary) || now.test(summary),
		same: same.test(summary) && !now.test(summary),
		would: would.test(summary) && !/: not read( \(.*\))?$/.test(summary),
		idle: idle.test(summary),
		might: /: not read( \(.*\))?$/.test(summary),
	};
	const due = isPlanned
		? wouldChange === null
			? 'might'
			: wouldChange
				? 'would'
				: 'idle'
		: changed === false
			? 'same'
			: 'made';
	const others = Object.entries(says).filter(
		([kind, is]) => is && kind !== due && !(due === 'idle' && kind === 'same'),
	);
	return [
		...(says[due] ? [] : [`doesn't say ${due}`]),
		...others.map(([kind]) => `says ${kind}, not ${due}`),
		...(!isPlanned && changed === null && verified !== true && !should.test(summary) && !now.test(summary)
			? ['says for certain what nobody knows']
			: []),
	];
};

const brokenBulk = (summary: string, json: IDataObject): string[] => {
	const ids = count(json.userIds);
	const told = [...summary.matchAll(/\b(\d+) of (\d+) /g)];
	const sum = told.reduce((all, [, some]) => all + Number(some), 0);
	const isPlanned = json.outcome === 'planned';
	return [
		...(told.every(([, , all]) => Number(all) === ids) ? [] : ['counts other members than there are']),
		...(isPlanned || sum === count(json.succeeded) ? [] : [`tells of ${sum} that got through`]),
		...(count(json.unknown) > 0 && !/Not known: |Accepted, but not confirmed: /.test(summary)
			? ['hides an unknown']
			: []),
		...(count(json.failed) > 0 && !/Not (known there|added|removed|sent): |not confirmed: /.test(summary)
			? ['hides who failed']
			: []),
		...(isPlanned && / (removed|added) from|accepted it/.test(summary.replace(/be removed from|be added to/g, ''))
			? ['says that a dry run made something']
			: []),
	];
};

const brokenLists = (summary: string, json: IDataObject): string[] => {
	const isPlanned = json.outcome === 'planned';
	const [added, removed, kept] = isPlanned
		? [json.toAdd, json.toRemove, json.toKeep].map(count)
		: [json.added, json.removed, json.kept].map(count);
	const isSet = json.userIds !== undefined;
	const numbers = isPlanned
		? [/would add (\d+)/, /would remove (\d+)/, /keeps (\d+)/]
		: [/(\d+) added/, /(\d+) removed/, /(\d+) kept/];
	const told = isSet ? numbers.map((pattern) => numberIn(summary, pattern)) : [];
	const amiss = count(json.failed) + count(json.unknown);
	const isOpen = /^It isn't known whether /.test(summary);
	const named = isOpen
		? undefined
		: / both accesses\b/.test(summary)
			? '2'
			: / (all )?(\d+)( of \d+)? access(es)?\b/.exec(summary)?.[2];
	return [
		...(isSet && JSON.stringify(told) !== JSON.stringify([added, removed, kept])
			? [`counts ${told.join(', ')} in place of ${[added, removed, kept].join(', ')}`]
			: []),
		...(!isSet && named !== undefined && Number(named) !== removed ? [`counts ${named} in place of ${removed}`] : []),
		...(isOpen && (removed > 0 || count(json.unknown) === 0) ? ['hides what is known'] : []),
		...(amiss > 0 && !/(Not (known|added|removed)|Still there|Can't (add|remove)): /.test(summary)
			? ['hides what failed, or what nobody knows']
			: []),
		...(isPlanned && /\b\d+ (added|removed)\b| lost |accepted it/.test(summary)
			? ['says that a dry run made something']
			: []),
	];
};

/** What is wrong with the summary of a result. */
export const brokenSummary = (json: IDataObject): string[] => {
	const [first] = Object.keys(json);
	const { summary } = json;
	if (first !== 'summary' || typeof summary !== 'string' || summary === '') return ["doesn't begin with a summary"];
	const isOfLists = json.added !== undefined || json.toAdd !== undefined;
	const isBulk = count(json.userIds) !== 1 && json.userIds !== undefined;
	const isOne = json.succeeded === undefined || (count(json.succeeded) === 1 && !isBulk);
	const broken = isOfLists
		? brokenLists(summary, json)
		: isBulk
			? brokenBulk(summary, json)
			: isOne
				? brokenSingle(summary, json)
				: [];
	const all = [
		...broken,
		...(/\p{Cc}|\p{Bidi_Control}/u.test(summary) ? ['is no line of text'] : []),
		...(/\b(undefined|null|NaN)\b|\[object/.test(summary) ? ['lacks a name'] : []),
		...(summary.length > 1500 ? ['is too long'] : []),
		...(json.verified === true && /not verified|nothing confirms/.test(summary) ? ['denies that it is verified'] : []),
		...(json.outcome === 'planned' && json.changed !== false ? ["'changed' of a dry run isn't false"] : []),
		...((json.outcome === 'planned') === 'wouldChange' in json ? [] : ["'wouldChange' is of dry runs, and of all"]),
	];
	return all.map((what) => `its summary ${what}`);
};

/** What is wrong with the message of an audit event. */
export const brokenMessage = ({ message, status_id: status }: IDataObject): string[] => {
	const open =
		/^It isn't known whether |nothing confirms it$|\. (The access was ended to give it anew, which failed|Read again, the access is as it was before)/;
	const failed = /, which (failed|wasn't sent): /;
	const fits = status === 0 ? open.test(String(message)) : failed.test(String(message)) === (status === 2);
	return fits && !(status !== 0 && open.test(String(message))) ? [] : [`its message is '${String(message)}'`];
};
