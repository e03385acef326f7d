import type { Option, Parameter } from '../words';
import { asIds, choice, flag, forItem, forRun, unreadable, wholeNumberBetween } from '../words';
import { concurrency, maxRetries, timeout } from './requestOptions';

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

export const dryRun = forItem(
	flag({
		displayName: 'Dry Run',
		name: 'dryRun',
		description: 'Whether to only say what would be sent, and whether it would change anything: nothing is changed',
	}),
);

export const verify = forItem(
	flag({
		displayName: 'Verify',
		name: 'verify',
		description:
			"Whether to read each user before and after the change: 'changed' and 'undo' are known then, and a change that can't be seen is a failed item",
	}),
);

export const reportRemaining = forItem(
	flag({
		displayName: 'Report Remaining',
		name: 'reportRemaining',
		description:
			'Whether to list, after the removal, what access the user still has at this provider, as far as the account of the credential may see it',
	}),
);

export const maxChanges = forRun(
	wholeNumberBetween(
		{
			displayName: 'Max Changes',
			name: 'maxChanges',
			description:
				'Refuse the whole run, before anything is changed, when it would change more than this; 0 means no limit',
		},
		0,
		1_000_000,
		0,
	),
);

const isEmpty = (raw: unknown): boolean => {
	if (Array.isArray(raw)) return raw.every(isEmpty);
	return raw === undefined || raw === null || (typeof raw === 'string' && /^[\s,;[\]"']*$/.test(raw));
};

const protectedBy = (raw: unknown, read?: Parameter['read']) =>
	isEmpty(raw)
		? unreadable(
				'is there but empty, and an empty list protects nobody',
				'Name the users to protect, or remove the option; where it is an expression, check what it gives',
			)
		: asIds(raw, read);

export const protectedIds: Option = {
	...forRun({
		property: {
			displayName: 'Protected IDs',
			name: 'protectedIds',
			type: 'string',
			default: '',
			placeholder: 'e.g. the IDs of your administrators',
			description:
				'Refuse the whole run, before anything is changed, when it would touch one of these users: a list, JSON, or IDs separated by commas, spaces or new lines',
		},
		read: (raw) => protectedBy(raw),
	}),
	absent: [],
	readFor:
		({ read }) =>
		(raw) =>
			protectedBy(raw, read),
};

/** What every operation that changes something has. */
export const everyChange = [concurrency, dryRun, ifUnchanged, maxChanges, maxRetries, protectedIds, timeout, verify];
