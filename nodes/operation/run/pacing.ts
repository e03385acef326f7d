import { sleep } from 'n8n-workflow';

/**
 * Runs jobs in order, the first one alone (it fetches the token that the others use), then at most `concurrency` at
 * once. Once `run` gives false, or throws, no further job starts; those under way are waited for.
 */
export const paced = async <Job>(
	jobs: readonly Job[],
	concurrency: number,
	run: (job: Job) => Promise<boolean>,
): Promise<void> => {
	if (jobs.length === 0 || !(await run(jobs[0]))) return;
	let next = 1;
	let going = true;
	let thrown: { readonly error: unknown } | undefined;
	const lane = async () => {
		while (going && next < jobs.length) {
			const goOn = await run(jobs[next++]);
			going &&= goOn;
		}
	};
	const lanes: Array<Promise<void>> = [];
	while (going && next < jobs.length && lanes.length < concurrency) {
		const ended = lane().catch((error: unknown) => {
			thrown ??= { error };
			going = false;
		});
		lanes.push(ended);
		// Lanes that start together stay together: a burst of calls, then all of them waiting.
		await sleep(0);
	}
	await Promise.all(lanes);
	if (thrown) throw thrown.error;
};
