import type { Change, Held, RecordedSet, SetStep, Step, Values } from '../model';
import { accessesOf, folded, groupNames, subjectsOf } from '../model';
import type { ItemRequest } from '../panel';
import { canonical } from './seal';

type Placed = Pick<Step, 'change' | 'resource' | 'name' | 'values'>;

/** What the plan of a set operation wants. */
interface WantedSet extends Pick<RecordedSet, 'operation'> {
	readonly asked: ItemRequest;
	readonly listed: ReadonlySet<string>;
	readonly diff: { readonly kept: readonly SetStep[]; readonly steps: readonly SetStep[] };
}

/** What a plan wants of an access: a change of it, or that it stays as it was read. */
interface Want {
	readonly change: Change;
	/** The values of the change for the user. */
	readonly values: Values;
	readonly wish: string;
	readonly stays?: Held;
	readonly stage: number;
}

const wantsOf = ({ change, resource, name, values }: Placed, stage: number): ReadonlyMap<string, Want> => {
	const accessOf = accessesOf(change);
	const all = subjectsOf(change, values).map((own): [string, Want] => {
		const wish = canonical([resource, name, own]);
		return [accessOf(own), { change, values: own, wish, stage }];
	});
	return new Map(all);
};

/** Whether a change leaves an access as it was read. */
const leaves = ({ change, values }: Want, held: Held): boolean =>
	change.state.grants && change.state.has(held, values) === true;

const isSame = (one: Want, other: Want): boolean => {
	if (one.stays) return other.stays !== undefined || leaves(other, one.stays);
	return other.stays ? leaves(one, other.stays) : one.wish === other.wish;
};

/** Whether a list says that nobody else is to have an access, and this would give it to somebody else. */
const excludes = ({ operation, asked, listed }: WantedSet, { change, values, stays }: Want): boolean => {
	if (!change.state.grants || stays || asked.options.mode === 'addOnly') return false;
	const user = String(values[change.subject.property.name]);
	// Some of what a group is named by chooses the change, and isn't a value of it.
	const own = operation.list?.give(asked.values, user) ?? { change, values: asked.values };
	const isOfGroup = groupNames(operation).every(({ name }) => folded(own.values[name]) === folded(values[name]));
	return isOfGroup && own.change === change && !(operation.list && listed.has(user));
};

/** What the plans of a run want of accesses: those that want the same go together, and one that wants something else isn't let in. */
export const agreement = () => {
	const wants = new Map<string, Want>();
	const sets: WantedSet[] = [];
	const agrees = ([access, want]: readonly [string, Want]): boolean => {
		const before = wants.get(access);
		return (!before || isSame(before, want)) && !sets.some((set) => excludes(set, want));
	};
	/** Lets a plan in, or tells that it is in the way of one before. */
	const admits = (own: ReadonlyArray<readonly [string, Want]>, set?: WantedSet): boolean => {
		if (!own.every(agrees) || (set && [...wants.values()].some((want) => excludes(set, want)))) return false;
		for (const [access, want] of own) {
			const before = wants.get(access);
			if (!before || before.stays || before.stage < want.stage) wants.set(access, want);
		}
		if (set) sets.push(set);
		return true;
	};
	return {
		admitsStep: (step: Placed): boolean => admits([...wantsOf(step, 0)]),
		admitsSet: (set: WantedSet): boolean => {
			const { kept, steps } = set.diff;
			const staying = kept.flatMap((step) =>
				[...wantsOf(step, 0)].map(([access, want]) => [access, { ...want, stays: step.seen ?? [] }] as const),
			);
			return admits([...staying, ...steps.flatMap((step) => [...wantsOf(step, step.stage)])], set);
		},
		/** The last stage in which somebody wants just this. */
		stageOf: (step: Placed): number => {
			let last = 0;
			for (const access of wantsOf(step, 0).keys()) last = Math.max(last, wants.get(access)?.stage ?? 0);
			return last;
		},
	};
};
