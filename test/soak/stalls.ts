import { setTimeout as sleep } from 'node:timers/promises';

const beat = 50;
/** Longer than anything that this process does at a stretch. */
const long = 500;
/** Until whoever waited for an answer has had the time to read it. */
const grace = 2 * beat;

/**
 * Watches for moments in which the machine gave this process no time at all: n8n and the proxy are both in it, and what was
 * answered in time may be given up for late then.
 */
export const watchStalls = () => {
	let last = Date.now();
	let stalled = 0;
	const look = () => {
		const now = Date.now();
		if (now - last > long) stalled = now;
		last = now;
	};
	const timer = setInterval(look, beat);
	return {
		/** Whether there was none from then on, until what was just answered has been read. */
		wasSmooth: async (since: number): Promise<boolean> => {
			await sleep(grace);
			look();
			return stalled < since;
		},
		stop: () => clearInterval(timer),
	};
};
