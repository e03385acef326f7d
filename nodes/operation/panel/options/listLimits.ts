import type { Parameter } from '../../model';
import { flag, wholeNumberBetween } from '../../model';

/** `Return All` and `Limit` of a list are no options, but read like them. */
export const returnAll: Parameter = flag({
	displayName: 'Return All',
	name: 'returnAll',
	description: 'Whether to return all results or only up to a given limit',
});

export const limit: Parameter = wholeNumberBetween(
	{ displayName: 'Limit', name: 'limit', description: 'Max number of results to return' },
	1,
	1_000_000_000,
	50,
);
