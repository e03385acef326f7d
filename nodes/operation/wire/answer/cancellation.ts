/** Waits for `work`, but no longer than the signal: n8n finishes a sign-in even where its execution has ended meanwhile. */
export const whileRunning = async <Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> =>
	await new Promise<Result>((resolve, reject) => {
		const stop = () => reject(new Error('Ended'));
		if (signal.aborted) stop();
		signal.addEventListener('abort', stop, { once: true });
		void work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
	});
