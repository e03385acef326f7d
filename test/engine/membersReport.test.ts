import { department, removeMembers } from '../support/members';
import { sandbox, setUp } from '../support/setUp';

setUp();

describe('a dry run with Verify or Report', () => {
	it.each([{ verify: true }, { verify: true, partialFailure: 'report' }, { verify: true, output: 'members' }])(
		'is a plan and no more (%j)',
		async (options) => {
			const ids = sandbox.clientDirectory.state.users.slice(0, 2).map(({ id }) => id);
			const { outputs, error } = await removeMembers([{ userIds: ids }], { dryRun: true, ...options });
			expect(error).toBeUndefined();
			for (const { json } of outputs[0]) {
				expect(json).toMatchObject({ success: true, outcome: 'planned', changed: true });
				expect(json).not.toHaveProperty('verified');
			}
			const sent = outputs[0].flatMap(({ json }) => (json.request as { body: { user_ids: string[] } }).body.user_ids);
			expect(sent).toEqual(ids);
			expect(sandbox.clientDirectory.requests.every(({ method }) => method === 'GET')).toBe(true);
		},
	);

	it.each(['summary', 'members'])(
		'of a department in another case is refused, and nothing is "applied" (%s)',
		async (output) => {
			const [one, other] = sandbox.clientDirectory.state.users;
			other.department_ids = [];
			const items = [{ userIds: [one.id, other.id], departmentId: department.toUpperCase() }];
			const ran = await removeMembers(items, { dryRun: true, partialFailure: 'report', output });
			expect(ran.error?.message).toMatch(/^'Department ID' is spelled in another case/);
			expect(ran.error?.message).not.toMatch(/If Unchanged/);
		},
	);
});

describe('reads for members that are reported', () => {
	const ids = () => sandbox.clientDirectory.state.users.slice(0, 3).map(({ id }) => id);
	const posts = () => sandbox.clientDirectory.requests.filter(({ method }) => method === 'POST');

	it.each([
		[401, { verify: true }],
		[403, { verify: true }],
		[503, { verify: true }],
		[403, { ifUnchanged: 'fail' }],
	])('that fail for all of them (%d) let none of them go unread (%j)', async (status, options) => {
		sandbox.clientDirectory.fault({ method: 'GET', status, body: 'no', times: 999 });
		const more = { partialFailure: 'report', maxRetries: 0, ...options };
		const ran = await removeMembers([{ userIds: ids() }, { userIds: ids()[0] }], more);
		expect(ran.error?.message).toMatch(/^Nothing was changed/);
		expect(posts()).toEqual([]);
	});

	it('where an item has nobody left, nothing is sent for the others either', async () => {
		const nobody = 'ffffffff-ffff-ffff-ffff-ffffffffffff';
		const ran = await removeMembers([{ userIds: nobody }, { userIds: ids()[0] }], {
			verify: true,
			partialFailure: 'report',
		});
		expect(ran.error?.message).toMatch(/^Nothing was changed/);
		expect(ran.error?.description).toMatch(/no changes had been made/);
		expect(posts()).toEqual([]);
	});
});
