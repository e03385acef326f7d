import { ofResults } from '../../operation/run';
import { bindClient } from './bindClient';
import { get } from './get';
import { getAll } from './getAll';
import { getAllClients } from './getAllClients';
import { unbindClient } from './unbindClient';

const singles = {
	user: { bindClient, get, getAll, unbindClient },
	client: { getAll: getAllClients },
};

export const operations = { ...singles, change: ofResults(singles) };
