import type { IDataObject } from 'n8n-workflow';

import { credential } from './removal';
import { engine } from './setUp';
import type { Ran } from './workflow';
import { locator, runNode } from './workflow';

/** A user, and a client that isn't one of theirs. */
export const stranger = { userId: 'user_456ghi', clientId: 'cust_789xyz' };
export const bind = {
	operation: 'bindClient',
	userId: locator(stranger.userId),
	clientId: locator(stranger.clientId),
};

interface How {
	readonly data?: IDataObject;
	readonly items?: readonly object[];
}

/** An operation on users. */
export const runDelos = async (
	parameters: IDataObject,
	{ data = credential('delosApi'), ...how }: How = {},
): Promise<Ran> =>
	await runNode(engine, 'delos', { resource: 'user', ...parameters }, { ...how, credentials: { delosApi: data } });
