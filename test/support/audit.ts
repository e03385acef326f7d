import type { IDataObject } from 'n8n-workflow';

import { secrets } from './access';
import { findingsIn } from './ocsf';
import type { Ran } from './workflow';
import { json } from './workflow';

/** The events of one result or of one failed item. */
export const eventsOf = ({ audit, error }: IDataObject): IDataObject[] =>
	[audit ?? (error as IDataObject | undefined)?.audit ?? []].flat() as IDataObject[];

/** All events of a run: each as OCSF has it, each with an ID of its own, and none with a secret. */
export const eventsIn = ({ outputs, status }: Ran): IDataObject[] => {
	expect(status).toBe('success');
	const events = outputs.flatMap((items) => json(items)).flatMap(eventsOf);
	for (const event of events) {
		expect(findingsIn(event)).toEqual([]);
		expect(event).toMatchObject({
			severity_id: 1,
			actor: { app_name: 'n8n', app_uid: 'workflow' },
			metadata: {
				uid: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4/),
				correlation_uid: expect.stringMatching(/^\d+$/),
				source: 'Workflow',
				product: { name: 'n8n-nodes-access-management' },
			},
		});
		const told = JSON.stringify(event);
		for (const secret of secrets) expect(told).not.toContain(secret);
		expect(told).not.toMatch(/authorization|bearer/i);
	}
	expect(new Set(events.map(({ metadata }) => (metadata as IDataObject).uid)).size).toBe(events.length);
	return events;
};
