import type { IDataObject } from 'n8n-workflow';

import { isRefused } from '../panel';
import type { Compound, Refused } from '../words';
import { retold } from './audit';
import { auditOf, isAudited, refusedEvents } from './audited';
import { addressed } from './inverse';
import type { Results, Run } from './run';
import { hasFailed } from './run';
import type { Slot } from './steps';
import type { MoveFate } from './wholeFates';
import type { Ended } from './wholeResult';

/** The event of a part, as what was read once all was made shows it. */
const eventIn = (
	{ part, is, why, event }: MoveFate,
	{ task, after }: Ended,
	connection: Run['connection'],
): IDataObject[] => {
	if (!event) return [];
	const isVerified = task.asked.options.verify === true;
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

/** The result of a task, or why it has none, with an event for each access that was tried. */
export const withEventsOf = ({ connection }: Pick<Run, 'connection'>, ended: Ended, results: Results): Results => {
	if (!isAudited(ended.task.asked)) return results;
	const audit = ended.fates.flatMap((fate) => eventIn(fate, ended, connection));
	return hasFailed(results) ? { ...results, audit } : results.map((result) => ({ ...result, audit }));
};

/** Why an item wasn't begun, with the events of the single changes that it asked for. */
export const unbegun = (run: Run<Compound>, slots: readonly Slot[], item: number, refused: Refused): Refused => {
	const asked = run.asked[item];
	if (isRefused(asked) || !isAudited(asked)) return refused;
	const steps = slots.flatMap(({ items, step, task }) => (items[0] === item && step && !task ? [step] : []));
	const events = steps.map(({ change, name, values }) =>
		refusedEvents({ ...run, operation: change, name }, { values, options: asked.options }, refused),
	);
	return { ...refused, audit: steps.length === 1 ? auditOf(steps[0].change, events[0]) : events.flat() };
};
