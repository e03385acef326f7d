import { paced } from '../../wire';
import type { Reader, Refused, SetStep } from '../../model';
import type { DesiredState } from '../types';
import { isKnown } from '../types';
import { factOf } from './read';

/** Every access that is there; one that an answer lists twice is one. */
export const currentOf = async (
	{ operation, asked: { values } }: DesiredState,
	reader: Reader,
	made?: readonly SetStep[],
): Promise<readonly SetStep[] | Refused> => {
	const current = await operation.current(values, reader, made);
	if ('message' in current) return current;
	const all = new Map<string, SetStep>();
	for (const step of current) all.set(step.key, step);
	return [...all.values()];
};

/**
 * The same with what each user has, where the list doesn't show it: of those whom the desired state keeps or ends. Whoever is to
 * stay and can't be read refuses it, and so does anybody in a plan; of the others, that keeps them from being removed later.
 */
export const withLevels = async (
	desired: DesiredState,
	current: readonly SetStep[],
	reader: Reader,
): Promise<readonly SetStep[] | Refused> => {
	const { listed, asked } = desired;
	const isMeant = ({ key }: SetStep) => listed.has(key) || asked.options.mode !== 'addOnly';
	const open = current.filter((step) => step.precondition && !step.seen && isMeant(step));
	if (open.length === 0) return current;
	const seen = new Map<SetStep, SetStep>();
	let refused: Refused | undefined;
	await paced(open, reader.atOnce, async (step) => {
		const { change, values, precondition } = step;
		const fact = await factOf(change.state, values, { reader, concludes: () => true });
		if (isKnown(fact)) seen.set(step, { ...step, seen: fact.held });
		if (!isKnown(fact) && desired.broken) refused ??= fact;
		if (listed.has(step.key)) refused ??= isKnown(fact) ? precondition?.broken(fact.held, values) : fact;
		return refused === undefined;
	});
	return refused ?? current.map((step) => seen.get(step) ?? step);
};
