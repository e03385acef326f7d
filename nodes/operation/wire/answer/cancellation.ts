/** Waits for `work`, but no longer than the signal: n8n sees a sign-in through that was under way when its execution ended. */
export const whileRunning = async <Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> =>
	await new Promise<Result>((resolve, reject) => {
		const stop = () => reject(new Error('Ended'));
		if (signal.aborted) stop();
		signal.addEventListener('abort', stop, { once: true });
		void work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
	});
