import { isRefused, readable } from '../panel';
import { readerOf, readPages } from '../wire';
import type { Read } from '../words';
import { variantOf } from '../words';
import { orRefused } from './orRefused';
import { paced } from './pacing';
import type { Outcome, Results, Run } from './run';
import { hasFailed } from './run';

/** The lists and objects that the items of a run ask for. */
export const readAll = async ({ operation, asked, connection, goesOn }: Run<Read>): Promise<Outcome> => {
	const reader = readerOf(connection);
	const results: Results[] = asked.map((read) => (isRefused(read) ? read : []));
	let failure: Outcome['failure'];
	await paced(readable(asked), reader.atOnce, async ([item, { values, options }]) => {
		const result = await orRefused(async () => {
			const read = await variantOf(operation, values, reader);
			return 'message' in read ? read : await readPages({ connection, reader }, read, values, options.limit as number);
		});
		results[item] = result;
		if (goesOn || !hasFailed(result)) return true;
		failure ??= { item, refused: result };
		connection.end();
		return false;
	});
	return { results, failure };
};
