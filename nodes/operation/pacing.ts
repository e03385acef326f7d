/**
 * Runs jobs in order, the first one alone (it fetches the token that the others use), then at most `concurrency` at
 * once. Once `run` gives false no further job starts; those under way are waited for.
 */
export const paced = async <Job>(
	jobs: readonly Job[],
	concurrency: number,
	run: (job: Job) => Promise<boolean>,
): Promise<void> => {
	if (jobs.length === 0 || !(await run(jobs[0]))) return;
	let next = 1;
	let going = true;
	const lane = async () => {
		while (going && next < jobs.length) {
			const goOn = await run(jobs[next++]);
			going &&= goOn;
		}
	};
	await Promise.all(Array.from({ length: Math.min(concurrency, jobs.length - 1) }, lane));
};
