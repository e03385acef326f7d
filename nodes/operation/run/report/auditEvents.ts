import type { IDataObject } from 'n8n-workflow';

import type { ItemRequest } from '../../panel';
import type { Refused, Step } from '../../model';
import { isBulk, subjectsOf } from '../../model';
import type { Made, Outcome, Settled } from '../types';
import { failedWith } from '../types';
import { eventOf } from './auditEvent';
import type { Acting, Tried } from './tried';

/** Whether an item is to tell of itself by events: a dry run changes nothing. */
export const isAudited = ({ options }: Pick<ItemRequest, 'options'>): boolean =>
	options.auditEvent === true && options.dryRun !== true;

/** The events of a step, one for each of its users in their order; `why` they have no result although they were accepted. */
export const eventsOf = (run: Acting, { step, request, outcomes }: Tried, why?: Refused): IDataObject[] => {
	const given = new Map(outcomes.map((outcome) => [outcome.id, outcome]));
	const ordered = subjectsOf(step.change, request.values).map((values) =>
		given.get(isBulk(step.change) ? String(values[step.change.subject.property.name]) : undefined),
	);
	return ordered.flatMap((outcome): IDataObject[] => {
		if (!outcome) return [];
		const told: Outcome = why ? { ...outcome, is: 'unknown', why, changed: null, undo: null } : outcome;
		return [eventOf(run, step, request, told)];
	});
};

/** Of what is told by one event, that one. */
export const auditOf = ({ change }: Pick<Step, 'change'>, events: readonly IDataObject[]): Refused['audit'] =>
	isBulk(change) ? events : events[0];

/** The events of a step of which nothing but the refusal is known. */
export const refusedEvents = (
	run: Acting,
	step: Pick<Step, 'name' | 'change' | 'values'>,
	asked: ItemRequest,
	refused: Refused,
): IDataObject[] =>
	subjectsOf(step.change, step.values).map((values) => {
		const rest = { of: refused, isAlone: true, isAgain: false, changed: null, undo: null };
		return eventOf(run, step, asked, { ...failedWith(refused), values, ...rest });
	});

/** The events of a set: one for each access that was tried. */
export const setEvents = (run: Acting, { desired, made }: Settled): IDataObject[] =>
	made
		.filter(({ outcome }) => outcome.is !== 'notSent')
		.map(({ step, outcome }: Made) => {
			const asked = { ...desired.asked, values: step.values };
			return eventOf(run, step, asked, outcome, desired.asked.options.verify === true);
		});
