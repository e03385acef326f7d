import { changeOperations } from '../../operation/saved';
import { bindClient } from './bindClient';
import { changeOwnership } from './changeOwnership';
import { get } from './get';
import { getAll } from './getAll';
import { getAllAccesses } from './getAllAccesses';
import { getAllClients } from './getAllClients';
import { removeAllClients } from './removeAllClients';
import { setUsers } from './setUsers';
import { unbindClient } from './unbindClient';

const singles = {
	user: { bindClient, unbindClient, changeOwnership, removeAllClients, get, getAll },
	client: { setUsers, getAll: getAllClients },
	access: { getAll: getAllAccesses },
};

export const operations = { ...singles, change: changeOperations(singles) };
