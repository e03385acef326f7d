import type { IDataObject } from 'n8n-workflow';

import { changeOf, undoOf, unverified } from './difference';
import type { Facts } from './facts';
import { lookedUpIn } from './lookedUp';
import { planOf } from './plan';
import type { Results, Run, StepRequest } from './run';
import type { Accepted, Planned } from './verdict';
import { isAccepted, isPlanned } from './verdict';

export const resultOf = (run: Run, asked: StepRequest, verdict: Accepted | Planned, facts: Facts): Results => {
	const { name, operation } = run;
	const { values, options } = asked;
	const { before, aftermath } = facts;
	const nothing = isPlanned(verdict) ? verdict.request === null && !asked.waits : verdict.outcome === 'unchanged';
	const told = nothing ? false : isAccepted(verdict) ? verdict.changed : undefined;
	const changed = changeOf(operation, values, before, told);
	const result: IDataObject = {
		success: true,
		operation: name,
		outcome: isAccepted(verdict) && changed === false ? 'unchanged' : verdict.outcome,
		changed,
		...(values as IDataObject),
		...lookedUpIn(asked),
		response: isAccepted(verdict) ? ((verdict.answer.json ?? null) as IDataObject | null) : null,
		undo: undoOf(run, values, before, changed),
	};
	if (isPlanned(verdict)) {
		const plan = planOf(run, asked, values, { before, changed });
		return [{ ...result, request: verdict.request as IDataObject | null, ...plan }];
	}
	const doubt = options.verify === true ? unverified(operation, values, facts) : undefined;
	if (doubt) return doubt;
	const { remaining, note } = aftermath(values);
	const notes = [result.outcome === 'unchanged' ? asked.unchanged : undefined, note].filter(Boolean);
	if (options.verify === true) result.verified = true;
	if (notes.length > 0) result.note = notes.join(' ');
	if (options.reportRemaining === true) result.remaining = (remaining ?? null) as IDataObject;
	return [result];
};
