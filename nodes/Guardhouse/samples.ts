/** Values in the form that the provider's pages give. */
const person = {
	id: 101,
	firstName: 'John',
	lastName: 'Smith',
	email: 'john.smith@example.com',
	status: 3,
	avatarUrl: 'https://example.com/john.png',
	lastLogin: '2024-03-20T14:22:00Z',
};

const named = { id: 1, name: 'Administrator' };
const described = { ...named, key: 'administrator', description: 'Everything' };

export const user = { ...person, roles: [named], systemPermissions: [named] };

export const listedUser = {
	...person,
	roles: [described],
	permissions: [described],
	isSuspended: false,
	isLocked: false,
};

export const role = { ...described, permissions: [{ id: 1, name: 'users.read', isActive: true }] };

export const access = {
	userEmail: 'john.smith@example.com',
	userName: 'John Smith',
	roleName: 'Administrator',
	lastLogin: '2024-03-20T14:22:00Z',
	isSuspended: false,
	userId: 101,
	roleId: 1,
};
