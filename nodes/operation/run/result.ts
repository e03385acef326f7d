import type { IDataObject } from 'n8n-workflow';

import type { Asked } from '../panel';
import { changeOf, undoOf, unverified } from './difference';
import type { Facts } from './facts';
import type { Results, Run } from './run';
import type { Accepted, Planned } from './verdict';
import { isAccepted, isPlanned } from './verdict';

export const resultOf = (
	{ name, operation }: Run,
	{ values, options }: Asked,
	verdict: Accepted | Planned,
	facts: Facts,
): Results => {
	const { before, aftermath } = facts;
	const nothing = isPlanned(verdict) ? verdict.request === null : verdict.outcome === 'unchanged';
	const told = nothing ? false : isAccepted(verdict) ? verdict.changed : undefined;
	const changed = changeOf(operation, values, before, told);
	const result: IDataObject = {
		success: true,
		operation: name,
		outcome: isAccepted(verdict) && changed === false ? 'unchanged' : verdict.outcome,
		changed,
		...(values as IDataObject),
		response: isAccepted(verdict) ? ((verdict.answer.json ?? null) as IDataObject | null) : null,
		undo: undoOf(operation, values, before, changed),
	};
	if (isPlanned(verdict)) return [{ ...result, request: verdict.request as IDataObject | null }];
	const doubt = options.verify === true ? unverified(operation, values, facts) : undefined;
	if (doubt) return doubt;
	const { remaining, note } = aftermath(values);
	if (options.verify === true) result.verified = true;
	if (typeof note === 'string') result.note = note;
	if (options.reportRemaining === true) result.remaining = (remaining ?? null) as IDataObject;
	return [result];
};
