import type { SetStep, Reader, Refused } from '../words';
import { folded, isUnreadable, named, otherSpelling, parametersOf, refuse } from '../words';
import { factOf, isKnown } from './facts';
import { orRefused } from './orRefused';
import { paced } from './pacing';
import type { DesiredState } from './desired';

/** What a desired state comes to, by what is there. */
export interface Diff {
	readonly there: readonly SetStep[];
	/** Of those, what stays because it is listed. */
	readonly kept: readonly SetStep[];
	readonly parts: readonly SetStep[];
}

/** So few that a part of them says nothing. */
const few = 5;

const listedBy = ({ whole: { list }, asked: { values } }: DesiredState): ReadonlySet<string> =>
	new Set(list ? (values[list.of.property.name] as readonly string[]) : []);

/** What is there although it isn't to be. */
export const beyond = (desired: DesiredState, there: readonly SetStep[]): readonly SetStep[] => {
	const listed = listedBy(desired);
	return there.filter(({ key }) => !listed.has(key));
};

/** An ID that is listed in another spelling than it has there would be added and then removed. */
const respelled = ({ whole: { list } }: DesiredState, there: readonly SetStep[], missing: readonly string[]) => {
	if (!list) return undefined;
	const spelled = new Map(there.map(({ key }) => [folded(key), key]));
	for (const id of missing) {
		const similar = spelled.get(folded(id));
		if (similar !== undefined) return otherSpelling([similar], list.of, { [list.of.property.name]: id });
	}
	return undefined;
};

/** A list that would take so many away may have been cut off. */
const tooFewLeft = ({ whole, asked: { options } }: DesiredState, ended: number, there: number): Refused | undefined => {
	const most = options.maxRemovalPercent as number;
	if (!whole.list || there <= few || ended * 100 <= most * there) return undefined;
	const percent = Math.round((ended * 1000) / there) / 10;
	return refuse(
		`${whole.name} would remove ${ended} of ${there} (${percent} %), and 'Max Removal Percent' allows ${most} %`,
		`Nothing was sent for it. Check that the list is whole; if it is as it should be, raise 'Max Removal Percent'.`,
	);
};

/** A list of which nobody is there, nor is to be added, empties the group as an empty list does. */
const leavesNobody = (
	{ whole, asked: { values, options, lookedUp = [] } }: DesiredState,
	diff: Omit<Diff, 'there'>,
): Refused | undefined => {
	const { kept, parts } = diff;
	if (!whole.list || options.allowEmpty === true || kept.length > 0 || parts.length === 0) return undefined;
	if (parts.some(({ change }) => change.state.grants)) return undefined;
	const { of } = whole.list;
	const { name, displayName } = of.property;
	const words = lookedUp.find(({ parameter }) => parameter === of)?.found.map(({ word }) => word);
	const doubt = words ? '' : ` or, where they are no IDs, say in '${of.are?.property.displayName}' what they are`;
	return refuse(
		`Nobody of '${displayName}' has the access now, so ${whole.name} would remove everybody`,
		`Nothing was sent for it. '${displayName}' holds ${named(words ?? (values[name] as readonly string[]), 3)}, and whoever isn't listed would lose the access. Correct the list${doubt}; where nobody is to be left, set 'Allow Empty List'.`,
	);
};

/** What a provider names is read as strictly as what people give, whether it is to stay or not: it has to be sent as it is. */
const unreadableIn = (moves: readonly SetStep[]): Refused | undefined => {
	const known = new Map([...new Set(moves.map(({ change }) => change))].map((each) => [each, parametersOf(each)]));
	for (const { change, values, called } of moves)
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
	const { whole, asked } = desired;
	const { mode } = asked.options;
	const listed = listedBy(desired);
	const known = new Set(there.map(({ key }) => key));
	const missing = [...listed].filter((id) => !known.has(id));
	const refused = desired.broken?.(there) ?? respelled(desired, there, missing);
	if (refused) return refused;
	const kept = there.filter(({ key }) => listed.has(key));
	const ended = mode === 'addOnly' ? [] : beyond(desired, there);
	const added = mode === 'removeOnly' ? [] : missing;
	const given = added.flatMap((id) => whole.list?.give(asked.values, id) ?? []);
	// Whoever is to be there is added before anybody is removed.
	const later = ended.map((part) => (whole.list ? { ...part, stage: part.stage + 1 } : part));
	const parts = [...given, ...later].sort((a, b) => a.stage - b.stage);
	const diff = { there, kept, parts };
	return leavesNobody(desired, diff) ?? tooFewLeft(desired, ended.length, there.length) ?? unreadableIn(there) ?? diff;
};

/** What keeps its access goes by what was read as well as what is changed, which is read in its turn. */
const contradicted = async ({ kept }: Diff, reader: Reader): Promise<Refused | undefined> => {
	let refused: Refused | undefined;
	const doubtful = kept.filter(({ precondition }) => precondition);
	await paced(doubtful, reader.atOnce, async ({ change, values, precondition }) => {
		const fact = await factOf(change.state, values, { reader, concludes: () => true });
		refused ??= isKnown(fact) ? precondition?.broken(fact.held, values) : fact;
		return refused === undefined;
	});
	return refused;
};

/** Every access that is there; one that an answer lists twice is one. */
export const currentOf = async (
	{ whole, asked: { values } }: Pick<DesiredState, 'whole' | 'asked'>,
	reader: Reader,
	made?: readonly SetStep[],
): Promise<readonly SetStep[] | Refused> => {
	const there = await whole.current(values, reader, made);
	return 'message' in there ? there : [...new Map(there.map((move) => [move.key, move])).values()];
};

/** Whom the provider doesn't have, of those that are to be added. */
const strangersIn = async ({ whole: { list }, asked }: DesiredState, { parts }: Diff, reader: Reader) => {
	const added = parts.filter(({ change }) => change.state.grants).map(({ key }) => key);
	return added.length === 0 ? undefined : await list?.unknown?.(added, asked.values, reader);
};

/** Reads what is there, and tells what has to be done about it. */
export const reconcile = async (desired: DesiredState, reader: Reader): Promise<Diff | Refused> =>
	await orRefused(async () => {
		const there = await currentOf(desired, reader);
		if ('message' in there) return there;
		const diff = diffFor(desired, there);
		if ('message' in diff) return diff;
		return (await strangersIn(desired, diff, reader)) ?? (await contradicted(diff, reader)) ?? diff;
	});
