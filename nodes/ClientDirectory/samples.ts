/** Values of the provider's pages. */
export const memberResult = {
	succeeded: ['a1d97031-04e2-4907-a249-093f7436207b'],
	failed: [{ id: 'ffffffff-ffff-ffff-ffff-ffffffffffff', error: 'User not found' }],
};

const times = { created_at: '2024-01-15T10:30:00Z', updated_at: '2024-03-20T14:22:00Z' };

export const department = {
	id: 'd1a2b3c4-e5f6-7890-abcd-ef1234567890',
	name: 'Engineering',
	description: 'Builds things',
	member_count: 5,
	...times,
};

export const user = {
	id: 'a1d97031-04e2-4907-a249-093f7436207b',
	username: 'john.smith',
	user_key: 'john.smith',
	last_activity: {
		at: '2024-03-20T14:22:00Z',
		desktop_at: '2024-03-20T14:22:00Z',
		web_at: '2024-03-20T14:22:00Z',
	},
	departments: [{ id: department.id, name: department.name, description: department.description }],
	...times,
};

export const access = {
	username: user.username,
	departmentName: department.name,
	lastActivity: user.last_activity.at,
	userId: user.id,
	departmentId: department.id,
	clientId: 'aa7cf840-9ca9-46a3-9778-9015d6580d50',
};
