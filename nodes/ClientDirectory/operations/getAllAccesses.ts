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
	username: textOf(user.username),
	departmentName: textOf(name),
	lastActivity: activityOf(user),
	userId: user.id,
	departmentId: id,
	clientId: client as string,
});

const isUsable = (id: unknown): boolean => typeof id === 'string' && !isUnreadable(asId(id));

const oddIds: Refused = {
	message: 'The client directory gave a list of users in which an ID is missing or odd',
	description: 'Nothing is concluded from it.',
};

/** Here the user is a parameter of its own. */
const ofUser = { ...memberships, refusals: unknownUser };

type Rows = readonly IDataObject[];

/** The departments of a user that was read. */
const rowsOf = (client: unknown, user: IDataObject): Rows | Refused => {
	const departments = departmentsOf([user]);
	return isUsable(user.id) && departments.every(({ id }) => isUsable(id))
		? departments.map((department) => rowOf(client, user, department))
		: oddIds;
};

/** Listed users tell their departments, or are read one by one: the page of the list doesn't say which. */
const usersWith = (values: Values, pick: (rows: Rows, user: IDataObject) => Rows | Refused): AccessSource => {
	const { clientId: client } = values;
	const picked = (user: IDataObject) => {
		const rows = rowsOf(client, user);
		return 'message' in rows ? rows : pick(rows, user);
	};
	return {
		list: getAll,
		values,
		rows: (listed) => (memberships.gives.items(listed) ? picked(listed) : oddIds),
		lookInto: async (listed, reader) => {
			if (!isUsable(listed.id)) return oddIds;
			if (memberships.gives.items(listed)) return picked(listed);
			const found = await reader.read(ofUser, { clientId: client, userId: String(listed.id) });
			if ('message' in found) return found.status === 404 ? whileMoving(found) : found;
			return somebodyElse(found[0].id, String(listed.id)) ?? picked(found[0]);
		},
	};
};

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
	const isShort = count !== undefined && count > members.length;
	return [
		usersWith(values, (rows, { id }) => {
			if (isShort) return notTheMembers(`the department has ${count}, the list ${members.length}`);
			const own = rows.filter((row) => row.departmentId === department);
			return own.length > 0 ? own : notTheMembers(`user ${String(id)} is in it, and is no member`);
		}),
	];
};

export const getAllAccesses: AccessList = {
	name: 'Get Many',
	action: 'Get who has what',
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
		if (values.of === 'everybody')
			return [{ ...usersWith({ clientId: values.clientId }, (rows) => rows), isOfEverybody: true }];
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
