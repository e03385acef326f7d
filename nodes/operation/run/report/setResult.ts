import type { IDataObject } from 'n8n-workflow';

import type { Refused } from '../../model';
import { isBulk, named } from '../../model';
import { lookedUpIn } from '../../lookup';
import { justified } from '../../panel';
import { addressedAll, setPlan } from '../../saved';
import { changedAs, setSummary } from '../../summary';
import { askedAlready, isStrict } from '../state';
import type { Made, Outcome, Results, Run, Settled } from '../types';
import { failedWith, isAmiss, isThrough } from '../types';
import { astrayIn, setFailure } from './failures';
import { because, madeOnce, requestsOf } from './tried';

const bulkIn = ({ desired }: Settled) => desired.operation.changes.filter(isBulk).map(({ bulk }) => bulk)[0];

const throughIn = ({ made }: Settled) => made.filter(({ outcome }) => isThrough(outcome));

/** Whether something was changed, or would be: one of several is enough, and one of which nobody knows leaves it open. */
const changedIn = ({ made }: Settled, isDry: boolean): boolean | null => {
	const changes = made.flatMap(({ outcome }): Array<boolean | null> => {
		if (outcome.is === 'unknown' || (isDry && isAmiss(outcome))) return [outcome.isProven ?? null];
		return isThrough(outcome) ? [outcome.changed] : [];
	});
	if (changes.includes(true)) return true;
	return changes.includes(null) ? null : false;
};

const outcomeIn = ({ made }: Settled, changed: boolean | null): Outcome['is'] | null => {
	const isFine = !made.some(({ outcome }) => isAmiss(outcome));
	if (changed === false) return isFine ? 'unchanged' : null;
	return made.some(({ outcome }) => outcome.is === 'applied' || outcome.isUnconfirmed) ? 'applied' : null;
};

/** How to take back what was made, the last first. */
const undoOf = (connection: Run['connection'], settled: Settled): IDataObject[] => {
	const known = throughIn(settled).flatMap(({ outcome: { undo } }) => (undo ? [undo] : []));
	return addressedAll(connection, known.reverse(), bulkIn(settled)?.of.property.name);
};

/** Of what may have been changed, what `undo` lacks. */
const unknownIn = ({ made }: Settled) =>
	made.filter(
		({ outcome: { is, changed, undo } }) =>
			is === 'unknown' || (isThrough({ is }) && is !== 'unchanged' && changed !== false && !undo),
	);

const notesOn = (settled: Settled, isPlanned: boolean): IDataObject => {
	const { after, hidden } = settled;
	const unknown = unknownIn(settled);
	const astray = astrayIn(settled);
	const isPlanless = isPlanned && settled.made.some(({ outcome }) => isAmiss(outcome));
	const isAgain = !isPlanned && settled.made.length > 0 && settled.made.every(({ outcome }) => outcome.isAgain);
	const notes = [
		...(isPlanless ? ['There is no plan that could be applied: not all of it can be made.'] : []),
		...(isAgain ? [madeOnce] : []),
		...(after && 'message' in after ? [`What is left couldn't be read: ${after.message}.`] : []),
		...(astray === undefined ? [] : [`What is there isn't as asked: ${astray}.`]),
		...(unknown.length > 0
			? [`'undo' lacks what isn't known exactly: ${named(unknown.map(({ step }) => step.called))}.`]
			: []),
		...(hidden ? [hidden] : []),
	];
	return notes.length > 0 ? { note: notes.join(' ') } : {};
};

/** Why what was accepted isn't verified. */
const unverified = (settled: Settled): Refused | undefined => {
	const { after } = settled;
	if (after && 'message' in after)
		return { ...after, message: `The changes were accepted, but couldn't be read back: ${after.message}` };
	const astray = astrayIn(settled);
	return astray === undefined
		? undefined
		: {
				message: `The changes were accepted, but what is there isn't as asked: ${astray}`,
				description: 'Somebody else may have changed it meanwhile. Look it up there, or run the item again.',
			};
};

/** Why a set has no result. */
const failureOf = (settled: Settled, isVerified: boolean): Refused | undefined => {
	const { desired, made } = settled;
	if (desired.isReported) return undefined;
	const isFailing = ({ outcome }: Made) => isAmiss(outcome) && !(outcome.is === 'unknown' && outcome.isUnconfirmed);
	if (made.some(isFailing)) return setFailure(settled);
	if (isStrict(desired.asked) && made.length > 0 && made.every(({ outcome }) => outcome.isAgain)) return askedAlready;
	return isVerified ? unverified(settled) : undefined;
};

const withWhy = ({ step, outcome }: Made): IDataObject => ({ ...step.entry, error: because(outcome) });

/** The accesses by what became of them. */
const listsOf = (settled: Settled, isPlanned: boolean): IDataObject => {
	const { desired, made, astray } = settled;
	const amiss = made.filter(({ outcome }) => isAmiss(outcome));
	const entries = (grants: boolean) =>
		throughIn(settled)
			.filter(({ step, outcome }) => step.change.state.grants === grants && outcome.is !== 'unchanged')
			.map(({ step }) => step.entry);
	const kept = desired.diff.kept.filter((step) => !astray.gone.includes(step)).map(({ entry }) => entry);
	return {
		...(isPlanned
			? { toAdd: entries(true), toRemove: entries(false), toKeep: kept }
			: { added: entries(true), removed: entries(false), kept }),
		failed: amiss.filter(({ outcome }) => outcome.is !== 'unknown').map(withWhy),
		unknown: amiss.filter(({ outcome }) => outcome.is === 'unknown').map(withWhy),
	};
};

/** The one result of a desired state, or why it has none. */
export const setResult = ({ connection }: Pick<Run, 'connection'>, settled: Settled): Results => {
	const { desired, made } = settled;
	const { options, values } = desired.asked;
	const isPlanned = options.dryRun === true;
	const changed = changedIn(settled, isPlanned);
	const isVerified = options.verify === true && !isPlanned;
	const refused = failureOf(settled, isVerified);
	if (refused) return refused;
	const isFine = !made.some(({ outcome }) => isAmiss(outcome));
	const success = isFine && astrayIn(settled) === undefined;
	const result: IDataObject = {
		summary: setSummary({ ...settled, provider: connection.provider.access.name }),
		success,
		operation: desired.name,
		outcome: isPlanned ? 'planned' : outcomeIn(settled, changed),
		...changedAs(changed, isPlanned),
		...(values as IDataObject),
		...lookedUpIn(desired.asked),
		...justified(options),
		...listsOf(settled, isPlanned),
		...(!isPlanned && { remaining: settled.left?.map(({ entry }) => entry) ?? null }),
		undo: undoOf(connection, settled),
	};
	if (isPlanned) {
		const outcomes = made.map(({ outcome }) => outcome);
		const request = requestsOf(outcomes, bulkIn(settled));
		const plan = isFine ? setPlan(connection, desired) : null;
		return [{ ...result, request, ...notesOn(settled, true), plan }];
	}
	if (isVerified && settled.after && !('message' in settled.after)) result.verified = success;
	if (isVerified && made.length === 0) result.verified = true;
	return [{ ...result, ...notesOn(settled, false) }];
};

/** What became of a set that had nothing left to do, where that is to fail. */
export const refusedOf = (settled: Settled): Settled => ({
	...settled,
	made: settled.made.map(({ step, outcome }) => ({ step, outcome: { ...outcome, ...failedWith(askedAlready) } })),
});
