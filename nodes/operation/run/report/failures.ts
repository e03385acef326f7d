import { ended } from '../../wire';
import { modesFor } from '../../lookup';
import type { Bulk, Refused } from '../../model';
import { idsIn, named, withReasons } from '../../model';
import { askedAlready, isStrict } from '../state';
import type { Made, Outcome, Settled } from '../types';
import { isAmiss, isThrough } from '../types';
import type { Tried } from './tried';
import { because, reasonOf } from './tried';

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

const sentences = (all: readonly string[]) => all.map((sentence) => `${capital(sentence)}.`).join(' ');

/** Something that is said only where it is about somebody. */
const about = (some: readonly unknown[], sentence: () => string): string[] => (some.length > 0 ? [sentence()] : []);

const reasonsOf = (outcomes: readonly Outcome[]) =>
	withReasons(outcomes.map((outcome) => [String(outcome.id), reasonOf(outcome)]));

const idsOf = (outcomes: readonly Outcome[]) => named(outcomes.map(({ id }) => String(id)));

/** Why a step has no result whose members partly failed, or all of them for different reasons. */
const partial = ({ done, of }: Bulk, { request, outcomes }: Tried, all: readonly string[]): Refused => {
	const met = new Set(outcomes.map(({ id }) => id));
	const unsent = all.filter((id) => !met.has(id));
	const through = outcomes.filter(isThrough);
	const doubted = outcomes.filter(({ isUnconfirmed }) => isUnconfirmed);
	const not = outcomes.filter(({ is, isUnconfirmed }) => is === 'failed' && !isUnconfirmed);
	const unknown = outcomes.filter(({ is, isUnconfirmed }) => is === 'unknown' && !isUnconfirmed);
	const isPlanned = request.options.dryRun === true;
	const were = (some: readonly unknown[]) => {
		const verb = some.length === 1 ? 'was' : 'were';
		return all.length === 1 ? `the member ${verb}` : `${some.length} of ${all.length} members ${verb}`;
	};
	const states = [
		...about(not, () => `${were(not)} not ${isPlanned ? 'planned' : done}`),
		...about(unknown, () => `it isn't known whether ${were(unknown)} ${done}`),
		...(not.length + unknown.length === 0 ? [`${were(doubted)} accepted as ${done}, but can't be confirmed`] : []),
	];
	return {
		message: capital(states.join(', and ')),
		description: sentences([
			...about(unknown, () => `Not known: ${reasonsOf(unknown)}`),
			...about(not, () => `Not ${isPlanned ? 'planned' : done}: ${reasonsOf(not)}`),
			...modesFor(
				of,
				request,
				not.map(({ id, why }) => [id, why]),
			),
			...about(doubted, () => `Accepted as ${done}, but not confirmed: ${reasonsOf(doubted)}`),
			...about(through, () => `${isPlanned ? 'Would be' : 'But'} ${done}: ${idsOf(through)}`),
			...(outcomes.every(({ is, isUnconfirmed }) => is === 'failed' && !isUnconfirmed) ? [`None was ${done}`] : []),
			...about(unsent, () => `Not sent any more: ${named(unsent)}`),
			...(request.options.partialFailure === 'report'
				? []
				: ["To get a result that lists them instead, set 'Partial Failure' to Report"]),
		]),
		status: outcomes.find(({ answer, why }) => why && !answer)?.why?.status,
	};
};

/** The refusal of a step of which no request got through; `undefined` where it takes more than one to tell. */
const common = (refused: readonly Refused[]): Refused | undefined => {
	const [first, ...others] = refused.filter(({ message }) => message !== ended.unanswered);
	const isSame = (one: Refused) => one.message === first.message && (one.unknown === true) === (first.unknown === true);
	return others.every(isSame) ? (first ?? refused[0]) : undefined;
};

