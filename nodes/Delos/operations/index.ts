import { bindClient } from './bindClient';
import { get } from './get';
import { getAll } from './getAll';
import { getAllClients } from './getAllClients';
import { unbindClient } from './unbindClient';

export const operations = {
	user: { bindClient, get, getAll, unbindClient },
	client: { getAll: getAllClients },
};
