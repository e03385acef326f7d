import type { Parameter, Word } from '../operation/model';
import { idList, idPicker, idText, mayBeEmpty } from '../operation/model';

export const clientId = idText({
	displayName: 'Client ID',
	name: 'clientId',
	placeholder: 'e.g. aa7cf840-9ca9-46a3-9778-9015d6580d50',
	description: 'The client organization that the department belongs to',
});

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
		description: 'The department of the client organization',
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
				'The users: a list from an expression, JSON, or IDs separated by commas, spaces or new lines; repeats are sent once. Usernames that hold spaces are separated by commas or new lines.',
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
		description: 'The user of the client organization',
	},
	'users',
	username,
);
