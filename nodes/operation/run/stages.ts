import type { Step } from '../words';
import { canonical } from './seal';
import { subjectsOf } from './subjects';
import { accessesOf } from './turns';

interface Place {
	readonly stage: number;
	/** Whether an earlier step is about the same access, in another way. */
	readonly isAgain: boolean;
}

/** Changes of one user, where some may need others: those of another kind wait. */
const queues = () => {
	const last = new Map<string, { readonly kind: string; readonly stage: number }>();
	return ({ change, resource, name, values }: Step, earliest: number): number => {
		if (!change.inTurnFor) return earliest;
		const whose = canonical(values[change.inTurnFor.property.name]);
		const kind = canonical([resource, name]);
		const before = last.get(whose);
		const stage = Math.max(earliest, before ? before.stage + (before.kind === kind ? 0 : 1) : 0);
		last.set(whose, { kind, stage });
		return stage;
	};
};

/** Tells the stage of each step, in the order of the run: steps of a later one wait for those before. */
export const stagesIn = (isInOrder: boolean) => {
	const last = new Map<string, { readonly wish: string; readonly stage: number }>();
	const queued = isInOrder ? queues() : undefined;
	return (step: Step, earliest = 0): Place => {
		const { change, resource, name, values } = step;
		const accessOf = accessesOf(change);
		const met = subjectsOf(change, values).map((one) => {
			const access = accessOf(one);
			const wish = canonical([resource, name, one]);
			const before = last.get(access);
			return { access, wish, before, isAgain: before !== undefined && before.wish !== wish };
		});
		let after = earliest;
		for (const { before, isAgain } of met) after = Math.max(after, before ? before.stage + (isAgain ? 1 : 0) : 0);
		const stage = queued?.(step, after) ?? after;
		for (const { access, wish } of met) last.set(access, { wish, stage });
		return { stage, isAgain: met.some(({ isAgain }) => isAgain) };
	};
};
