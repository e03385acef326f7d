import type { Option } from '../../model';
import { forRun, wholeNumberBetween } from '../../model';

export const concurrency = forRun(
	wholeNumberBetween(
		{
			displayName: 'Concurrency',
			name: 'concurrency',
			description:
				'The most requests under way at once: the first one of a run goes alone, and there are fewer while the provider is overloaded',
		},
		1,
		50,
		20,
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

/** A read has no options of its own; it goes by the same bounds. */
export const readOptions: readonly Option[] = [concurrency, maxRetries, timeout];
