import type { IDataObject } from 'n8n-workflow';

import { isRefused } from '../panel';
import type { Compound, Refused } from '../words';
import { retold } from './audit';
import { auditOf, isAudited, refusedEvents } from './audited';
import { addressed } from './inverse';
import type { Results, Run } from './run';
import { hasFailed } from './run';
import type { PlannedStep } from './steps';
import type { StepFate } from './wholeFates';
import type { Ended } from './wholeResult';

/** The event of a part, as what was read once all was made shows it. */
const eventIn = (
	{ part, is, why, event }: StepFate,
	{ desired, after }: Ended,
	connection: Run['connection'],
): IDataObject[] => {
	if (!event) return [];
	const isVerified = desired.asked.options.verify === true;
	const { change, seen, values } = part;
	if (is === 'failed' && event.status_id === 1)
		return [retold(event, { is: 'open', why, changed: null, verified: isVerified ? false : undefined, undo: null })];
	if (is === 'failed') return [event];
	if (isVerified && after && 'message' in after)
		return [retold(event, { is: 'open', why: after.message, verified: false })];
	const verified = isVerified ? true : undefined;
	if (event.status_id === 1) return [retold(event, { is: 'made', verified })];
	const inverse = change.state.undo(seen, values);
	const undo = inverse && addressed(connection, inverse);
	return [retold(event, { is: 'made', outcome: 'applied', changed: true, verified, undo })];
};

/** The result of a desired state, or why it has none, with an event for each access that was tried. */
export const withEventsOf = ({ connection }: Pick<Run, 'connection'>, ended: Ended, results: Results): Results => {
	if (!isAudited(ended.desired.asked)) return results;
	const audit = ended.fates.flatMap((fate) => eventIn(fate, ended, connection));
	return hasFailed(results) ? { ...results, audit } : results.map((result) => ({ ...result, audit }));
};

/** Why an item wasn't begun, with the events of the single changes that it asked for. */
export const unbegun = (run: Run<Compound>, steps: readonly PlannedStep[], item: number, refused: Refused): Refused => {
	const asked = run.asked[item];
	if (isRefused(asked) || !isAudited(asked)) return refused;
	const own = steps.flatMap(({ items, step, desired }) => (items[0] === item && step && !desired ? [step] : []));
	const events = own.map(({ change, name, values }) =>
		refusedEvents({ ...run, operation: change, name }, { values, options: asked.options }, refused),
	);
	return { ...refused, audit: own.length === 1 ? auditOf(own[0].change, events[0]) : events.flat() };
};
