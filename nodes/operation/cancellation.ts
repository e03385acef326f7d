/** Waits for `work`, but no longer than the execution: n8n sees a sign-in through that was under way when it ended. */
export const whileRunning = async <Result>(work: Promise<Result>, signal: AbortSignal | undefined): Promise<Result> => {
	if (!signal) return await work;
	return await new Promise<Result>((resolve, reject) => {
		const stop = () => reject(new Error('The execution has ended'));
		signal.addEventListener('abort', stop, { once: true });
		void work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
	});
};
