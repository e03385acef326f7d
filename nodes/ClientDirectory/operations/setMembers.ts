import type { IDataObject } from 'n8n-workflow';

import { batchSize, everyWhole, listOptions } from '../../operation/panel';
import type { SetStep, Refused, Value, Values, SetOperation } from '../../operation/model';
import { countIn, isObject } from '../../operation/model';
import { clientId, departmentId, everyUserId, userId } from '../parameters';
import { addMembers } from './addMembers';
import { getAll } from './getAll';
import { getDepartment } from './getDepartment';
import { removeMembers } from './removeMembers';

const stepOf = (
	{ clientId: client, departmentId: department }: Values,
	id: string,
	{ username, ...move }: Pick<SetStep, 'name' | 'change' | 'seen' | 'names'> & { readonly username?: string },
): SetStep => ({
	resource: 'department',
	...move,
	values: { clientId: client, departmentId: department, userIds: [id] },
	key: id,
	stage: 0,
	entry: { userId: id, ...(username && { username }) },
	called: `user ${id}${username ? ` (${username})` : ''}`,
});

const notTheMembers = (why: string): Refused => ({
	message: `The client directory gave a list that isn't that of the department's members: ${why}`,
	description: 'Nothing was sent, because who is to be removed is concluded from that list. Run it again.',
});

/** Whether a user in the list is a member, as far as the list tells. */
const isMember = ({ departments }: IDataObject, department: Value) =>
	!Array.isArray(departments) || departments.some((one) => isObject(one) && one.id === department);

export const setMembers: SetOperation = {
	name: 'Set Members',
	action: 'Set members of department',
	description:
		"Make a department's members exactly the users of a list: add who is missing, then remove who isn't listed",
	takes: [clientId, departmentId, everyUserId],
	subject: userId,
	sample: { userId: 'a1d97031-04e2-4907-a249-093f7436207b', username: 'john.smith' },
	changes: [addMembers, removeMembers],
	options: [batchSize, ...listOptions, ...everyWhole],
	shapedBy: listOptions,
	current: async (values, reader) => {
		const { clientId: client, departmentId: department } = values;
		const found = await reader.read(getDepartment, { clientId: client, departmentId: department });
		if ('message' in found) return found;
		const users = await reader.read(getAll, { clientId: client, department_id: department });
		if ('message' in users) return users;
		const count = countIn(found[0], 'member_count');
		if (count !== undefined && count > users.length)
			return notTheMembers(`the department has ${count}, the list ${users.length}`);
		if (!users.every(({ id }) => typeof id === 'string')) return notTheMembers('one of them has no ID');
		const stranger = users.find((user) => !isMember(user, department));
		if (stranger) return notTheMembers(`user ${String(stranger.id)} is in it, and is no member`);
		return users.map(({ id, username: name }) => {
			const username = typeof name === 'string' ? name : undefined;
			const seen = [{ id, departments: [{ id: department as string }] }];
			const names = { userId: username, departmentId: found[0].name };
			return stepOf(values, String(id), { name: 'removeMembers', change: removeMembers, seen, names, username });
		});
	},
	list: {
		of: everyUserId,
		give: (values, id) =>
			// Whoever isn't in the whole list of members is none.
			stepOf(values, id, { name: 'addMembers', change: addMembers, seen: [{ id, departments: [] }] }),
	},
};
