import { readerOf } from '../wire';
import { carryOut } from './carryOut';
import { check } from './checks';
import type { Outcome, Run } from './run';

/** Guards, reads, changes, reads back: results or a refusal for each item. */
export const changeAll = async (run: Run): Promise<Outcome> => {
	const reader = readerOf(run.connection);
	return await carryOut(run, reader, await check(run, reader));
};
