import { choice, forItem, forRun, wholeNumberBetween } from './parameters';

export const ifUnchanged = forItem(
	choice(
		{
			displayName: 'If Unchanged',
			name: 'ifUnchanged',
			description: 'What to do when the access is already as asked',
		},
		[
			{ name: 'Fail', value: 'fail', description: 'Treat it as a failed item' },
			{ name: 'Succeed', value: 'succeed', description: "Return a result with the outcome 'unchanged'" },
		],
		'succeed',
	),
);

export const partialFailure = forItem(
	choice(
		{
			displayName: 'Partial Failure',
			name: 'partialFailure',
			description: 'What to do when the change worked for some members only',
		},
		[
			{ name: 'Fail', value: 'fail', description: 'Treat it as a failed item that names the members' },
			{ name: 'Report', value: 'report', description: "Return a result with 'success' false that lists them" },
		],
		'fail',
	),
);

export const output = forItem(
	choice(
		{ displayName: 'Output', name: 'output', description: 'How many results to return' },
		[
			{ name: 'Members', value: 'members', description: 'One result for each member' },
			{ name: 'Summary', value: 'summary', description: 'One result for each input item' },
		],
		'summary',
	),
);

export const batchSize = forRun(
	wholeNumberBetween(
		{ displayName: 'Batch Size', name: 'batchSize', description: 'How many members to send in one request at most' },
		1,
		1000,
		500,
	),
);

export const concurrency = forRun(
	wholeNumberBetween(
		{
			displayName: 'Concurrency',
			name: 'concurrency',
			description: 'How many requests may be under way at once; the first one of a run always goes alone',
		},
		1,
		50,
		5,
	),
);

export const timeout = forRun(
	wholeNumberBetween(
		{
			displayName: 'Timeout (Ms)',
			name: 'timeout',
			description: 'How long to wait for the answer to one request, in milliseconds',
		},
		1,
		300000,
		30000,
	),
);

export const maxRetries = forRun(
	wholeNumberBetween(
		{
			displayName: 'Max Retries',
			name: 'maxRetries',
			description:
				'How often to try a request again after the first time, where that is safe: when the provider is overloaded or the connection breaks',
		},
		0,
		10,
		3,
	),
);

/** What every operation that changes something has. */
export const everyChange = [concurrency, maxRetries, timeout];
