import type { IDataObject } from 'n8n-workflow';

import { withWords } from '../../operation/accesses';
import type { AccessList, AccessSource, Reader, Refused, Values } from '../../operation/model';
import { onlyIf, textOf, whileMoving } from '../../operation/model';
import { of, roleId, userId } from '../parameters';
import { access } from '../samples';
import { isUser, rolesOf, tellsRoles } from '../state';
import { get } from './get';
import { getAll } from './getAll';
import { getRole } from './getRole';

const rolesUnknown: Refused = {
	message: "Guardhouse gave a list of users that doesn't tell the roles of each",
	description: 'Nothing is concluded from it.',
};

const wordsOf = (user: IDataObject) => ({
	userEmail: textOf(user.email),
	userName: textOf(
		[user.firstName, user.lastName]
			.filter((part) => typeof part === 'string')
			.join(' ')
			.trim(),
	),
});

const rowOf = (user: IDataObject, role: IDataObject): IDataObject => ({
	...wordsOf(user),
	roleName: textOf(role.name),
	lastLogin: textOf(user.lastLogin),
	isSuspended: typeof user.isSuspended === 'boolean' ? user.isSuspended : null,
	userId: Number(user.id),
	roleId: Number(role.id),
});

/** The roles of listed users, as rows; those of others, and other roles, say nothing. */
const usersWith = (values: Values, { userId: only, roleId: role }: Values = {}): AccessSource => ({
	list: getAll,
	values,
	isOfEverybody: Object.keys(values).length === 0 ? true : undefined,
	rows: (user) => {
		if (!isUser(user) || !tellsRoles(user)) return rolesUnknown;
		if (only !== undefined && Number(user.id) !== only) return [];
		return rolesOf([user])
			.filter(({ id }) => role === undefined || Number(id) === role)
			.map((one) => rowOf(user, one));
	},
});

/** Get User doesn't tell whether somebody is suspended; the list does, which a part of the email narrows. */
const ofUser = async ({ userId: user }: Values, reader: Reader): Promise<readonly AccessSource[] | Refused> => {
	const known = await reader.read(get, { userId: user });
	if ('message' in known) return known;
	const email = textOf(known[0].email);
	const filter: Values = email === null ? {} : { email };
	const listed = await reader.read(getAll, filter);
	if ('message' in listed) return listed;
	if (listed.some(({ id }) => Number(id) === user)) return [usersWith(filter, { userId: user })];
	return whileMoving({
		message: `Guardhouse's list of users lacks the user ${String(user)}`,
		description: 'Nothing is concluded from it. Try again.',
	});
};

export const getAllAccesses: AccessList = {
	name: 'Get Many',
	action: 'Get who has what',
	description: 'List who has which role: everybody, one user, or those who have one role',
	docs: 'https://guardhouse.cloud/docs/api/endpoints/users/get-users',
	asks: [of, onlyIf(userId, of, 'user'), onlyIf(roleId, of, 'role')],
	reads: [getAll, get, getRole],
	sample: access,
	user: 'userId',
	to: ['roleId'],
	ofUser: ['userEmail', 'userName', 'lastLogin', 'isSuspended'],
	sources: async (values, reader) => {
		if (values.of === 'user') return await ofUser(values, reader);
		if (values.of === 'everybody') return [usersWith({})];
		const known = await reader.read(getRole, { roleId: values.roleId });
		return 'message' in known ? known : [usersWith({}, { roleId: values.roleId })];
	},
	worded: async (rows, reader) => {
		const named = await withWords(rows, reader, {
			field: 'userId',
			read: async (row) => {
				const found = await reader.read(get, { userId: Number(row.userId) });
				return 'message' in found ? undefined : wordsOf(found[0]);
			},
		});
		return await withWords(named, reader, {
			field: 'roleId',
			read: async (row) => {
				const found = await reader.read(getRole, { roleId: Number(row.roleId) });
				return 'message' in found ? undefined : { roleName: textOf(found[0].name) };
			},
		});
	},
};
