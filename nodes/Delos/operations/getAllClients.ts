import { read } from '../../operation/model';
import * as filter from '../filters';
import { list } from '../reads';
import { client } from '../samples';

export const getAllClients = read({
	name: 'Get Many',
	action: 'Get many clients',
	description: 'List clients (customers), all of them or those that the filters describe',
	docs: 'https://docs.delos.financial',
	route: 'GET /v2/customer',
	path: {},
	filters: {
		customerId: filter.customerId,
		customerName: filter.customerName,
		fromCreateAt: filter.fromCreateAt,
	},
	sample: client,
	gives: list,
});
