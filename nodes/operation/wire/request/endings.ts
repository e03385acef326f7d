/** What ends a request before it is answered. */
export interface Ending {
	readonly signal: AbortSignal;
	/** Whether its time is over. */
	isLate(): boolean;
	/** Says that the request has ended by itself. */
	done(): void;
}

// How much longer requests may take that share a clock, as a part of their time.
const leeway = 1 / 20;

/**
 * Ends requests with the execution, or when their time is over, in ms. Those that begin at about the same time share a clock,
 * because one for each costs more than all else that is done for a request.
 */
export const endingsOf = (cancels: AbortSignal | undefined) => {
	const begin = (mayTake: number) => {
		const underWay = new Set<AbortController>();
		const timer = AbortSignal.timeout(Math.ceil(mayTake * (1 + leeway)));
		const ends = cancels ? AbortSignal.any([cancels, timer]) : timer;
		const stop = () => {
			for (const one of underWay) one.abort();
		};
		ends.addEventListener('abort', stop, { once: true });
		return { mayTake, since: Date.now(), underWay, timer, ends };
	};
	let clock: ReturnType<typeof begin> | undefined;
	const isClockFor = (mayTake: number) =>
		clock?.mayTake === mayTake && !clock.ends.aborted && Math.abs(Date.now() - clock.since) <= mayTake * leeway;
	return (mayTake: number): Ending => {
		if (!clock || !isClockFor(mayTake)) clock = begin(mayTake);
		const { underWay, timer, ends } = clock;
		const own = new AbortController();
		underWay.add(own);
		if (ends.aborted) own.abort();
		return { signal: own.signal, isLate: () => timer.aborted, done: () => underWay.delete(own) };
	};
};
