import { isRefused, readable } from '../panel';
import { readAccesses } from '../accesses';
import { paced, readerOf, readPages } from '../wire';
import type { AccessList, Read } from '../model';
import { isAccessList, orRefused, variantOf } from '../model';
import type { Ended, Results, Run } from './types';
import { hasFailed } from './types';

/** The lists and objects that the items of a run ask for. */
export const readAll = async ({
	operation,
	asked,
	connection,
	continueOnFail,
}: Run<AccessList | Read>): Promise<Ended> => {
	const reader = readerOf(connection);
	const results: Results[] = asked.map((read) => (isRefused(read) ? read : []));
	let failure: Ended['failure'];
	await paced(readable(asked), reader.atOnce, async ([item, { values, options }]) => {
		const result = await orRefused(async () => {
			const limit = options.limit as number;
			if (isAccessList(operation)) return await readAccesses(connection, operation, values, limit);
			const read = await variantOf(operation, values, reader);
			return 'message' in read ? read : await readPages({ connection, reader }, read, values, limit);
		});
		results[item] = result;
		if (continueOnFail || !hasFailed(result)) return true;
		failure ??= { item, refused: result };
		connection.end();
		return false;
	});
	return { results, failure };
};
