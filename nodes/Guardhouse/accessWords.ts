import type { IDataObject } from 'n8n-workflow';

import type { Read, Reader } from '../operation/model';
import { get } from './operations/get';
import { getRole } from './operations/getRole';
import { nameIn, textOf } from './words';

type Rows = readonly IDataObject[];

/** Of each kind: beyond that the IDs have to do. */
const mostWords = 100;

/** What users or roles are called, by their IDs; those that can't be read are left out. */
const objectsOf = async (rows: Rows, name: string, read: Read, reader: Reader) => {
	const found = new Map<unknown, IDataObject>();
	for (const id of [...new Set(rows.map((row) => row[name]))].slice(0, mostWords)) {
		const objects = await reader.read(read, { [name]: id as number });
		if (!('message' in objects)) found.set(id, objects[0]);
		else if (objects.status !== 404) break;
	}
	return found;
};

/** Rows of roles that users have no longer, with what both are called. */
export const worded = async (rows: Rows, reader: Reader): Promise<Rows> => {
	const lacking = (name: string) => rows.filter((row) => row[name] === null);
	const users = await objectsOf(lacking('userEmail'), 'userId', get, reader);
	const roles = await objectsOf(lacking('roleName'), 'roleId', getRole, reader);
	return rows.map((row) => {
		const user = users.get(row.userId);
		return {
			...row,
			...(user && { userEmail: textOf(user.email), userName: nameIn(user), lastLogin: textOf(user.lastLogin) }),
			...(roles.has(row.roleId) && { roleName: textOf(roles.get(row.roleId)?.name) }),
		};
	});
};
