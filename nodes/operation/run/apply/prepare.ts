import type { Request, Ways } from '../../wire';
import { changeRequest } from '../../wire';
import type { Change, Refused, Values } from '../../model';
import { variantOf } from '../../model';
import type { Sent } from '../types';
import { failedWith } from '../types';
import type { Batch } from './batches';

interface Prepared {
	readonly operation: Change;
	readonly request: Request;
}

const isRefusal = (prepared: Values | Refused): prepared is Refused =>
	'message' in prepared && 'description' in prepared;

/** What a change would send once everything is known that it needs; `unchanged` where there is nothing to send. */
export const prepare = async (asked: Change, batch: Batch, ways: Ways): Promise<Prepared | Refused | 'unchanged'> => {
	const { reader, connection } = ways;
	const operation = await variantOf(asked, batch.values, reader);
	if ('message' in operation) return operation;
	const prepared = operation.prepare ? await operation.prepare(batch.values, reader) : batch.values;
	if (prepared === 'unchanged' || isRefusal(prepared)) return prepared;
	return { operation, request: changeRequest(operation, prepared, batch.options, connection.baseUrl) };
};

/** What a dry run has to say of a change. */
export const planned = async (operation: Change, batch: Batch, ways: Ways): Promise<Sent> => {
	const prepared = await prepare(operation, batch, ways);
	if (prepared === 'unchanged') return { is: 'planned', request: null };
	return 'message' in prepared ? failedWith(prepared) : { is: 'planned', request: prepared.request };
};
