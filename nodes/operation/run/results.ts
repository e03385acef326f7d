import type { Asked } from '../panel';
import { bulkResults } from './bulkResults';
import type { Facts } from './facts';
import { resultOf } from './result';
import type { Results, Run } from './run';
import type { Part } from './verdict';

/** The results of one item, or why it has none. */
export const resultsOf = (run: Run, asked: Asked, parts: readonly Part[], facts: Facts): Results => {
	if (run.operation.bulk) return bulkResults(run, run.operation.bulk, asked, parts, facts);
	const [{ verdict }] = parts;
	return 'message' in verdict ? verdict : resultOf(run, asked, verdict, facts);
};
