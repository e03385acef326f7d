import { isStrict, unchangedAlready } from './checks';
import type { Job } from './jobs';
import { subjectsOf } from './knowledge';
import type { Operation } from './operation';
import { parametersOf } from './operation';
import type { Values } from './parameter';
import type { Refused } from './refusal';
import type { Verdict } from './result';
import { isAccepted } from './result';
import { folded } from './spelling';
import type { Asked } from './values';
import { isRefused } from './values';

const ways = new Set(['boolean', 'options']);

/** Which access a change is about, in whichever way it changes it and however its IDs are spelled. In bulk: of one member. */
const accessesOf = (operation: Operation) => {
	const { bulk } = operation;
	const named = [...parametersOf(operation).keys()].filter(({ property }) => !ways.has(property.type));
	const names = named.map(({ property }) => (property.name === bulk?.of.property.name ? bulk.each : property.name));
	return (values: Values): string => folded(JSON.stringify(names.map((name) => values[name])));
};

/** What items of a run ask of the same access, one after the other. */
export interface Turns {
	/** Whether an earlier item asks for it: what was read before tells of the first one only. */
	readonly isRepeat: (item: number, values: Values) => boolean;
	/** Whether the one before asks for just the same. */
	readonly isSame: (item: number, values: Values) => boolean;
	/** Whether a later item asks for something else. */
	readonly isOverridden: (item: number, values: Values) => boolean;
}

export const turnsIn = (operation: Operation, asked: ReadonlyArray<Asked | Refused>): Turns => {
	const accessOf = accessesOf(operation);
	const turns = new Map<string, Array<readonly [item: number, wish: string]>>();
	for (const [item, read] of asked.entries())
		for (const values of isRefused(read) ? [] : subjectsOf(operation, read.values)) {
			const access = accessOf(values);
			const others = turns.get(access) ?? [];
			turns.set(access, others);
			others.push([item, JSON.stringify(values)]);
		}
	const turnsOf = (values: Values) => turns.get(accessOf(values)) ?? [];
	return {
		isRepeat: (item, values) => turnsOf(values).some(([other]) => other < item),
		isSame: (item, values) =>
			turnsOf(values)
				.filter(([other]) => other < item)
				.pop()?.[1] === JSON.stringify(values),
		isOverridden: (item, values) =>
			turnsOf(values).some(([other, wish]) => other > item && wish !== JSON.stringify(values)),
	};
};

interface Turn {
	readonly wish: string;
	readonly verdict: Promise<Verdict>;
}

/**
 * Two changes of the same access in any order would leave it as the faster one wants: the later waits for the earlier. One
 * that asks for just what was accepted before finds it so.
 */
export const inTurns = (operation: Operation) => {
	const turns = new Map<string, Turn>();
	const accessOf = accessesOf(operation);
	return async (job: Job, send: () => Promise<Verdict>): Promise<Verdict> => {
		// Members that items share are sent once.
		if (operation.bulk) return await send();
		const access = accessOf(job.values);
		const earlier = turns.get(access);
		const wish = JSON.stringify(job.values);
		const afterwards = async ({ verdict }: Turn) => {
			const met = await verdict;
			return isStrict(job) && wish === earlier?.wish && isAccepted(met) ? unchangedAlready : await send();
		};
		const verdict = earlier ? afterwards(earlier) : send();
		turns.set(access, { wish, verdict });
		return await verdict;
	};
};
