import type { Change, Compound, Refused, Step } from '../../model';
import { accessesOf, groupedBy, subjectsOf } from '../../model';
import { canonical } from '../../saved';
import type { Group, PlannedStep, Run, StepRequest } from '../types';

interface Place {
	readonly stage: number;
	/** What is asked of the access. */
	readonly wish: string;
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

/** Tells the stage of each step, in the order of the run: what is about the same access in another way waits for those before. */
export const stagesInOrder = () => {
	const last = new Map<string, Place>();
	const queued = queues();
	return (step: Placed): number => {
		const { change, resource, name, values } = step;
		const accessOf = accessesOf(change);
		const met = subjectsOf(change, values).map((one) => {
			const wish = canonical([resource, name, one]);
			return { access: accessOf(one), wish, before: last.get(accessOf(one)) };
		});
		let after = 0;
		for (const { wish, before } of met)
			after = Math.max(after, before ? before.stage + (before.wish === wish ? 0 : 1) : 0);
		const stage = queued(step, after);
		for (const { access, wish } of met) last.set(access, { wish, stage });
		return stage;
	};
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
