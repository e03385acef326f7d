import type { IDataObject } from 'n8n-workflow';

import { everyWhole, listOptions } from '../../operation/panel';
import type { SetStep, Refused, SetOperation } from '../../operation/model';
import { named, refuse } from '../../operation/model';
import { roleId, userId, userIds } from '../parameters';
import { hasRole, isUser, tellsRoles } from '../state';
import { assignRole } from './assignRole';
import { getAll } from './getAll';
import { getRole } from './getRole';
import { unassignRole } from './unassignRole';

const stepOf = (
	id: number,
	{ userEmail, ...move }: Pick<SetStep, 'name' | 'change' | 'values' | 'seen'> & { readonly userEmail?: string },
): SetStep => ({
	resource: 'user',
	...move,
	key: String(id),
	stage: 0,
	entry: { userId: id, ...(userEmail && { userEmail }) },
	called: `user ${id}${userEmail ? ` (${userEmail})` : ''}`,
});

const rolesUnknown: Refused = {
	message: "Guardhouse gave a list of users that doesn't tell the roles of each",
	description: 'Nothing was sent, because who has the role is concluded from that list.',
};

const noSuchUsers = (ids: readonly string[]): Refused =>
	refuse(
		`Guardhouse has no user ${named(ids.map((id) => `'${id}'`))}`,
		`Nothing was sent for this role. Check '${userIds.property.displayName}': the complete list of users doesn't have ${ids.length === 1 ? 'that ID' : 'those IDs'}.`,
	);

const isReadable = (user: IDataObject) => isUser(user) && tellsRoles(user);

/** There is no list of the users of a role: all users are read, each of whom tells the roles. */
export const setUsers: SetOperation = {
	name: 'Set Users',
	action: 'Set users of role',
	description:
		"Make those who have a role exactly the users of a list: assign it, then unassign it from who isn't listed",
	takes: [roleId, userIds],
	subject: userId,
	sample: { userId: 101, userEmail: 'john.smith@example.com' },
	changes: [assignRole, unassignRole],
	options: [...listOptions, ...everyWhole],
	shapedBy: listOptions,
	current: async ({ roleId: role }, reader) => {
		const known = await reader.read(getRole, { roleId: role });
		if ('message' in known) return known;
		const users = await reader.read(getAll, {});
		if ('message' in users) return users;
		if (!users.every(isReadable)) return rolesUnknown;
		const holders = users.filter((user) => hasRole([user], role));
		return holders.map((user) => {
			const values = { userId: Number(user.id), roleId: role, instantLogout: false };
			const userEmail = typeof user.email === 'string' ? user.email : undefined;
			return stepOf(Number(user.id), { name: 'unassignRole', change: unassignRole, values, seen: [user], userEmail });
		});
	},
	list: {
		of: userIds,
		// The list of all users, which tells who has the role, tells also who there is.
		unknown: async (ids, _, reader) => {
			const users = await reader.read(getAll, {});
			if ('message' in users) return users;
			const all = new Set(users.map(({ id }) => String(id)));
			const strangers = ids.filter((id) => !all.has(id));
			return strangers.length === 0 ? undefined : noSuchUsers(strangers);
		},
		give: ({ roleId: role }, id) => {
			const values = { userId: Number(id), roleId: role };
			// Whoever isn't in the whole list of those who have it doesn't.
			const seen = [{ id: Number(id), roles: [] }];
			return stepOf(Number(id), { name: 'assignRole', change: assignRole, values, seen });
		},
	},
};
