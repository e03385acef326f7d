import type { Picker, Source } from '../operation/words';
import { isObject } from '../operation/words';
import { get } from './operations/get';
import { getAll } from './operations/getAll';
import { getAllClients } from './operations/getAllClients';

const text = (value: unknown) => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');

const users: Source = {
	of: getAll,
	show: ({ uuid, userId, name, username }) => ({
		name: [text(name), `(${text(username) || text(uuid ?? userId)})`].filter(Boolean).join(' '),
		value: text(uuid ?? userId),
	}),
};

const clients: Source = {
	of: getAllClients,
	search: 'customerName',
	show: ({ cuid, customerId, customerName, name }) => ({
		name: [text(customerName ?? name), `(${text(cuid ?? customerId)})`].filter(Boolean).join(' '),
		value: text(cuid ?? customerId),
	}),
};

const clientsOfUser: Source = {
	of: get,
	entries: (user) => (Array.isArray(user.clients) ? user.clients.filter(isObject) : []),
	show: ({ customerId, isOwner }) => ({
		name: `${text(customerId)} (${isOwner === true ? 'owner' : 'standard user'})`,
		value: text(customerId),
	}),
};

export const lists: Record<string, Picker> = {
	clients: { from: clients },
	clientsOfUser: { from: clientsOfUser, otherwise: clients },
	users: { from: users },
};
