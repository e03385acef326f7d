import type { Level } from './level';
import { afterClean, afterFailure, afterOverload, lowest } from './level';
import { waitUntil } from './waiting';

/** What came of a request, for those that are to follow it. */
export interface Passed {
	/** `clean`: the provider bears as much as this. `overload`: it doesn't. `failure`: neither can be told. */
	readonly level?: 'clean' | 'overload' | 'failure';
	/** Until when nothing else of the run is sent, in ms since 1970. */
	readonly heldUntil?: number;
}

/** The longest that one request may wait, in ms. */
export const longestWait = 60_000;

/** Lets the requests of a run through, as many at once as the provider bears. */
export interface Load {
	readonly atOnce: () => number;
	/**
	 * Sends a request in its turn. `again`: one that was sent before goes ahead of the others that wait. `send` is told until when
	 * nothing may be sent, where that is longer than a request may wait.
	 */
	readonly through: <Result extends Passed>(
		again: boolean,
		send: (heldUntil: number | undefined) => Promise<Result>,
	) => Promise<Result>;
}

interface Gate {
	level: Level;
	underWay: number;
	heldUntil: number;
	/** Since when nothing has been sent, in ms since 1970; absent where nothing is held. */
	heldSince?: number;
	isHeld: boolean;
	readonly waiting: Array<() => void>;
}

const isHeld = ({ heldUntil }: Gate): boolean => Date.now() < heldUntil;

const isHeldTooLong = (gate: Gate): boolean =>
	isHeld(gate) && gate.heldUntil - (gate.heldSince ?? Date.now()) > longestWait;

const hold = (gate: Gate, until: number): void => {
	if (until <= gate.heldUntil) return;
	if (!isHeld(gate)) gate.heldSince = Date.now();
	gate.heldUntil = until;
};

/** Waits in steps, because another answer may ask for more time meanwhile. */
const released = async (gate: Gate, isTold: () => boolean): Promise<void> => {
	while (isHeld(gate) && !isTold()) await waitUntil(Math.min(gate.heldUntil, Date.now() + 50), isTold);
};

const moved = (level: Level, passed: Passed, underWay: number, halvings: number): Level => {
	if (passed.level === 'clean') return afterClean(level, underWay, halvings);
	if (passed.level === 'overload') return afterOverload(level, halvings);
	return passed.level === 'failure' ? afterFailure(level) : level;
};

const admit = (gate: Gate, isOver: () => boolean): void => {
	const { waiting } = gate;
	if (gate.isHeld || waiting.length === 0) return;
	const isTold = () => isOver() || isHeldTooLong(gate);
	if (isHeld(gate) && !isTold()) {
		gate.isHeld = true;
		void released(gate, isTold).then(() => {
			gate.isHeld = false;
			admit(gate, isOver);
		});
		return;
	}
	// What waits while the run is over, or is held for too long, only has to be told so.
	while (waiting.length > 0 && (gate.underWay < gate.level.atOnce || isTold())) {
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
				const passed = await send(isHeldTooLong(gate) ? gate.heldUntil : undefined);
				gate.level = moved(gate.level, passed, gate.underWay, halvings);
				hold(gate, passed.heldUntil ?? 0);
				return passed;
			} finally {
				gate.underWay--;
				admit(gate, isOver);
			}
		},
	};
};
