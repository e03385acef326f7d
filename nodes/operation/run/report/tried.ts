import type { IDataObject } from 'n8n-workflow';

import type { Bulk, Step } from '../../model';
import { groupedBy } from '../../model';
import type { Outcome, Run, StepRequest } from '../types';

/** Where changes are made, for what is told of them. */
export type Acting = Pick<Run, 'connection' | 'origin'>;

/** A step, what it asked for, and what became of its users. */
export interface Tried {
	readonly step: Pick<Step, 'resource' | 'name' | 'change'>;
	readonly request: StepRequest;
	readonly outcomes: readonly Outcome[];
}

/** What would be sent for these users alone; those of other items share the request. */
export const requestsOf = (outcomes: readonly Outcome[], bulk: Bulk | undefined): IDataObject[] => {
	const planned = outcomes.filter(({ request }) => request);
	const requests = groupedBy(planned, ({ of }) => of);
	return [...requests.values()].map((own): IDataObject => {
		const [{ request }] = own;
		const body = bulk && { body: { ...request?.body, [bulk.wire]: own.map(({ id }) => id) } };
		return { ...request, ...body } as IDataObject;
	});
};

/** What there is to say of what an earlier item of the run made. */
export const madeOnce = 'An earlier item of this run asked for just the same: it was made once.';

/** Why, in the provider's words too. */
export const because = ({ why }: Pick<Outcome, 'why'>): string => {
	if (!why) return '';
	const { message, said } = why;
	if (said?.includes(message)) return said;
	return said === undefined || message.includes(said) ? message : `${message} (${said})`;
};

/** The same; of a member in the provider's words alone, where there are some. */
export const reasonOf = ({ id, why }: Outcome): string =>
	id === undefined ? because({ why }) : (why?.said ?? why?.message ?? '');
