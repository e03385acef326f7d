import type { Request, Ways } from '../wire';
import { changeRequest } from '../wire';
import type { Change, Refused, Values } from '../words';
import { variantOf } from '../words';
import type { Job } from './jobs';
import type { Planned } from './verdict';

interface Goal {
	readonly operation: Change;
	readonly request: Request;
}

const isRefusal = (prepared: Values | Refused): prepared is Refused =>
	'message' in prepared && 'description' in prepared;

/** What a change would send once everything is known that it needs; `unchanged` where there is nothing to send. */
export const goalOf = async (asked: Change, job: Job, ways: Ways): Promise<Goal | Refused | 'unchanged'> => {
	const { reader, connection } = ways;
	const operation = await variantOf(asked, job.values, reader);
	if ('message' in operation) return operation;
	const prepared = operation.prepare ? await operation.prepare(job.values, reader) : job.values;
	if (prepared === 'unchanged' || isRefusal(prepared)) return prepared;
	return { operation, request: changeRequest(operation, prepared, job.options, connection.baseUrl) };
};

/** What a dry run has to say of a change. */
export const planned = async (operation: Change, job: Job, ways: Ways): Promise<Planned | Refused> => {
	const goal = await goalOf(operation, job, ways);
	if (goal === 'unchanged') return { outcome: 'planned', request: null };
	return 'message' in goal ? goal : { outcome: 'planned', request: goal.request };
};
