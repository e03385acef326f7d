import { read } from '../../operation/model';
import * as filter from '../filters';
import { list } from '../reads';
import { userWithClients } from '../samples';

export const getAll = read({
	name: 'Get Many',
	action: 'Get many users',
	description: 'List users, all of them or those that the filters describe',
	docs: 'https://docs.delos.financial',
	route: 'GET /v2/user',
	path: {},
	filters: {
		cuid: filter.cuid,
		customerName: filter.customerName,
		fromCreateAt: filter.fromCreateAt,
		email: filter.email,
		name: filter.name,
		phone: filter.phone,
		status: filter.status,
		toCreateAt: filter.toCreateAt,
	},
	sample: userWithClients,
	gives: list,
});
