import {
	accesses,
	bytes,
	changeKinds,
	changesSent,
	kindNames,
	providerFor,
	results,
	run,
	signInOf,
} from '../support/changes';
import { ada, bob } from '../support/members';
import { setUp } from '../support/setUp';
import { links } from '../support/workflow';

setUp();

describe.each(kindNames)('a dry run of %s', (name) => {
	const change = changeKinds[name];

	it('changes nothing, sends only reads, and says exactly what is sent without it', async () => {
		const way = signInOf[change.node];
		const before = bytes(change);
		const planned = await run(change, [change.changing, change.idle], { dryRun: true }, { way });
		expect(bytes(change)).toBe(before);
		expect(changesSent(change)).toEqual([]);
		const plans = results(planned.outputs);
		expect(links(planned.outputs[0])).toEqual([0, 1]);
		expect(plans).toMatchObject([
			{ success: true, outcome: 'planned', changed: false, wouldChange: true, undo: { operation: expect.any(String) } },
			{ success: true, outcome: 'planned', changed: false, wouldChange: false, undo: null },
		]);
		const { status } = await run(change, [change.changing, change.idle], { concurrency: 1 }, { way });
		expect(status).toBe('success');
		const sent = changesSent(change).map(({ method, url, body }) => ({
			method,
			url: new URL(url, providerFor(change).url).href,
			...(body && { body: JSON.parse(body) as unknown }),
		}));
		expect(plans.flatMap(({ request }) => request ?? [])).toEqual(sent);
		expect(sent.length).toBeGreaterThan(0);
	});

	it('of some items leaves those out that are only planned', async () => {
		const before = accesses(change);
		const items = [
			{ ...change.changing, dryRun: true },
			{ ...change.idle, dryRun: false },
			{ ...change.changing, dryRun: true },
		];
		const { outputs } = await run(change, items, { dryRun: '={{ $json.dryRun }}' });
		expect(results(outputs).map(({ outcome }) => outcome)).toEqual([
			'planned',
			expect.stringMatching(/applied|unchanged/),
			'planned',
		]);
		expect(accesses(change)).toEqual(before);
		expect(changesSent(change).length).toBeLessThan(2);
	});

	it('that may not read says that it is not known', async () => {
		providerFor(change).fault({ method: 'GET', status: 403, body: 'no', times: 50 });
		const { outputs, error } = await run(change, [change.changing], { dryRun: true });
		expect(changesSent(change)).toEqual([]);
		// Without the role, or the user that must not be created, what would be sent isn't known either, and nothing would be.
		if (change.apiVersion === 'v3') expect(error?.message).toBeTruthy();
		else
			expect(results(outputs)).toMatchObject([{ outcome: 'planned', changed: false, wouldChange: null, undo: null }]);
	});

	it.each(['={{ $json.missing }}', '={{ "" }}', '={{ "perhaps" }}', '={{ null }}'])(
		'that is asked for by %s, which is neither true nor false, sends nothing',
		async (dryRun) => {
			await run(change, [change.changing], { dryRun }, { onError: 'continueRegularOutput' });
			expect(changesSent(change)).toEqual([]);
		},
	);
});

it('a dry run of one of two items that share a request leaves its member out of it', async () => {
	const change = changeKinds['clientDirectory removeMembers'];
	const items = [
		{ ...change.changing, userIds: [ada], dryRun: false },
		{ ...change.changing, userIds: [bob], dryRun: true },
	];
	await run(change, items, { dryRun: '={{ $json.dryRun }}' });
	expect(changesSent(change).map(({ body }) => JSON.parse(body) as unknown)).toEqual([{ user_ids: [ada] }]);
});
