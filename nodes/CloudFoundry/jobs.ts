import { isObject } from '../operation/answer';
import type { Operation } from '../operation/operation';
import { operation } from '../operation/operation';
import { idText } from '../operation/parameters';

const jobGuid = idText({ displayName: 'Job GUID', name: 'jobGuid', description: 'A job of API v3' });

const job = operation({
	name: 'Get Job',
	action: 'Get job',
	description: 'How far a change has got',
	docs: 'https://v3-apidocs.cloudfoundry.org',
	route: 'GET /v3/jobs/{guid}',
	path: { guid: jobGuid },
});

const mostPolls = 60;

const unfinished = (what: string, description: string) => ({ message: what, description, undecided: true });

/** v3 answers 202 and names a job: the change is made once the job is complete. */
export const settle: Operation['settle'] = async ({ headers }, reader) => {
	const [, guid] = /\/v3\/jobs\/([\w.~-]+)$/.exec(headers.location ?? '') ?? [];
	if (guid === undefined)
		return unfinished(
			'Cloud Foundry accepted the change, but named no job for it',
			"It isn't known whether the change was made: look it up there.",
		);
	for (let polled = 0; polled < mostPolls; polled++) {
		const reply = await reader.send(job, { jobGuid: guid });
		if ('message' in reply) return { ...reply, undecided: true };
		if (reply.status !== 200)
			return unfinished(
				`Cloud Foundry accepted the change, but doesn't tell what became of it (status ${reply.status})`,
				"It isn't known whether the change was made: look it up there.",
			);
		const { state, errors } = isObject(reply.json) ? reply.json : {};
		if (state === 'COMPLETE') return undefined;
		if (state === 'FAILED') {
			const [first] = Array.isArray(errors) ? errors : [];
			const detail = isObject(first) ? `${String(first.title)}: ${String(first.detail)}` : 'it gave no reason';
			return {
				message: "Cloud Foundry accepted the change, but couldn't make it",
				description: `The job ended with "${detail}". Remove what stands in the way, then run the item again.`,
			};
		}
		await reader.pause(Math.min(100 * 2 ** polled, 2000));
	}
	return unfinished(
		"Cloud Foundry accepted the change, but hasn't made it yet",
		'Its job was still under way after about two minutes: look it up there.',
	);
};
