import { choice, flag, forItem, forRun, wholeNumberBetween } from '../../model';
import { justification } from './justification';
import { protectedUsers } from './protectedUsers';
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
			description: 'What to do when the change worked for some only',
		},
		[
			{ name: 'Fail', value: 'fail', description: 'Treat it as a failed item that names the others' },
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

export const auditEvent = forItem(
	flag({
		displayName: 'Audit Event',
		name: 'auditEvent',
		description:
			"Whether to add 'audit' to the result: the change as an event of OCSF 1.8.0, also to failed items where the node goes on. A dry run changes nothing, and has none.",
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

export const planValidFor = forItem(
	wholeNumberBetween(
		{
			displayName: 'Plan Valid For (Hours)',
			name: 'planValidFor',
			description: 'How long the plan of a dry run may be applied',
		},
		1,
		720,
		24,
	),
);

/** What every operation that changes something has. */
export const everyChange = [
	auditEvent,
	concurrency,
	dryRun,
	ifUnchanged,
	maxChanges,
	maxRetries,
	planValidFor,
	protectedUsers,
	timeout,
	verify,
	...justification,
];

/** What every operation has that tells of several changes in one result. */
export const everyWhole = [partialFailure, ...everyChange];
