import type { IDataObject } from 'n8n-workflow';

import { withWords } from '../../operation/accesses';
import type { AccessList, AccessSource, Reader, Refused, Values } from '../../operation/model';
import { asId, countIn, isUnreadable, onlyIf, somebodyElse, textOf, whileMoving } from '../../operation/model';
import { clientId, departmentId, of, userId } from '../parameters';
import { unknownUser } from '../refusals';
import { access } from '../samples';
import { departmentsOf, memberships } from '../state';
import { get } from './get';
import { getAll } from './getAll';
import { getAllDepartments } from './getAllDepartments';
import { getDepartment } from './getDepartment';

/** The last sign of life by any way. */
const activityOf = ({ last_activity: activity }: IDataObject): string | null =>
	textOf((activity as IDataObject | null | undefined)?.at);

const rowOf = (client: unknown, user: IDataObject, { id, name }: IDataObject): IDataObject => ({
	clientId: client as string,
	userId: user.id,
	username: textOf(user.username),
	departmentId: id,
	departmentName: textOf(name),
	lastActivity: activityOf(user),
});

const isUsable = (id: unknown): boolean => typeof id === 'string' && !isUnreadable(asId(id));

const oddIds: Refused = {
	message: 'The client directory gave a list of users in which an ID is missing or odd',
	description: 'Nothing is concluded from it.',
};

/** Here the user is a parameter of its own. */
const ofUser = { ...memberships, refusals: unknownUser };

/** The departments of a user that was read. */
const rowsOf = (client: unknown, user: IDataObject): readonly IDataObject[] | Refused => {
	const departments = departmentsOf([user]);
	return isUsable(user.id) && departments.every(({ id }) => isUsable(id))
		? departments.map((department) => rowOf(client, user, department))
		: oddIds;
};

/** Listed users tell their departments, or are read one by one: the page of the list doesn't say which. */
const everybody = ({ clientId: client }: Values): AccessSource => ({
	list: getAll,
	values: { clientId: client },
	lookInto: async (listed, reader) => {
		if (!isUsable(listed.id)) return oddIds;
		const told = memberships.gives.items(listed);
		if (told) return rowsOf(client, listed);
		const found = await reader.read(ofUser, { clientId: client, userId: String(listed.id) });
		if ('message' in found) return found.status === 404 ? whileMoving(found) : found;
		return somebodyElse(found[0].id, String(listed.id)) ?? rowsOf(client, found[0]);
	},
});

const notTheMembers = (why: string): Refused =>
	whileMoving({
		message: `The client directory gave a list that isn't that of the department's members: ${why}`,
		description: 'Nothing is concluded from it. Try again.',
	});

/** The members of a department, which says itself how many there are. */
const ofDepartment = async (
	{ clientId: client, departmentId: department }: Values,
	reader: Reader,
): Promise<readonly AccessSource[] | Refused> => {
	const found = await reader.read(getDepartment, { clientId: client, departmentId: department });
	if ('message' in found) return found;
	const values = { clientId: client, department_id: department };
	const members = await reader.read(getAll, values);
	if ('message' in members) return members;
	const count = countIn(found[0], 'member_count');
	if (count !== undefined && count > members.length)
		return [
			{ list: getAll, values, rows: () => notTheMembers(`the department has ${count}, the list ${members.length}`) },
		];
	const rows: AccessSource['rows'] = (user) => {
		if (!isUsable(user.id)) return oddIds;
		const [told] = memberships.gives.items(user) ?? [];
		const isMember = told === undefined || departmentsOf([told]).some(({ id }) => id === department);
		if (!isMember) return notTheMembers(`user ${String(user.id)} is in it, and is no member`);
		return [rowOf(client, user, { id: department as string, name: found[0].name })];
	};
	return [{ list: getAll, values, rows }];
};

export const getAllAccesses: AccessList = {
	name: 'Get Many',
	action: 'Get many accesses',
	description: 'List who is in which department: everybody, one user, or the members of one department',
	docs: 'https://api-docs.amm-scalepad.com',
	asks: [clientId, of, onlyIf(userId, of, 'user'), onlyIf(departmentId, of, 'department')],
	reads: [getAll, get, getDepartment, getAllDepartments],
	sample: access,
	user: 'userId',
	to: ['clientId', 'departmentId'],
	ofUser: ['username', 'lastActivity'],
	sources: async (values, reader) => {
		if (values.of === 'department') return await ofDepartment(values, reader);
		if (values.of === 'everybody') return [everybody(values)];
		const { clientId: client, userId: user } = values;
		const rows: AccessSource['rows'] = (found) => somebodyElse(found.id, user) ?? rowsOf(client, found);
		return [{ list: ofUser, values: { clientId: client, userId: user }, rows }];
	},
	worded: async (rows, reader) => {
		const named = await withWords(rows, reader, {
			field: 'userId',
			read: async ({ clientId: client, userId: user }) => {
				const found = await reader.read(get, { clientId: String(client), userId: String(user) });
				return 'message' in found
					? undefined
					: { username: textOf(found[0].username), lastActivity: activityOf(found[0]) };
			},
		});
		return await withWords(named, reader, {
			field: 'departmentId',
			read: async ({ clientId: client, departmentId: department }) => {
				const all = await reader.read(getAllDepartments, { clientId: String(client) });
				const one = 'message' in all ? undefined : all.find(({ id }) => id === department);
				return one && { departmentName: textOf(one.name) };
			},
		});
	},
};
