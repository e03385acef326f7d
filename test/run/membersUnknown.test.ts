import * as fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import { uuidOf } from '../../sandbox';
import { eventsIn, eventsOf } from '../support/audit';
import type { Change } from '../support/changes';
import { changeKinds, results, run } from '../support/changes';
import { client, department, fillDepartment } from '../support/members';
import { atScale } from '../support/scale';
import { sandbox, setUp } from '../support/setUp';
import { removeAlls, runWhole, sets } from '../support/wholes';
import { reply } from '../support/wire';
import { json } from '../support/workflow';

// A refusal of a second try says nothing of the first, whose answer was lost: of a member it may say that there is nothing left.

setUp();

const ids = Array.from({ length: 6 }, (_, index) => uuidOf(`member ${index}`));
const error = 'User not found';
const goesOn = { onError: 'continueRegularOutput' } as const;
const doubt = (done: string) => expect.stringMatching(new RegExp(`^It isn't known whether it was ${done}\\b`));

/** The first request takes effect and has no answer; the answer to the second refuses these. */
const loseAndRefuse = (asked: readonly string[], refused: readonly string[]) => {
	const { clientDirectory } = sandbox;
	clientDirectory.fault({ method: 'POST', drop: 'after' });
	const failed = refused.map((id) => ({ id, error }));
	const succeeded = asked.filter((id) => !refused.includes(id));
	clientDirectory.fault({ method: 'POST', ...reply(200, { succeeded, failed }) });
};

const statusOf = (events: readonly IDataObject[]) =>
	Object.fromEntries(events.map(({ user, status_id }) => [(user as IDataObject).uid, status_id]));

const kinds: ReadonlyArray<readonly [string, Change, string]> = [
	['Remove Members', changeKinds['clientDirectory removeMembers'], 'removed'],
	['Add Members', changeKinds['clientDirectory addMembers'], 'added'],
];

describe.each(kinds)('%s, whose first answer was lost and whose second refuses a member', (_, change, done) => {
	const fill = () => {
		fillDepartment(ids);
		if (done === 'added') for (const user of sandbox.clientDirectory.state.users) user.department_ids = [];
	};
	beforeEach(fill);
	const ask = async (userIds: readonly string[], options: IDataObject = {}, how = {}) =>
		await run(change, [{ clientId: client, departmentId: department, userIds: [...userIds] }], options, how);

	it('does not know what became of that member, and counts it so', async () => {
		loseAndRefuse(ids.slice(0, 2), [ids[0]]);
		const { error: failure } = await ask(ids.slice(0, 2));
		expect(failure?.message).toBe(`It isn't known whether 1 of 2 members was ${done}`);
		expect(failure?.description).toContain(`Not known: ${ids[0]}`);
		expect(failure?.description).not.toContain(`Not ${done}:`);
		expect(failure?.description).toMatch(/1 change had been made when it stopped, and of 1 change it isn't known\.$/);
	});

	it('does not know it of the only one either', async () => {
		loseAndRefuse([ids[0]], [ids[0]]);
		const { error: failure } = await ask([ids[0]]);
		expect(failure?.message).toMatch(/^It isn't known whether the member was /);
		expect(failure?.description).toMatch(/no changes had been made when it stopped, and of 1 change it isn't known\.$/);
	});

	it('does not know it either where one answer says both', async () => {
		const failed = [{ id: ids[0], error }];
		sandbox.clientDirectory.fault({ method: 'POST', ...reply(200, { succeeded: ids.slice(0, 2), failed }) });
		const ran = await ask(ids.slice(0, 2), { partialFailure: 'report' });
		expect(results(ran.outputs)).toMatchObject([
			{
				success: false,
				succeeded: [ids[1]],
				failed: [],
				unknown: [
					{
						id: ids[0],
						error: `It isn't known whether it was ${done}: the provider's answer says both that it was and that it wasn't`,
					},
				],
			},
		]);
	});

	it('lists whoever it is as unknown, with an event that is open', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.subarray(ids, { minLength: 1 }).chain((asked) => fc.tuple(fc.constant(asked), fc.subarray(asked))),
				async ([asked, refused]) => {
					fill();
					loseAndRefuse(asked, refused);
					const ran = await ask(asked, { partialFailure: 'report', auditEvent: true });
					const succeeded = asked.filter((id) => !refused.includes(id));
					expect(results(ran.outputs)).toMatchObject([
						{
							success: refused.length === 0,
							userIds: asked,
							succeeded,
							failed: [],
							unknown: refused.map((id) => ({ id, error: doubt(done) })),
							changed: null,
							undo: null,
						},
					]);
					const expected = asked.map((id) => [id, refused.includes(id) ? 0 : 1]);
					expect(statusOf(eventsIn(ran))).toEqual(Object.fromEntries(expected));
				},
			),
			{ numRuns: atScale(5, 30) },
		);
	});

	it('says so in a result of its own', async () => {
		loseAndRefuse(ids.slice(0, 2), [ids[0]]);
		const options = { partialFailure: 'report', output: 'members', auditEvent: true };
		const told = results((await ask(ids.slice(0, 2), options)).outputs);
		expect(told).toMatchObject([
			{ success: false, userId: ids[0], succeeded: [], failed: [], unknown: [{ id: ids[0], error: doubt(done) }] },
			{ success: true, userId: ids[1], succeeded: [ids[1]], failed: [], unknown: [] },
		]);
		expect(told.flatMap(eventsOf).map(({ status_id }) => status_id)).toEqual([0, 1]);
	});

	it('has an event that is open where the item failed', async () => {
		loseAndRefuse(ids.slice(0, 2), [ids[0]]);
		const events = eventsIn(await ask(ids.slice(0, 2), { auditEvent: true }, goesOn));
		expect(statusOf(events)).toEqual({ [ids[0]]: 0, [ids[1]]: 1 });
	});

	it('is not known to have failed where Verify finds it made', async () => {
		loseAndRefuse(ids.slice(0, 2), [ids[0]]);
		const ran = await ask(ids.slice(0, 2), { partialFailure: 'report', verify: true, auditEvent: true });
		const [result] = results(ran.outputs);
		expect(result.failed).toEqual([]);
		const listed = [...(result.succeeded as string[]), ...(result.unknown as IDataObject[]).map(({ id }) => id)];
		expect(listed.sort()).toEqual(ids.slice(0, 2).sort());
		for (const { status_id } of eventsIn(ran)) expect([0, 1]).toContain(status_id);
	});

	it('does not know it of a half of the request either', async () => {
		const { clientDirectory } = sandbox;
		clientDirectory.state.malformedFails = 'request';
		const asked = [ids[0], ids[1], 'bad'];
		clientDirectory.fault({ method: 'POST', drop: 'before' });
		// The whole is refused for the one that is malformed; then its first half is made, but for a member.
		const half = { succeeded: [ids[1]], failed: [{ id: ids[0], error }] };
		clientDirectory.fault({ method: 'POST', skip: 1, ...reply(200, half) });
		const ran = await ask(asked, { partialFailure: 'report', auditEvent: true });
		const [result] = results(ran.outputs);
		expect(result).toMatchObject({ success: false, succeeded: [ids[1]], failed: [] });
		expect(statusOf(eventsIn(ran))).toMatchObject({ [ids[0]]: 0, [ids[1]]: 1 });
	});
});

