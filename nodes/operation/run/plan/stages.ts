import type { Change, Compound, Refused, Step } from '../../model';
import { accessesOf, groupedBy, subjectsOf } from '../../model';
import { canonical } from '../../saved';
import type { Group, PlannedStep, Run, StepRequest } from '../types';

/** What is asked of an access: a change of it, or that it stays. */
interface Wish {
	readonly wish: string;
	readonly grants: boolean;
	readonly stage: number;
}

interface Place {
	readonly stage: number;
	/** Whether an earlier step is about the same access, in another way. */
	readonly isAgain: boolean;
}

type Placed = Pick<Step, 'change' | 'resource' | 'name' | 'values'>;

/** Changes of one user, where some may need others: those of another kind wait. */
const queues = () => {
	const last = new Map<string, { readonly kind: string; readonly stage: number }>();
	return ({ change, resource, name, values }: Placed, earliest: number): number => {
		if (!change.inTurnFor) return earliest;
		const whose = canonical(values[change.inTurnFor.property.name]);
		const kind = canonical([resource, name]);
		const before = last.get(whose);
		const stage = Math.max(earliest, before ? before.stage + (before.kind === kind ? 0 : 1) : 0);
		last.set(whose, { kind, stage });
		return stage;
	};
};

const stays = 'stays';

/** Tells the stage of each step, in the order of the run: steps of a later one wait for those before. */
export const stagesIn = (isInOrder: boolean) => {
	const last = new Map<string, Wish>();
	const queued = isInOrder ? queues() : undefined;
	const placeOf = (step: Placed, earliest = 0): Place => {
		const { change, resource, name, values } = step;
		const accessOf = accessesOf(change);
		const met = subjectsOf(change, values).map((one) => {
			const access = accessOf(one);
			const wish = canonical([resource, name, one]);
			const before = last.get(access);
			const isSame = before?.wish === wish || (before?.wish === stays && change.state.grants);
			return { access, wish, before, isAgain: before !== undefined && !isSame };
		});
		let after = earliest;
		for (const { before, isAgain } of met) after = Math.max(after, before ? before.stage + (isAgain ? 1 : 0) : 0);
		const stage = queued?.(step, after) ?? after;
		for (const { access, wish } of met) last.set(access, { wish, grants: change.state.grants, stage });
		return { stage, isAgain: met.some(({ isAgain }) => isAgain) };
	};
	/** Notes that what this step would end stays, and tells whether an earlier one ends it. */
	const keeps = ({ change, values }: Placed): boolean => {
		const accessOf = accessesOf(change);
		const wishes = subjectsOf(change, values).map((one) => {
			const before = last.get(accessOf(one));
			last.set(accessOf(one), before ?? { wish: stays, grants: true, stage: 0 });
			return before;
		});
		return wishes.some((before) => before?.grants === false);
	};
	const stageOf = ({ change, values }: Placed): number =>
		Math.max(0, ...subjectsOf(change, values).map((one) => last.get(accessesOf(change)(one))?.stage ?? 0));
	return { placeOf, stageOf, keeps };
};

/** The steps of a run that can be made together, stage after stage. */
export const groupsOf = (
	run: Run<Change | Compound>,
	planned: readonly PlannedStep[],
	refused: ReadonlyMap<number, Refused>,
): Group[] => {
	const open = planned.filter(({ items, step }) => step && !refused.has(items[0]));
	const groups = groupedBy(open, ({ step, stage }) => `${stage} ${step?.resource} ${step?.name}`);
	const all = [...groups.values()].map((steps): Group => {
		const [{ step, stage }] = steps;
		const { resource, name, change } = step as Step;
		const asked = steps.map(({ request }) => request as StepRequest | Refused);
		return { run: { ...run, resource, name, operation: change, asked }, stage, steps };
	});
	return all.sort((a, b) => a.stage - b.stage);
};