/** Why a step in bulk has no result although it asked for something that could be sent; `undefined` where it has one. */
export const membersFailure = (bulk: Bulk, tried: Tried): Refused | undefined => {
	const { request, outcomes } = tried;
	const refused = outcomes.flatMap(({ why, answer }) => (why && !answer ? [why] : []));
	const isRefused = refused.length === outcomes.length;
	if (!isRefused && (request.options.partialFailure === 'report' || !outcomes.some(isAmiss))) return undefined;
	return (isRefused ? common(refused) : undefined) ?? partial(bulk, tried, idsIn(bulk, request.values));
};

/** Why a step isn't to succeed that found everybody as asked. */
export const nothingNew = ({ request, outcomes }: Tried): Refused | undefined => {
	const isNews = (outcome: Outcome) => isAmiss(outcome) || (!outcome.isAgain && outcome.changed !== false);
	return isStrict(request) && !outcomes.some(isNews) ? askedAlready : undefined;
};

const calledIn = (made: readonly Made[]) => named(made.map(({ step }) => step.called));

const withWhy = (made: readonly Made[]) =>
	withReasons(made.map(({ step, outcome }) => [step.called, because(outcome)]));

const listing = (and: string) => `to get a result that lists them${and}, set 'Partial Failure' to Report`;

/** What wasn't sent, by why. */
const unsentOf = (unsent: readonly Made[]): string[] => {
	const reasons = new Set(unsent.map(({ outcome }) => outcome.why?.message ?? ''));
	return [...reasons].map((why) => `${why}: ${calledIn(unsent.filter(({ outcome }) => outcome.why?.message === why))}`);
};

/** Why a set failed: what was made, and what wasn't; a dry run made nothing. */
export const setFailure = ({ desired, made }: Settled): Refused => {
	const those = (is: Outcome['is'], grants?: boolean) =>
		made.filter(
			({ step: { change }, outcome }) => outcome.is === is && (grants ?? change.state.grants) === change.state.grants,
		);
	const [open, not, unsent] = [those('unknown'), those('failed'), those('notSent')];
	const isPlanned = desired.asked.options.dryRun === true;
	const count = not.length + unsent.length;
	const of = (some: number) => {
		const all = made.length === 1 ? 'the only change' : `${some} of ${made.length} changes`;
		return `${all} ${some === 1 ? 'was' : 'were'}`;
	};
	const states = [
		...(count > 0 ? [`${of(count)}n't ${isPlanned ? 'planned' : 'made'}`] : []),
		...about(open, () => `it isn't known whether ${of(open.length)} made`),
	];
	const told = (is: Outcome['is'], [adds, removes]: readonly string[], tell: (some: readonly Made[]) => string) => [
		...about(those(is, true), () => `${adds}: ${tell(those(is, true))}`),
		...about(those(is, false), () => `${removes}: ${tell(those(is, false))}`),
	];
	return {
		message: capital(states.join(', and ')),
		description: sentences([
			...about(open, () => `not known: ${withWhy(open)}`),
			...told('failed', isPlanned ? ["can't add", "can't remove"] : ['not added', 'not removed'], withWhy),
			...modesFor(
				desired.operation.list?.of,
				desired.asked,
				not.map(({ step, outcome }) => [step.key, outcome.why]),
			),
			...told('applied', ['but added', 'but removed'], calledIn),
			...told('planned', ['would add', 'would remove'], calledIn),
			...unsentOf(unsent),
			listing(isPlanned ? '' : ' and can be undone'),
		]),
		status: not.map(({ outcome }) => outcome.why?.status).find((status) => status !== undefined),
		invalid: true,
	};
};

/** Why a set that was made isn't verified: what is there isn't as asked. */
export const astrayIn = ({ astray: { gone, beyond } }: Settled): string | undefined => {
	if (gone.length + beyond.length === 0) return undefined;
	const some = (steps: Settled['astray']['gone']) => named(steps.map(({ called }) => called));
	return [
		...about(gone, () => `not there any more: ${some(gone)}`),
		...about(beyond, () => `there beside what was asked for: ${some(beyond)}`),
	].join('; ');
};
