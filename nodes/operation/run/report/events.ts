import type { IDataObject } from 'n8n-workflow';

import type { Told } from '../../audit';
import { eventOf } from '../../audit';
import type { Refused, SetStep, Step } from '../../model';
import { isBulk, subjectsOf } from '../../model';
import type { ItemRequest } from '../../panel';
import { justified } from '../../panel';
import { addressed } from '../../saved';
import { summaryOf } from '../../summary';
import type { Outcome, Settled } from '../types';
import { failedWith, isAccepted, isKnown } from '../types';
import type { Acting, Tried } from './tried';
import { reasonOf } from './tried';

/** Whether an item is to tell of itself by events: a dry run changes nothing. */
export const isAudited = ({ options }: Pick<ItemRequest, 'options'>): boolean =>
	options.auditEvent === true && options.dryRun !== true;

/** What an event tells of an outcome. */
const toldOf = ({ connection }: Acting, outcome: Outcome, isVerified: boolean): Omit<Told, 'message'> => {
	const { is, why, trace, changed, undo, isUnconfirmed } = outcome;
	const [isMade, isOpen] = [isAccepted(outcome), is === 'unknown' || isUnconfirmed === true];
	const verified =
		isMade || !isUnconfirmed ? (isMade && isVerified ? true : undefined) : isVerified ? false : undefined;
	return {
		status: isMade ? 'success' : isOpen ? 'unknown' : 'failure',
		code: why?.status ?? trace?.status,
		why: why && reasonOf(outcome),
		at: trace?.at,
		beside: {
			outcome: isMade ? (changed === false ? 'unchanged' : 'applied') : isUnconfirmed ? 'applied' : null,
			changed: isMade ? changed : isOpen ? null : false,
			verified,
			requestId: trace?.requestId,
			tries: trace?.tries ?? 0,
			undo: isMade && undo ? addressed(connection, undo) : null,
		},
	};
};

interface Seen {
	readonly outcome: Outcome;
	/** Whether it was to be verified. */
	readonly isVerified: boolean;
	/** Whether what was accepted was read back. */
	readonly isSeen: boolean;
}

/** The event of one user of a step. */
const eventFor = (
	run: Acting,
	step: Pick<Step, 'name' | 'change'> & Pick<SetStep, 'names'>,
	asked: Pick<ItemRequest, 'lookedUp' | 'picked' | 'options'>,
	{ outcome, isVerified, isSeen }: Seen,
): IDataObject => {
	const { values, before } = outcome;
	const held = isKnown(before) ? before.held : undefined;
	const provider = run.connection.provider.access.name;
	const message = summaryOf(step, asked, outcome, { isSeen, provider });
	const { beside, ...told } = toldOf(run, outcome, isVerified);
	const said = { ...beside, ...justified(asked.options) };
	return eventOf(run, { step, asked, values, held }, { message, ...told, beside: said });
};

/** The events of a step, one for each of its users in their order; `why`: they have no result although they were accepted. */
export const eventsOf = (run: Acting, { step, request, outcomes }: Tried, why?: Refused): IDataObject[] => {
	const given = new Map(outcomes.map((outcome) => [outcome.id, outcome]));
	const { change } = step;
	return subjectsOf(change, request.values).flatMap((values): IDataObject[] => {
		const own = given.get(isBulk(change) ? String(values[change.subject.property.name]) : undefined);
		if (!own) return [];
		const outcome: Outcome = why ? { ...own, is: 'unknown', why, changed: null, undo: null } : own;
		const isVerified = request.options.verify === true;
		return [eventFor(run, step, request, { outcome, isVerified, isSeen: isVerified })];
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
		const outcome = { ...failedWith(refused), values, ...rest };
		return eventFor(run, step, asked, { outcome, isVerified: false, isSeen: false });
	});

/** The events of a set: one for each access that was tried. */
export const setEvents = (run: Acting, { desired: { asked }, made, after }: Settled): IDataObject[] => {
	const how = { isVerified: asked.options.verify === true, isSeen: Array.isArray(after) };
	const tried = made.filter(({ outcome }) => outcome.is !== 'notSent');
	return tried.map(({ step, outcome }) => eventFor(run, step, asked, { outcome, ...how }));
};
