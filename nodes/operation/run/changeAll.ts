import { isRefused } from '../panel';
import { readerOf } from '../wire';
import { carryOut } from './carryOut';
import { check } from './checks';
import type { Outcome, Run } from './run';
import { nothingMade } from './run';

/** Guards, reads, changes, reads back: results or a refusal for each item. */
export const changeAll = async (run: Run): Promise<Outcome> => {
	const reader = readerOf(run.connection);
	const checked = await check(run, reader);
	const { asked } = checked;
	if (!run.goesOn && asked.some(isRefused))
		return { results: asked.map((read) => (isRefused(read) ? read : [])), tally: () => nothingMade };
	return await carryOut(run, reader, checked);
};
