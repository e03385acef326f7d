import * as fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import { eventsIn } from '../support/audit';
import {
	accesses,
	changeKinds,
	changesSent,
	failedAs,
	isChange,
	kindNames,
	providerFor,
	results,
	run,
} from '../support/changes';
import { unassign, users } from '../support/guardhouse';
import { restore } from '../support/plans';
import { atScale } from '../support/scale';
import { sandbox, setUp } from '../support/setUp';
import { everyRemoveAll, runWhole, sentBy } from '../support/wholes';
import { distinctParameters, runInWords, worded } from '../support/words';
import { json, links } from '../support/workflow';

// Items that ask for just the same are one change: it is sent once, and each of them tells what became of it.

setUp();

const goesOn = { onError: 'continueErrorOutput' } as const;
// Members share requests anyway.
const alone = kindNames.filter((name) => !name.endsWith('Members'));

describe.each(alone)('%s, asked for twice', (name) => {
	const change = changeKinds[name];
	const fault = (more: object) => {
		for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'])
			providerFor(change).fault({ method, path: /^(?!.*(login|token))/, ...more });
	};
	const twice = [change.changing, change.changing];

	it.each([{}, { verify: true }, { maxChanges: 1 }, { concurrency: 1 }])(
		'is sent once, and each item tells the same outcome (%j)',
		async (options) => {
			const before = providerFor(change).snapshot();
			await run(change, [change.changing]);
			const after = accesses(change);
			restore(change, before);
			const { outputs, error } = await run(change, twice, options);
			expect(error).toBeUndefined();
			expect(changesSent(change)).toHaveLength(1);
			expect(links(outputs[0])).toEqual([0, 1]);
			const told = results(outputs);
			expect(told.map(({ success, outcome }) => [success, outcome])).toEqual([
				[true, 'applied'],
				[true, 'applied'],
			]);
			if (options.verify) expect(told.map(({ verified }) => verified)).toEqual([true, true]);
			// It was changed, and can be taken back, once.
			expect(told.filter(({ changed }) => changed === true).length).toBeLessThan(2);
			expect(told.filter((one) => one.undo !== null).length).toBeLessThan(2);
			expect(accesses(change)).toEqual(after);
		},
	);

	it('is sent once where it is refused, and each item tells why', async () => {
		fault({ status: 403, body: 'not this one' });
		const { outputs } = await run(change, twice, {}, goesOn);
		expect(changesSent(change)).toHaveLength(1);
		expect(outputs.map(links)).toEqual([[], [0, 1]]);
		const [first, second] = results(outputs, 1);
		expect(first.error).toContain('not this one');
		expect(second.error).toEqual(first.error);
	});

	it('is sent once where its answer is lost, and each item says that it is not known', async () => {
		fault({ drop: 'after' });
		const options = { maxRetries: 0, auditEvent: true };
		const ran = await run(change, twice, options, { onError: 'continueRegularOutput' });
		expect(changesSent(change)).toHaveLength(1);
		expect(links(ran.outputs[0])).toEqual([0, 1]);
		for (const { error } of results(ran.outputs)) expect(error).toMatch(/isn't known/);
		expect(eventsIn(ran).map(({ status_id }) => status_id)).toEqual([0, 0]);
	});

	it('is tried again as one', async () => {
		fault({ status: 503, headers: { 'retry-after': '0' } });
		const { outputs, error } = await run(change, twice);
		expect(error).toBeUndefined();
		expect(changesSent(change)).toHaveLength(2);
		expect(results(outputs).map(({ outcome }) => outcome)).toEqual(['applied', 'applied']);
	});

	it('has an event for each item', async () => {
		const ran = await run(change, twice, { auditEvent: true });
		expect(changesSent(change)).toHaveLength(1);
		expect(eventsIn(ran).map(({ status_id }) => status_id)).toEqual([1, 1]);
	});
});

describe('any items at Guardhouse, some of which are the same', () => {
	it.each([{}, { verify: true }])(
		'send a request for each access, and each has its own result (%j)',
		async (options) => {
			const asked = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 2, maxLength: 9 });
			await fc.assert(
				fc.asyncProperty(asked, fc.constantFrom(1, 3, 50), fc.boolean(), async (places, concurrency, isRefused) => {
					const all = users(4);
					sandbox.guardhouse.requests.splice(0);
					const items = places.map((place) => all[place]);
					const refused = isRefused ? items[0].userId : undefined;
					const path = new RegExp(`/users/${refused}/`);
					if (isRefused) sandbox.guardhouse.fault({ method: 'DELETE', path, status: 403, body: 'No' });
					const { outputs } = await unassign(items, { concurrency, ...options }, 'continueErrorOutput');
					const sent = sandbox.guardhouse.requests.filter(isChange).map(({ url }) => url);
					expect(sent).toHaveLength(new Set(places).size);
					expect(new Set(sent).size).toBe(sent.length);
					const at = (isFailed: boolean) =>
						items.flatMap(({ userId }, index) => ((userId === refused) === isFailed ? [index] : []));
					expect(outputs.map(links)).toEqual([at(false), at(true)]);
					expect(json(outputs[0]).map(({ userId }) => userId)).toEqual(at(false).map((index) => items[index].userId));
				}),
				{ numRuns: atScale(6, 40) },
			);
		},
	);

	it('are sent in the order in which each was first asked for', async () => {
		const [one, other, third] = users(3);
		await unassign([other, one, other, third, one], { concurrency: 1 });
		const sent = sandbox.guardhouse.requests.filter(isChange).map(({ url }) => url.split('/')[4]);
		expect(sent).toEqual([other, one, third].map(({ userId }) => String(userId)));
	});

	it('are the same where an ID is given as text', async () => {
		const change = changeKinds['guardhouse unassignRole'];
		const { outputs } = await run(change, [change.changing, { ...change.changing, userId: '101' }]);
		expect(links(outputs[0])).toEqual([0, 1]);
		expect(changesSent(change)).toHaveLength(1);
	});

	it('are two changes where one is to log the user out', async () => {
		const change = changeKinds['guardhouse unassignRole'];
		const items = [true, true, false].map((instantLogout) => ({ ...change.changing, instantLogout }));
		await run(change, items, { concurrency: 1 });
		expect(changesSent(change).map(({ body }) => JSON.parse(body) as unknown)).toEqual([
			{ instantLogout: true },
			{ instantLogout: false },
		]);
	});
});