describe.each(kinds)('%s, of which nobody knows whether it was made', (_, change, done) => {
	const [first, second] = ids;
	const ask = async (options: IDataObject) => {
		fillDepartment(ids);
		const item = { clientId: client, departmentId: department, userIds: [first, second] };
		const more = { partialFailure: 'report', maxRetries: 0, batchSize: 1, concurrency: 1, ...options };
		return results((await run(change, [item], more)).outputs)[0];
	};

	it.each<[string, () => void]>([
		['has no answer', () => sandbox.clientDirectory.fault({ method: 'POST', skip: 1, drop: 'after' })],
		[
			'is answered by a 503',
			() => sandbox.clientDirectory.fault({ method: 'POST', skip: 1, status: 503, body: 'later' }),
		],
		[
			'is not mentioned by its answer',
			() => sandbox.clientDirectory.fault({ method: 'POST', skip: 1, ...reply(200, { succeeded: [], failed: [] }) }),
		],
	])('lists the member that %s as unknown, not as failed', async (__, fault) => {
		fault();
		expect(await ask({})).toMatchObject({
			success: false,
			succeeded: [first],
			failed: [],
			unknown: [{ id: second, error: doubt(done) }],
		});
	});
});

describe('a whole at the client directory whose first answer was lost and whose second refuses the member', () => {
	const options = { concurrency: 1, auditEvent: true, partialFailure: 'report' };

	it('is removed, as reading it again shows', async () => {
		const kind = removeAlls.clientDirectory;
		kind.fill(2);
		loseAndRefuse([String(kind.user.userId)], [String(kind.user.userId)]);
		const ran = await runWhole(kind, [kind.user], { options });
		expect(kind.left()).toEqual([]);
		expect(json(ran.outputs[0])).toMatchObject([{ success: true, failed: [], remaining: [] }]);
		expect(json(ran.outputs[0])[0].removed).toHaveLength(2);
		expect(eventsIn(ran).map(({ status_id }) => status_id)).toEqual([1, 1]);
	});

	it.each([
		['added, though nobody is removed for that', 'added', [1, 2, 3], /members$/, 3],
		['removed', 'removed', [1, 2], /remove$/, 0],
	] as const)('of a list is %s, as reading it again shows', async (_, done, listed, path, place) => {
		const kind = sets.clientDirectory;
		kind.fill(4, 3);
		const { clientDirectory } = sandbox;
		clientDirectory.fault({ method: 'POST', path, drop: 'after' });
		const refusal = { succeeded: [], failed: [{ id: kind.id(place), error }] };
		clientDirectory.fault({ method: 'POST', path, ...reply(200, refusal) });
		const ran = await runWhole(kind, [{ ...kind.group, userIds: listed.map(kind.id) }], { options });
		const [result] = json(ran.outputs[0]);
		const kept =
			done === 'added' ? [{ userId: kind.id(0), error: expect.stringMatching(/^Not removed, because/) }] : [];
		expect(result).toMatchObject({ success: kept.length === 0, failed: kept, unknown: [] });
		expect((result[done] as IDataObject[]).map(({ userId }) => userId)).toEqual([kind.id(place)]);
		expect([...kind.have()].sort()).toEqual([...listed, ...kept.map(() => 0)].map(kind.id).sort());
	});
});
