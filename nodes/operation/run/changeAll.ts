import { readerOf } from '../wire';
import { withEvents } from './audited';
import { apply } from './apply';
import { check } from './checks';
import type { Outcome, Run } from './run';

/** Guards, reads, changes, reads back: results or a refusal for each item. */
export const changeAll = async (run: Run): Promise<Outcome> => {
	const reader = readerOf(run.connection);
	const outcome = await apply(run, reader, await check(run, reader));
	return { ...outcome, results: withEvents(run, outcome.results) };
};