const isAlone = ([name]: (typeof distinctParameters)[number]) => !name.startsWith('clientDirectory');

it.each(distinctParameters.filter(isAlone))(
	'the same in words at %s (%s), in another case, is sent once',
	async (name, parameter) => {
		const kind = worded[name];
		const { word } = kind.said[parameter];
		const items = [String(word), String(word).toUpperCase()].map((said) => ({ ...kind.changing, [parameter]: said }));
		const { outputs, error } = await runInWords(kind, items, { inWords: [parameter] });
		expect(error).toBeUndefined();
		expect(links(outputs[0])).toEqual([0, 1]);
		expect(changesSent(kind)).toHaveLength(1);
	},
);

describe('two items of which one is to report more than the other', () => {
	const change = changeKinds['guardhouse unassignRole'];

	it.each([
		[{ verify: '={{ $json.more }}' }, 'verified', true],
		[{ reportRemaining: '={{ $json.more }}' }, 'remaining', expect.anything()],
		[{ auditEvent: '={{ $json.more }}' }, 'audit', expect.anything()],
	])('are one change, and each tells what it is to tell (%j)', async (options, field, value) => {
		const items = [false, true].map((more) => ({ ...change.changing, more }));
		const { outputs } = await run(change, items, options as unknown as IDataObject);
		expect(changesSent(change)).toHaveLength(1);
		const [less, more] = results(outputs);
		expect(less).not.toHaveProperty(field);
		expect(more).toMatchObject({ outcome: 'applied', [field]: value });
	});
});

describe.each(everyRemoveAll)('Remove All at %s, asked for twice', (_, kind) => {
	it('sends each removal once, and both items tell of it', async () => {
		kind.fill(3);
		const { outputs, error } = await runWhole(kind, [kind.user, kind.user]);
		expect(error).toBeUndefined();
		expect(sentBy(kind)).toHaveLength(3);
		expect(links(outputs[0])).toEqual([0, 1]);
		expect(json(outputs[0])).toMatchObject([
			{ success: true, outcome: 'applied', remaining: [] },
			{ success: true, outcome: 'applied', remaining: [] },
		]);
		expect(kind.left()).toEqual([]);
	});
});

it('members that an earlier item asked for fail with events that say so, where that is to fail', async () => {
	const { userIds } = changeKinds['clientDirectory removeMembers'].changing;
	const options = { ifUnchanged: 'fail', auditEvent: true };
	const change = changeKinds['clientDirectory removeMembers'];
	const ran = await run(change, [change.changing, change.changing], options, goesOn);
	const [, again] = [ran.outputs[0], json(ran.outputs[1])];
	expect(again).toHaveLength(1);
	const { message, audit } = again[0].error as unknown as { message: string; audit: IDataObject[] };
	expect(message).toEqual(failedAs('An earlier item of this run asked for just the same'));
	expect(audit.map(({ status_id }) => status_id)).toEqual((userIds as string[]).map(() => 2));
});
