import type { Reader, Refused, SetStep } from '../../model';
import { folded, isUnreadable, modeFor, named, orRefused, otherSpelling, parametersOf, refuse } from '../../model';
import { withWord } from '../../lookup';
import { currentOf, withLevels } from '../state';
import type { DesiredState, Diff } from '../types';

/** So few that a part of them says nothing. */
const few = 5;

/** An ID that is listed in another spelling than it has there would be added and then removed. */
const respelled = ({ operation: { list } }: DesiredState, there: readonly SetStep[], missing: readonly string[]) => {
	if (!list) return undefined;
	const spelled = new Map(there.map(({ key }) => [folded(key), key]));
	for (const id of missing) {
		const similar = spelled.get(folded(id));
		if (similar !== undefined) return otherSpelling([similar], list.of, { [list.of.property.name]: id });
	}
	return undefined;
};

/** The words that a list was looked up by. */
const wordsIn = ({ operation: { list }, asked: { lookedUp = [] } }: DesiredState) =>
	lookedUp.find(({ parameter }) => parameter === list?.of)?.found.map(({ word }) => word);

/** Of a list of which nobody is there: the mode that takes words, where it may hold some. */
const modeOf = (desired: DesiredState): string => {
	const { list } = desired.operation;
	const mode = list && !wordsIn(desired) ? modeFor(list.of, [...desired.listed]) : undefined;
	return mode === undefined ? '' : ` ${mode}.`;
};

/** The same, with whom it holds. */
const nobodyOf = (desired: DesiredState): string => {
	const mode = modeOf(desired);
	const { displayName } = desired.operation.list?.of.property ?? {};
	return (
		mode && ` '${displayName}' holds ${named([...desired.listed], 3)}, and nobody of them has the access now.${mode}`
	);
};

/** A list that would take so many away may have been cut off. */
const tooFewLeft = (
	desired: DesiredState,
	{ ended, there, kept }: Readonly<Record<'ended' | 'there' | 'kept', number>>,
): Refused | undefined => {
	const { operation, asked } = desired;
	const most = asked.options.maxRemovalPercent as number;
	if (!operation.list || there <= few || ended * 100 <= most * there) return undefined;
	const percent = Math.round((ended * 1000) / there) / 10;
	return refuse(
		`${operation.name} would remove ${ended} of ${there} (${percent} %), and 'Max Removal Percent' allows ${most} %`,
		`Nothing was sent for it. Check that the list is whole; if it is as it should be, raise 'Max Removal Percent'.${kept > 0 ? '' : nobodyOf(desired)}`,
	);
};

/** A list of which nobody is there, nor is to be added, empties the group as an empty list does. */
const leavesNobody = (desired: DesiredState, { kept, steps }: Omit<Diff, 'current'>): Refused | undefined => {
	const { operation, asked, listed } = desired;
	if (!operation.list || asked.options.allowEmpty === true || kept.length > 0 || steps.length === 0) return undefined;
	if (steps.some(({ change }) => change.state.grants)) return undefined;
	const { displayName } = operation.list.of.property;
	return refuse(
		`Nobody of '${displayName}' has the access now, so ${operation.name} would remove everybody`,
		`Nothing was sent for it. '${displayName}' holds ${named(wordsIn(desired) ?? [...listed], 3)}, and whoever isn't listed would lose the access. Correct the list; where nobody is to be left, set 'Allow Empty List'.${modeOf(desired)}`,
	);
};

/** Refuses an ID that the provider gave but our own checks wouldn't send, whether it is to stay or not. */
const unreadableIn = (steps: readonly SetStep[]): Refused | undefined => {
	const known = new Map([...new Set(steps.map(({ change }) => change))].map((each) => [each, parametersOf(each)]));
	for (const { change, values, called } of steps)
		for (const { property, read } of known.get(change)?.keys() ?? []) {
			const value = property.name in values ? read(values[property.name]) : '';
			if (isUnreadable(value))
				return refuse(
					`What is there can't be changed: '${property.displayName}' of ${called} ${value.unreadable}`,
					'Nothing was sent for it. Look it up at the provider, and change it there.',
				);
		}
	return undefined;
};

const diffFor = (desired: DesiredState, there: readonly SetStep[]): Diff | Refused => {
	const { operation, asked, listed } = desired;
	const { mode } = asked.options;
	const known = new Set(there.map(({ key }) => key));
	const missing = [...listed].filter((id) => !known.has(id));
	const refused = respelled(desired, there, missing);
	if (refused) return refused;
	const worded = asked.lookedUp ? (step: SetStep) => withWord(operation, asked, step) : (step: SetStep) => step;
	const current = there.map(worded);
	const kept = current.filter(({ key }) => listed.has(key));
	const ended = mode === 'addOnly' ? [] : current.filter(({ key }) => !listed.has(key));
	const added = mode === 'removeOnly' ? [] : missing;
	const given = added.flatMap((id) => operation.list?.give(asked.values, id) ?? []).map(worded);
	// Whoever is to be there is added before anybody is removed.
	const later = ended.map((step) => (operation.list ? { ...step, stage: step.stage + 1 } : step));
	const steps = [...given, ...later].sort((a, b) => a.stage - b.stage);
	const diff = { current, kept, steps };
	return (
		leavesNobody(desired, diff) ??
		tooFewLeft(desired, { ended: ended.length, there: current.length, kept: kept.length }) ??
		unreadableIn(current) ??
		diff
	);
};

/** Whom the provider doesn't have, of those that are to be added. */
const strangersIn = async ({ operation: { list }, asked }: DesiredState, { steps }: Diff, reader: Reader) => {
	const added = steps.filter(({ change }) => change.state.grants).map(({ key }) => key);
	return added.length === 0 ? undefined : await list?.unknown?.(added, asked.values, reader);
};

/** Reads what is there, and tells what has to be done about it; a plan goes by all that there is of it. */
export const reconcile = async (desired: DesiredState, reader: Reader): Promise<Diff | Refused> =>
	await orRefused(async () => {
		const current = await currentOf(desired, reader);
		if ('message' in current) return current;
		const { broken } = desired;
		const seen = broken ? await withLevels(desired, current, reader) : current;
		if ('message' in seen) return seen;
		const diff = broken?.(seen) ?? diffFor(desired, seen);
		if ('message' in diff) return diff;
		const strangers = await strangersIn(desired, diff, reader);
		const isAllShown = !current.some(({ precondition, seen: shown }) => precondition && !shown);
		if (strangers || broken || isAllShown) return strangers ?? diff;
		const read = await withLevels(desired, current, reader);
		return 'message' in read ? read : diffFor(desired, read);
	});
