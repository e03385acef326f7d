import { isPassingStatus, whenAgain } from '../operation/wire';
import type { Change } from '../operation/model';
import { idText, isObject, read, shortened, spaced } from '../operation/model';
import { v3Docs } from './versions';

const jobGuid = idText({ displayName: 'Job GUID', name: 'jobGuid', description: 'A job of API v3' });

const job = read({
	name: 'Get Job',
	action: 'Get job',
	description: 'How far a change has got',
	docs: v3Docs,
	route: 'GET /v3/jobs/{guid}',
	path: { guid: jobGuid },
	gives: { items: (json) => (isObject(json) && typeof json.state === 'string' ? [json] : undefined) },
});

const mostPolls = 60;

const notKnown = (why: string, guid?: string, when = '') => ({
	message: `Cloud Foundry accepted the change, but it isn't known whether it was made: ${why}`,
	description: guid
		? `Look up the job with 'cf curl /v3/jobs/${guid}', or run the item again${when}: what is done already stays as it is.`
		: 'Look up the access there, or run the item again: what is done already stays as it is.',
	unknown: true,
});

/** The first of its errors that says something. */
const detailOf = ({ errors }: Record<string, unknown>): string => {
	const told = (Array.isArray(errors) ? (errors as unknown[]) : [])
		.filter(isObject)
		.map(({ title, detail }) =>
			[title, detail].filter((text) => typeof text === 'string' && text.trim() !== '').join(': '),
		);
	return spaced(told.find((text) => text !== '') ?? 'it gave no reason');
};

/** v3 answers 202 and names a job: the change is made once the job is complete. */
export const settle: Change['settle'] = async ({ headers }, reader) => {
	const [, guid] = /\/v3\/jobs\/([\w.~-]+)$/.exec(headers.location ?? '') ?? [];
	if (guid === undefined) return notKnown('it named no job for it');
	for (let polled = 0; polled < mostPolls; polled++) {
		const reply = await reader.send(job, { jobGuid: guid });
		if ('message' in reply) return { ...notKnown(reply.message, guid), status: reply.status };
		const [found] = (reply.status === 200 ? job.gives.items(reply.json) : undefined) ?? [];
		if (!found) {
			const when = isPassingStatus(reply.status) ? ` ${whenAgain(reply)}` : '';
			return { ...notKnown(`the job doesn't tell (status ${reply.status})`, guid, when), status: reply.status };
		}
		if (found.state === 'COMPLETE') return undefined;
		if (found.state === 'FAILED') {
			const said = shortened(detailOf(found), 1000);
			return {
				message: "Cloud Foundry accepted the change, but couldn't make it",
				description: `The job ended with "${said}". Remove what stands in the way, then run the item again.`,
				said,
			};
		}
		await reader.pause(Math.min(100 * 2 ** polled, 2000));
	}
	return notKnown('its job was still under way after about two minutes', guid);
};
