import type { IDataObject } from 'n8n-workflow';

import type { Picker, Source } from '../operation/picker';
import { get } from './operations/get';
import { getAll } from './operations/getAll';
import { getAllClients } from './operations/getAllClients';

const text = (value: unknown) => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');

const users: Source = {
	of: getAll,
	show: ({ uuid, userId, name, username }) => ({
		name: text(name) || text(username) || text(uuid ?? userId),
		value: text(uuid ?? userId),
		description: text(username),
	}),
};

const clients: Source = {
	of: getAllClients,
	search: 'customerName',
	show: ({ cuid, customerId, customerName, name }) => ({
		name: text(customerName ?? name) || text(cuid ?? customerId),
		value: text(cuid ?? customerId),
		description: text(cuid ?? customerId),
	}),
};

const clientsOfUser: Source = {
	of: get,
	entries: (user) => (Array.isArray(user.clients) ? (user.clients as IDataObject[]) : []),
	show: ({ customerId, isOwner }) => ({
		name: text(customerId),
		value: text(customerId),
		description: isOwner === true ? 'Owner' : 'Standard user',
	}),
};

export const lists: Record<string, Picker> = {
	clients: { from: clients },
	clientsOfUser: { from: clientsOfUser, otherwise: clients },
	users: { from: users },
};
