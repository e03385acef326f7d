import type { IDataObject } from 'n8n-workflow';

import { lookedUpIn } from '../../lookup';
import { addressed, planOf } from '../../saved';
import type { Results } from '../types';
import { isAmiss } from '../types';
import type { Acting, Tried } from './tried';
import { madeOnce, requestsOf } from './tried';

/** The result of a change of one user, or why it has none. */
export const resultOf = ({ connection }: Acting, tried: Tried): Results => {
	const { step, request, outcomes } = tried;
	const [outcome] = outcomes;
	const { is, why, answer, changed, undo, note, remaining } = outcome;
	if (why && isAmiss(outcome)) return { ...why, trace: outcome.trace };
	const { values, options } = request;
	const isUnchanged = is !== 'planned' && changed === false;
	const result: IDataObject = {
		success: true,
		operation: step.name,
		outcome: isUnchanged ? 'unchanged' : is,
		changed,
		...(values as IDataObject),
		...lookedUpIn(request),
		response: (answer?.json ?? null) as IDataObject | null,
		undo: undo && addressed(connection, undo),
	};
	if (is === 'planned') {
		const [planned = null] = requestsOf(outcomes, undefined);
		return [{ ...result, request: planned, ...planOf(connection, step, request, outcomes) }];
	}
	const again = outcome.isAgain ? madeOnce : undefined;
	const notes = [isUnchanged ? request.unchanged : again, note].filter(Boolean);
	if (options.verify === true) result.verified = true;
	if (notes.length > 0) result.note = notes.join(' ');
	if (options.reportRemaining === true) result.remaining = (remaining ?? null) as IDataObject;
	return [result];
};
