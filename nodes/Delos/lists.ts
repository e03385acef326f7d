import type { Picker, Source } from '../operation/model';
import { isObject } from '../operation/model';
import { get } from './operations/get';
import { getAll } from './operations/getAll';
import { getAllClients } from './operations/getAllClients';
import { clientIdIn, userIdIn } from './reads';

const text = (value: unknown) => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');

const users: Source = {
	of: getAll,
	show: (user) => ({
		name: [text(user.name), `(${text(user.username) || text(userIdIn(user))})`].filter(Boolean).join(' '),
		value: userIdIn(user),
	}),
};

const clients: Source = {
	of: getAllClients,
	search: 'customerName',
	show: (client) => ({
		name: [text(client.customerName ?? client.name), `(${text(clientIdIn(client))})`].filter(Boolean).join(' '),
		value: clientIdIn(client),
	}),
};

const clientsOfUser: Source = {
	of: get,
	entries: (user) => (Array.isArray(user.clients) ? user.clients.filter(isObject) : []),
	show: ({ customerId, isOwner }) => ({
		name: `${text(customerId)} (${isOwner === true ? 'owner' : 'standard user'})`,
		value: customerId,
	}),
};

export const lists: Record<string, Picker> = {
	clients: { from: clients },
	clientsOfUser: { from: clientsOfUser, otherwise: clients },
	users: { from: users },
};
