import type { Parameter, Word } from '../operation/model';
import { choice, idList, idPicker, idText, mayBeEmpty, orInCredential } from '../operation/model';

export const clientId = orInCredential(
	idText({
		displayName: 'Client ID',
		name: 'clientId',
		placeholder: 'e.g. aa7cf840-9ca9-46a3-9778-9015d6580d50',
		description:
			'The client organization whose departments and users these are. Left empty, it is the Client ID of the credential.',
	}),
	'clientId',
);

const username: Word = {
	kind: 'username',
	fields: ['username'],
	lookup: 'users',
	placeholder: 'e.g. john.smith@example.com',
	excludesAt: true,
};

export const departmentId = idPicker(
	{
		displayName: 'Department',
		name: 'departmentId',
		placeholder: 'e.g. d1a2b3c4-e5f6-7890-…',
		description: 'The department: from the list, by name, or by its ID',
	},
	'departments',
	{
		kind: 'name',
		fields: ['departmentName'],
		lookup: 'departments',
		placeholder: 'e.g. Engineering',
		excludesAt: true,
	},
);

export const userIds: Parameter = {
	...idList(
		{
			displayName: 'Users',
			name: 'userIds',
			placeholder: 'e.g. a1d97031-04e2-…, b2e08142-15f3-…',
			description:
				"The users, by what 'Users Are' says: a list from an expression, JSON, or text with commas, spaces or new lines in between; repeats are sent once. Usernames that hold spaces need commas or new lines.",
		},
		{ ...username, fields: ['usernames', 'username'], one: ['username'] },
	),
	// As in a result for each member.
	alsoOne: ['userId'],
};

/** All that are to be members. */
export const everyUserId = mayBeEmpty(userIds);

export const userId = idPicker(
	{
		displayName: 'User',
		name: 'userId',
		placeholder: 'e.g. a1d97031-04e2-4907-…',
		description: 'The user: from the list, by username, or by ID',
	},
	'users',
	username,
);

export const of = choice(
	{ displayName: 'Whose Access', name: 'of', description: 'Of whom, or of what, it lists who has what' },
	[
		{ name: 'Everybody', value: 'everybody', description: 'Every department of every user of the client' },
		{ name: 'One User', value: 'user', description: 'Every department of one user' },
		{ name: 'One Department', value: 'department', description: 'The members of one department' },
	],
	'everybody',
);
