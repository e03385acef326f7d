import { choice, idText, text } from '../operation/model';

export const q = text({ displayName: 'Search', name: 'q', description: 'Text to look for in the names' });

export const departmentFilter = idText({
	displayName: 'Department ID',
	name: 'department_id',
	placeholder: 'e.g. d1a2b3c4-e5f6-7890-abcd-ef1234567890',
	description: 'Only the members of this department',
});

const sorted = (fields: ReadonlyArray<readonly [string, string]>) =>
	choice(
		{ displayName: 'Sort By', name: 'sort_by', description: 'What to sort the list by' },
		fields.map(([name, value]) => ({ name, value, description: `Sort by ${name.toLowerCase()}` })),
		fields[0][1],
	);

export const sortDepartments = sorted([
	['Created At', 'created_at'],
	['Member Count', 'member_count'],
	['Name', 'name'],
]);

export const sortUsers = sorted([
	['Created At', 'created_at'],
	['Last Activity', 'last_activity'],
	['Username', 'username'],
]);

export const sortOrder = choice(
	{ displayName: 'Sort Order', name: 'sort_order', description: 'Which end of the list comes first' },
	[
		{ name: 'Ascending', value: 'asc', description: 'Smallest, oldest or first in the alphabet first' },
		{ name: 'Descending', value: 'desc', description: 'Largest, newest or last in the alphabet first' },
	],
	'asc',
);
