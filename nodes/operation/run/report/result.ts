import type { IDataObject } from 'n8n-workflow';

import { lookedUpIn } from '../../lookup';
import { echoOf } from '../../model';
import { justified } from '../../panel';
import { addressed, planOf } from '../../saved';
import { changedAs, summaryOf } from '../../summary';
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
	const { options } = request;
	const { values } = outcome;
	const isPlanned = is === 'planned';
	const isUnchanged = !isPlanned && changed === false;
	const how = { isSeen: options.verify === true, provider: connection.provider.access.name };
	const result: IDataObject = {
		summary: summaryOf(step, request, outcome, how),
		success: true,
		operation: step.name,
		outcome: isUnchanged ? 'unchanged' : is,
		...changedAs(changed, isPlanned),
		...(step.change.byWord ? echoOf(step.change, values) : (values as IDataObject)),
		...lookedUpIn(request),
		...justified(options),
	};
	const back = undo && addressed(connection, undo);
	if (isPlanned) {
		const [planned = null] = requestsOf(outcomes, undefined);
		const { plan, ...rest } = planOf(connection, step, request, outcomes);
		return [{ ...result, undo: back, request: planned, ...rest, plan }];
	}
	result.response = (answer?.json ?? null) as IDataObject | null;
	result.undo = back;
	const more = outcome.isAgain ? madeOnce : changed && !back && step.change.state.noUndo;
	const notes = [isUnchanged ? request.unchanged : more, note].filter(Boolean);
	if (options.verify === true) result.verified = true;
	if (notes.length > 0) result.note = notes.join(' ');
	if (options.reportRemaining === true) result.remaining = (remaining ?? null) as IDataObject;
	return [result];
};
