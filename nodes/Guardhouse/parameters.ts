import type { Parameter, Word } from '../operation/model';
import {
	asInteger,
	choice,
	flag,
	forItem,
	idList,
	integerPicker,
	isBlank,
	isUnreadable,
	mayBeEmpty,
	text,
	unreadable,
} from '../operation/model';

/** The pages say greater than 0; the type in Guardhouse's SDK is a 32-bit integer. */
const largest = 2147483647;

export const userId = integerPicker(
	{
		displayName: 'User',
		name: 'userId',
		placeholder: 'e.g. 101',
		description: "The user: from the list, by email, or by the user's number at Guardhouse",
	},
	{ list: 'users', minimum: 1, maximum: largest },
	{ kind: 'email', fields: ['userEmail'], lookup: 'users', placeholder: 'e.g. name@email.com' },
);

export const userIds: Parameter = {
	...mayBeEmpty(
		idList(
			{
				displayName: 'Users',
				name: 'userIds',
				placeholder: 'e.g. 101, 102',
				description:
					"Everybody who is to have the role, by what 'Users Are' says: a list from an expression, JSON, or text with commas, spaces or new lines in between",
			},
			{
				kind: 'email',
				fields: ['userEmails', 'userEmail'],
				one: ['userEmail'],
				lookup: 'users',
				placeholder: 'e.g. name@email.com',
			},
			asInteger(1, largest),
		),
	),
	alsoOne: ['userId'],
};

const role = {
	displayName: 'Role',
	name: 'roleId',
	placeholder: 'e.g. 1',
	description:
		"The role: from the list, by name, or by its number at Guardhouse, whose API doesn't tell when there is no such role",
};

const roleName: Word = { kind: 'name', fields: ['roleName'], lookup: 'roles', placeholder: 'e.g. Administrator' };

export const roleId = integerPicker(role, { list: 'roles', minimum: 1, maximum: largest }, roleName);

/** A role that the chosen user has. */
export const heldRoleId = integerPicker(role, { list: 'rolesOfUser', minimum: 1, maximum: largest }, roleName);

export const instantLogout = forItem(
	flag({
		displayName: 'Instant Logout',
		name: 'instantLogout',
		description:
			"Whether to ask Guardhouse to log the user out at once. Its API accepts this, but documents no effect: don't rely on it.",
	}),
);

export const email = text({
	displayName: 'Email',
	name: 'email',
	placeholder: 'e.g. name@email.com',
	description: 'The email address of the user, or a part of it, in any case',
});

export const of = choice(
	{ displayName: 'Whose Access', name: 'of', description: 'Of whom, or of what, it lists who has what' },
	[
		{ name: 'Everybody', value: 'everybody', description: 'Every role of every user' },
		{ name: 'One User', value: 'user', description: 'Every role of one user' },
		{ name: 'One Role', value: 'role', description: 'Everybody who has one role' },
	],
	'everybody',
);

export const blockedByUserId: Parameter = {
	...integerPicker(
		{
			displayName: 'Blocked By',
			name: 'blockedByUserId',
			placeholder: 'e.g. 102',
			description:
				"The user who blocks, which Guardhouse keeps with the block: from the list, by email, or by the user's number at Guardhouse",
		},
		{ list: 'users', minimum: 1, maximum: largest },
		{ kind: 'email', fields: ['blockedByUserEmail'], lookup: 'users', placeholder: 'e.g. name@email.com' },
	),
	isAside: true,
};

/** Guardhouse counts as .NET does, in UTF-16: an emoji is two. */
const longestReason = 250;

const reason = text({
	displayName: 'Suspension Reason',
	name: 'suspensionReason',
	placeholder: 'e.g. Left the company',
	description: `Why the user is blocked, which Guardhouse keeps with the block; at most ${longestReason} characters`,
});

export const suspensionReason = forItem({
	...reason,
	read: (raw) => {
		if (isBlank(raw)) return '';
		const read = reason.read(raw);
		const { length } = String(read);
		return isUnreadable(read) || length <= longestReason
			? read
			: unreadable(`has ${length} characters`, `Use at most ${longestReason}`);
	},
	wire: (value) => (value === '' ? undefined : value),
});

export const notifyUserViaEmail = forItem(
	flag({
		displayName: 'Notify User via Email',
		name: 'notifyUserViaEmail',
		description: 'Whether Guardhouse is to write to the user that access is restricted',
	}),
);
