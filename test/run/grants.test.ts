import { client, department } from '../contract/reads';
import { run } from '../support/reads';
import { sandbox, setUp } from '../support/setUp';
import { locator } from '../support/workflow';

setUp();

describe('grants on the sandbox', () => {
	it('add members, assign a role, add an organization, once', async () => {
		const [, other] = sandbox.clientDirectory.state.departments;
		const [newcomer] = sandbox.clientDirectory.state.users.filter(
			({ department_ids }) => !department_ids.includes(other.id),
		);
		const members = await run(
			'clientDirectory',
			{
				resource: 'department',
				operation: 'addMembers',
				clientId: client,
				departmentId: locator(other.id),
				userIds: newcomer.id,
			},
			sandbox.clientDirectory.url,
		);
		expect(members.outputs[0][0].json).toMatchObject({ success: true, succeeded: [newcomer.id], failed: [] });
		expect(newcomer.department_ids.filter((id) => id === other.id)).toHaveLength(1);

		const role = await run(
			'guardhouse',
			{ resource: 'user', operation: 'assignRole', userId: 101, roleId: locator(6) },
			sandbox.guardhouse.url,
		);
		expect(role.outputs[0][0].json).toMatchObject({ success: true, userId: 101, roleId: 6, response: null });
		expect(sandbox.guardhouse.state.users[0].roleIds).toContain(6);
	});

	it('list nobody as added where nobody was', async () => {
		const nobody = 'ffffffff-ffff-ffff-ffff-ffffffffffff';
		const { outputs } = await run(
			'clientDirectory',
			{
				resource: 'department',
				operation: 'addMembers',
				clientId: client,
				departmentId: locator(department),
				userIds: nobody,
				options: { partialFailure: 'report' },
			},
			sandbox.clientDirectory.url,
		);
		expect(outputs[0][0].json).toMatchObject({ success: false, succeeded: [], failed: [{ id: nobody }], undo: null });
		expect(outputs[0][0].json.outcome).not.toBe('applied');
	});
});
