/**
 * Runs jobs in order, as many side by side as `atOnce` says at the time. Once `run` gives false, or throws, no further
 * job starts; those under way are waited for.
 */
export const paced = async <Job>(
	jobs: readonly Job[],
	atOnce: () => number,
	run: (job: Job) => Promise<boolean>,
): Promise<void> => {
	let next = 0;
	let underWay = 0;
	let going = true;
	let thrown: { readonly error: unknown } | undefined;
	await new Promise<void>((ended) => {
		const begin = (): void => {
			while (going && next < jobs.length && underWay < atOnce()) {
				underWay++;
				void finish(jobs[next++]);
			}
			if (underWay === 0) ended();
		};
		const finish = async (job: Job): Promise<void> => {
			try {
				const goOn = await run(job);
				going &&= goOn;
			} catch (error) {
				thrown ??= { error };
				going = false;
			}
			underWay--;
			begin();
		};
		begin();
	});
	if (thrown) throw thrown.error;
};
