import type { Asked } from '../panel';
import { isRefused } from '../panel';
import { readAny, readerOf } from '../wire';
import type { Read, Refused } from '../words';
import { variantOf } from '../words';
import { paced } from './pacing';
import type { Outcome, Results, Run } from './run';
import { hasFailed, nothingMade } from './run';

/** The lists and objects that the items of a run ask for. */
export const readAll = async (run: Run<Read>, limits: ReadonlyArray<number | Refused>): Promise<Outcome> => {
	const { provider, operation: asked, connection, goesOn, orRefused } = run;
	const reader = readerOf(provider, connection);
	const results: Results[] = run.asked.map((read, item) => {
		const limit = limits[item];
		return isRefused(read) ? read : typeof limit === 'number' ? [] : limit;
	});
	const readable = [...run.asked.entries()].filter((entry): entry is [number, Asked] => !hasFailed(results[entry[0]]));
	let failure: Outcome['failure'];
	if (goesOn || readable.length === results.length)
		await paced(readable, run.settings.concurrency as number, async ([item, { values }]) => {
			results[item] = await orRefused(async () => {
				const operation = await variantOf(asked, values, reader);
				if ('message' in operation) return operation;
				return await readAny({ provider, connection, reader }, operation, values, limits[item] as number);
			});
			const result = results[item];
			if (goesOn || !hasFailed(result)) return true;
			failure ??= { item, refused: result };
			connection.end();
			return false;
		});
	return { results, tally: () => nothingMade, failure };
};
