import type { IDataObject } from 'n8n-workflow';

import type { CloudFoundryRole } from '../../sandbox';
import { uuidOf } from '../../sandbox';
import { engine, sandbox } from './setUp';
import type { OnError, Ran } from './workflow';
import { json, runNode } from './workflow';

/** The user of the provider's page, who has no username, and the organization that it names. */
export const user = 'uaa-id-128';
export const home = '1cc9d243-1c0d-43f6-a54e-1a8d8cc68f96';
export const elsewhere = uuidOf('organization partner-portal');

export interface How {
	readonly apiVersion?: string;
	readonly options?: IDataObject;
	readonly onError?: OnError;
	readonly signal?: AbortSignal;
	readonly credential?: IDataObject;
}

const token = () => ({
	baseUrl: sandbox.cloudFoundry.url,
	authentication: 'accessToken',
	accessToken: 'sandbox-token',
});
export const credentials = () => ({ cloudFoundryApi: token() });

/** An operation on users, its fields by an expression for each item. */
export const runUsers = async (operation: string, items: readonly IDataObject[], how: How = {}): Promise<Ran> => {
	const { apiVersion, options = {}, onError, signal, credential = token() } = how;
	const fields = Object.fromEntries(Object.keys(items[0]).map((name) => [name, `={{ $json.${name} }}`]));
	const parameters = { resource: 'user', operation, ...(apiVersion && { apiVersion }), ...fields, options };
	const credentials = { cloudFoundryApi: credential };
	return await runNode(engine, 'cloudFoundry', parameters as IDataObject, { items, credentials, onError, signal });
};

export const wire = (): string[] => sandbox.cloudFoundry.requests.map(({ method, url }) => `${method} ${url}`);
export const changesOnWire = (): string[] => wire().filter((line) => !line.startsWith('GET'));

export const giveRole = (type: CloudFoundryRole['type'], userGuid: string, place: string): CloudFoundryRole => {
	const inSpace = type.startsWith('space_');
	const role = {
		guid: uuidOf(`given ${type} ${userGuid} ${place}`),
		type,
		user_guid: userGuid,
		organization_guid: inSpace ? null : place,
		space_guid: inSpace ? place : null,
	};
	sandbox.cloudFoundry.state.roles.push(role);
	return role;
};

export const memberRole = (userGuid = user, organizationGuid = home): CloudFoundryRole | undefined =>
	sandbox.cloudFoundry.state.roles.find(
		({ type, user_guid, organization_guid }) =>
			type === 'organization_user' && user_guid === userGuid && organization_guid === organizationGuid,
	);

/** Makes the token that of a manager of these organizations, and of nothing else. */
export const actAsManagerOf = (...organizations: readonly string[]): string => {
	const { state } = sandbox.cloudFoundry;
	const actor = uuidOf('the manager');
	state.users.push({ ...state.users[1], guid: actor, username: 'manager@example.com' });
	for (const organization of organizations) {
		giveRole('organization_user', actor, organization);
		giveRole('organization_manager', actor, organization);
	}
	state.scope = 'write';
	state.actor = actor;
	return actor;
};

export const told = ({ error }: Pick<Ran, 'error'>): string => `${error?.message} ${error?.description}`;

export const asJson = { 'content-type': 'application/json' };

/** A whole list of v3, to answer with. */
export const v3List = (...resources: readonly object[]) => ({
	status: 200,
	headers: asJson,
	body: JSON.stringify({
		pagination: { total_results: resources.length, total_pages: 1, next: null },
		resources,
		included: { spaces: [], organizations: [] },
	}),
});

/** Makes the root list just this. */
export const rootLists = (links: object): void =>
	sandbox.cloudFoundry.fault({
		...{ path: /^\/$/, method: 'GET', times: 999, status: 200, headers: asJson },
		body: JSON.stringify({ links }),
	});

/** What a platform answers whose v3 is older than `/v3/roles`, or whose v3 is gone. */
export const unknownRoute = {
	status: 404,
	headers: asJson,
	body: '{"errors":[{"code":10000,"title":"CF-NotFound","detail":"Unknown request"}]}',
};

/** What came out: of the first output, or of the error output. */
export const results = ({ outputs }: Pick<Ran, 'outputs'>, output = 0): IDataObject[] => json(outputs[output]);

/** Members of the organization of the page, as items about that or another one. */
export const crowd = (count = 20, place = home): Array<{ userGuid: string; organizationGuid: string }> =>
	Array.from({ length: count }, (_, index) => {
		const guid = uuidOf(`crowd ${index}`);
		const { users } = sandbox.cloudFoundry.state;
		users.push({ ...users[1], guid, username: `crowd-${index}@example.com` });
		giveRole('organization_user', guid, home);
		return { userGuid: guid, organizationGuid: place };
	});
