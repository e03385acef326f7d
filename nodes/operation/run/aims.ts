import type { Move, Reader, Refused } from '../words';
import { folded, isUnreadable, named, otherSpelling, parametersOf, refuse } from '../words';
import { factOf, isKnown } from './facts';
import { orRefused } from './orRefused';
import { paced } from './pacing';
import type { Task } from './tasks';

/** What a task comes to, by what is there. */
export interface Aim {
	readonly there: readonly Move[];
	/** Of those, what stays because it is listed. */
	readonly kept: readonly Move[];
	readonly parts: readonly Move[];
}

/** So few that a part of them says nothing. */
const few = 5;

const listedBy = ({ whole: { list }, asked: { values } }: Task): ReadonlySet<string> =>
	new Set(list ? (values[list.of.property.name] as readonly string[]) : []);

/** What is there although it isn't to be. */
export const beyond = (task: Task, there: readonly Move[]): readonly Move[] => {
	const listed = listedBy(task);
	return there.filter(({ key }) => !listed.has(key));
};

/** An ID that is listed in another spelling than it has there would be added and then removed. */
const respelled = ({ whole: { list } }: Task, there: readonly Move[], missing: readonly string[]) => {
	if (!list) return undefined;
	const spelled = new Map(there.map(({ key }) => [folded(key), key]));
	for (const id of missing) {
		const similar = spelled.get(folded(id));
		if (similar !== undefined) return otherSpelling([similar], list.of, { [list.of.property.name]: id });
	}
	return undefined;
};

/** A list that would take so many away may have been cut off. */
const tooFewLeft = ({ whole, asked: { options } }: Task, ended: number, there: number): Refused | undefined => {
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
	{ whole, asked: { values, options, lookedUp = [] } }: Task,
	aim: Omit<Aim, 'there'>,
): Refused | undefined => {
	const { kept, parts } = aim;
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
const unreadableIn = (moves: readonly Move[]): Refused | undefined => {
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

const aimAt = (task: Task, there: readonly Move[]): Aim | Refused => {
	const { whole, asked } = task;
	const { mode } = asked.options;
	const listed = listedBy(task);
	const known = new Set(there.map(({ key }) => key));
	const missing = [...listed].filter((id) => !known.has(id));
	const refused = task.broken?.(there) ?? respelled(task, there, missing);
	if (refused) return refused;
	const kept = there.filter(({ key }) => listed.has(key));
	const ended = mode === 'addOnly' ? [] : beyond(task, there);
	const added = mode === 'removeOnly' ? [] : missing;
	const given = added.flatMap((id) => whole.list?.give(asked.values, id) ?? []);
	// Whoever is to be there is added before anybody is removed.
	const later = ended.map((part) => (whole.list ? { ...part, stage: part.stage + 1 } : part));
	const parts = [...given, ...later].sort((a, b) => a.stage - b.stage);
	const aim = { there, kept, parts };
	return leavesNobody(task, aim) ?? tooFewLeft(task, ended.length, there.length) ?? unreadableIn(there) ?? aim;
};

/** What keeps its access goes by what was read as well as what is changed, which is read in its turn. */
const contradicted = async ({ kept }: Aim, reader: Reader): Promise<Refused | undefined> => {
	let refused: Refused | undefined;
	const doubtful = kept.filter(({ premise }) => premise);
	await paced(doubtful, reader.atOnce, async ({ change, values, premise }) => {
		const fact = await factOf(change.state, values, { reader, concludes: () => true });
		refused ??= isKnown(fact) ? premise?.broken(fact.held, values) : fact;
		return refused === undefined;
	});
	return refused;
};

/** Every access that is there; one that an answer lists twice is one. */
export const thereFor = async (
	{ whole, asked: { values } }: Pick<Task, 'whole' | 'asked'>,
	reader: Reader,
	made?: readonly Move[],
): Promise<readonly Move[] | Refused> => {
	const there = await whole.there(values, reader, made);
	return 'message' in there ? there : [...new Map(there.map((move) => [move.key, move])).values()];
};

/** Whom the provider doesn't have, of those that are to be added. */
const strangersIn = async ({ whole: { list }, asked }: Task, { parts }: Aim, reader: Reader) => {
	const added = parts.filter(({ change }) => change.state.grants).map(({ key }) => key);
	return added.length === 0 ? undefined : await list?.unknown?.(added, asked.values, reader);
};

/** Reads what is there, and tells what has to be done about it. */
export const aimOf = async (task: Task, reader: Reader): Promise<Aim | Refused> =>
	await orRefused(async () => {
		const there = await thereFor(task, reader);
		if ('message' in there) return there;
		const aim = aimAt(task, there);
		if ('message' in aim) return aim;
		return (await strangersIn(task, aim, reader)) ?? (await contradicted(aim, reader)) ?? aim;
	});
