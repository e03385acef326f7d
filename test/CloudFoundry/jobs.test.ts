import { asJson, home, runUsers, user } from '../support/cloudFoundry';
import { sandbox, setUp } from '../support/setUp';
import { json } from '../support/workflow';

// What is said of a removal that API v3 makes by a job, word for word.

setUp();

const guid = 'job-1';
const accepted = (headers: Record<string, string>) =>
	sandbox.cloudFoundry.fault({ method: 'DELETE', path: '/v3/roles/', status: 202, headers });
const answered = (status: number, body: unknown) =>
	sandbox.cloudFoundry.fault({ path: '/v3/jobs/', status, headers: asJson, body: JSON.stringify(body), times: 9 });
const named = () => accepted({ location: `${sandbox.cloudFoundry.url}/v3/jobs/${guid}` });

const removed = async (options = {}) => {
	const { error, outputs } = await runUsers('removeOrganization', [{ userGuid: user, organizationGuid: home }], {
		apiVersion: 'v3',
		options: { maxRetries: 0, ...options },
	});
	return { error, told: [error?.message, error?.description?.replace(/ In this run, .*$/, '')], outputs };
};

const isNotKnown = "Cloud Foundry accepted the change, but it isn't known whether it was made: ";
const lookAtJob = `Look up the job with 'cf curl /v3/jobs/${guid}', or run the item again: what is done already stays as it is.`;

it.each<Record<string, string>>([
	{},
	{ location: '' },
	{ location: 'https://api.example.com/v3/jobs/' },
	{ location: 'https://api.example.com/v3/jobs/job-1/more' },
	{ location: 'https://api.example.com/v3/apps/job-1' },
])('no job: %j', async (headers) => {
	accepted(headers);
	expect((await removed()).told).toEqual([
		`${isNotKnown}it named no job for it`,
		'Look up the access there, or run the item again: what is done already stays as it is.',
	]);
	expect(sandbox.cloudFoundry.requests.filter(({ url }) => url.includes('/jobs/'))).toEqual([]);
});

it.each<readonly [number, unknown, string]>([
	[200, {}, "the job doesn't tell (status 200)"],
	[200, null, "the job doesn't tell (status 200)"],
	[200, { state: 7 }, "the job doesn't tell (status 200)"],
	[202, { state: 'COMPLETE' }, "the job doesn't tell (status 202)"],
	[404, { errors: [] }, "the job doesn't tell (status 404)"],
])('a job that does not tell: %d, %j', async (status, body, why) => {
	named();
	answered(status, body);
	expect((await removed()).told).toEqual([isNotKnown + why, lookAtJob]);
});

it('a job that can not be asked', async () => {
	named();
	sandbox.cloudFoundry.fault({ path: '/v3/jobs/', drop: 'before', times: 9 });
	expect((await removed()).told).toEqual([`${isNotKnown}The connection to Cloud Foundry broke`, lookAtJob]);
});

it.each<readonly [unknown, string]>([
	[
		[
			{ title: 'CF-Locked', detail: 'It is locked' },
			{ title: 'CF-More', detail: 'More' },
		],
		'CF-Locked: It is locked',
	],
	[[{ title: 'CF-Locked' }], 'CF-Locked'],
	[[{ detail: 'It is\n locked' }], 'It is locked'],
	[[{ code: 10008 }], 'it gave no reason'],
	[[{ title: {}, detail: [] }], 'it gave no reason'],
	[[{ title: '', detail: ' ' }], 'it gave no reason'],
	[[null, { title: 'CF-Locked', detail: 'It is locked' }], 'CF-Locked: It is locked'],
	[[], 'it gave no reason'],
	[undefined, 'it gave no reason'],
	[['It is locked'], 'it gave no reason'],
	['It is locked', 'it gave no reason'],
])('a job that failed with %j', async (errors, why) => {
	named();
	answered(200, { state: 'FAILED', errors });
	expect((await removed()).told).toEqual([
		"Cloud Foundry accepted the change, but couldn't make it",
		`The job ended with "${why}". Remove what stands in the way, then run the item again.`,
	]);
});

it('a job that takes its time is asked after 0.1, 0.2 and 0.4 s', async () => {
	sandbox.cloudFoundry.state.jobPolls = 3;
	const start = Date.now();
	const { outputs } = await removed();
	expect(json(outputs[0])).toMatchObject([{ outcome: 'applied', changed: true }]);
	expect(Date.now() - start).toBeGreaterThan(650);
	expect(sandbox.cloudFoundry.requests.filter(({ url }) => url.includes('/jobs/'))).toHaveLength(4);
});
