import type { IDataObject } from 'n8n-workflow';

import type { Picker, Shown, Source } from '../operation/model';
import { isObject } from '../operation/model';
import { get } from './operations/get';
import { getAll } from './operations/getAll';
import { getAllRoles } from './operations/getAllRoles';

const showRole = ({ id, name, description }: IDataObject): Shown => ({
	name: String(name),
	value: id,
	description: typeof description === 'string' ? description : undefined,
});

const roles: Source = { of: getAllRoles, show: showRole };

const rolesOfUser: Source = {
	of: get,
	entries: (user) => (Array.isArray(user.roles) ? user.roles.filter(isObject) : []),
	show: showRole,
};

export const lists: Record<string, Picker> = {
	roles: { from: roles },
	rolesOfUser: { from: rolesOfUser, otherwise: roles },
	users: {
		from: {
			of: getAll,
			search: 'email',
			show: ({ id, firstName, lastName, email }) => ({
				name: [firstName, lastName, `(${String(email)})`].filter(Boolean).join(' '),
				value: id,
			}),
		},
	},
};
