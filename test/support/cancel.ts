export interface Cancellation {
	signal: AbortSignal;
	/** For how long the execution has been cancelled, in ms. */
	elapsed(): number;
}

/** Cancels an execution like n8n's stop button, as soon as this holds. */
export const cancelWhen = (holds: () => boolean): Cancellation => {
	const controller = new AbortController();
	let cancelledAt = NaN;
	const watch = setInterval(() => {
		if (!holds()) return;
		clearInterval(watch);
		cancelledAt = Date.now();
		controller.abort();
	}, 2);
	watch.unref();
	return { signal: controller.signal, elapsed: () => Date.now() - cancelledAt };
};
