import type { Level } from './level';
import { afterClean, afterOverload, lowest } from './level';
import { waitUntil } from './waiting';

/** What came of a request, for those that are to follow it. */
export interface Passed {
	/** Where the provider is overloaded: until when the whole run waits, in ms since 1970. */
	readonly heldUntil?: number;
}

/** Lets the requests of a run through, as many at once as the provider bears. */
export interface Load {
	readonly atOnce: () => number;
	/** `again`: one that was sent before goes ahead of the others that wait. */
	readonly through: <Result extends Passed>(again: boolean, send: () => Promise<Result>) => Promise<Result>;
}

interface Gate {
	level: Level;
	underWay: number;
	heldUntil: number;
	isHeld: boolean;
	readonly waiting: Array<() => void>;
}

const admit = (gate: Gate, isOver: () => boolean): void => {
	const { waiting } = gate;
	if (gate.isHeld || waiting.length === 0) return;
	if (Date.now() < gate.heldUntil && !isOver()) {
		gate.isHeld = true;
		void waitUntil(gate.heldUntil, isOver).then(() => {
			gate.isHeld = false;
			admit(gate, isOver);
		});
		return;
	}
	// What waits while the run is over only has to be told so.
	while (waiting.length > 0 && (gate.underWay < gate.level.atOnce || isOver())) {
		gate.underWay++;
		waiting.shift()?.();
	}
};

export const loadOf = (concurrency: number, isOver: () => boolean): Load => {
	const gate: Gate = { level: lowest(concurrency), underWay: 0, heldUntil: 0, isHeld: false, waiting: [] };
	return {
		atOnce: () => gate.level.atOnce,
		through: async (again, send) => {
			await new Promise<void>((turn) => {
				if (again) gate.waiting.unshift(turn);
				else gate.waiting.push(turn);
				admit(gate, isOver);
			});
			const { halvings } = gate.level;
			try {
				const passed = await send();
				const { heldUntil } = passed;
				if (heldUntil === undefined) gate.level = afterClean(gate.level, gate.underWay, halvings);
				else gate.level = afterOverload(gate.level, halvings);
				gate.heldUntil = Math.max(gate.heldUntil, heldUntil ?? 0);
				return passed;
			} finally {
				gate.underWay--;
				admit(gate, isOver);
			}
		},
	};
};
