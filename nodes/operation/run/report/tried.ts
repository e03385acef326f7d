import type { IDataObject } from 'n8n-workflow';

import type { Bulk, Step } from '../../model';
import type { Outcome, Run, StepRequest } from '../types';
import { isAccepted } from '../types';

/** Where changes are made, for what is told of them. */
export type Acting = Pick<Run, 'connection' | 'origin'>;

/** A step, what it asked for, and what became of its users. */
export interface Tried {
	readonly step: Pick<Step, 'resource' | 'name' | 'change'>;
	readonly request: StepRequest;
	readonly outcomes: readonly Outcome[];
}

/** Whether the change was made, as far as is known; a dry run's would be. */
export const isThrough = (outcome: Outcome): boolean => isAccepted(outcome) || outcome.is === 'planned';

/** What would be sent for these users alone; those of other items share the request. */
export const requestsOf = (outcomes: readonly Outcome[], bulk: Bulk | undefined): IDataObject[] => {
	const requests = new Map<object, Outcome[]>();
	for (const outcome of outcomes) {
		if (!outcome.request) continue;
		const own = requests.get(outcome.of);
		if (own) own.push(outcome);
		else requests.set(outcome.of, [outcome]);
	}
	return [...requests.values()].map((own): IDataObject => {
		const [{ request }] = own;
		const body = bulk && { body: { ...request?.body, [bulk.wire]: own.map(({ id }) => id) } };
		return { ...request, ...body } as IDataObject;
	});
};

/** Whether something was changed: one of several is enough, and one of which nobody knows leaves it open. */
export const changedIn = (outcomes: readonly Outcome[]): boolean | null => {
	const changes = outcomes.flatMap((outcome): Array<boolean | null> => {
		if (outcome.is === 'unknown') return [outcome.isProven ?? null];
		return isThrough(outcome) ? [outcome.changed] : [];
	});
	if (changes.includes(true)) return true;
	return changes.includes(null) ? null : false;
};
