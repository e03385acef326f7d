import type { Held, SetStep, State } from '../operation';
import type { Values } from '../parameter';

/** Which of the access levels of a state was read. */
export const accessLevelIn = (state: State, held: Held, values: Values): number =>
	state.accessLevel?.(held, values) ?? Number(state.has(held, values) === true);

/** What a user has there, as far as that was read. */
export const levelOf = ({ change, seen, values }: SetStep): number | undefined =>
	seen && accessLevelIn(change.state, seen, values);

/** Its access in words; where there are several levels of it, with which it is. */
export const calledAs = (step: SetStep): string => {
	const { called, change, values } = step;
	const level = change.state.accessLevel && levelOf(step);
	return level === undefined ? called : `${called} (${change.state.accessLevels(values)[level].is})`;
};
