import type { IDataObject } from 'n8n-workflow';

import { brokenMessage } from '../support/summaries';

/** What somebody else says of one access. */
interface Told {
	readonly user: unknown;
	/** Where its events tell that in a way of their own. */
	readonly place?: string;
	/** The operation of the single change. */
	readonly operation: string;
	readonly says: 'done' | 'not' | 'unsent' | 'open' | 'other';
}

const statuses: Partial<Record<Told['says'], number>> = { done: 1, not: 2, open: 0 };

/** Events are a list, or one where a result is about one access. */
export const eventsIn = (json: IDataObject): IDataObject[] | undefined => {
	const { audit = (json.error as IDataObject | undefined)?.audit } = json;
	if (audit === undefined) return undefined;
	return Array.isArray(audit) ? (audit as IDataObject[]) : [audit as IDataObject];
};

/** Whether the events tell the same story as the result that they stand beside, and one each. */
export const brokenEvents = (
	events: readonly IDataObject[],
	all: readonly Told[],
	placeIn: (event: IDataObject) => string | undefined = () => undefined,
): string[] => {
	const left = [...events];
	const broken: string[] = [];
	for (const { user, place, operation, says } of all) {
		const at = left.findIndex((event) => {
			const { uid } = event.user as IDataObject;
			return uid === String(user) && placeIn(event) === place;
		});
		const [event] = at < 0 ? [] : left.splice(at, 1);
		const access = [user, place].join(' ').trim();
		if (!event) {
			if (statuses[says] !== undefined) broken.push(`has no event of ${access}`);
			continue;
		}
		if (event.status_id !== statuses[says])
			broken.push(`tells ${access} as ${says}, and the event has the status ${String(event.status_id)}`);
		const unmapped = event.unmapped as IDataObject;
		if (unmapped.operation !== operation) broken.push(`has an event of ${String(unmapped.operation)} for ${access}`);
	}
	return [
		...broken,
		...events.flatMap(brokenMessage),
		...left.map((event) => `has an event too many: ${JSON.stringify(event)}`),
	];
};
