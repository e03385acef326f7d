import type { IDataObject } from 'n8n-workflow';

import { removals, wayIn } from './access';
import { know, type Node } from './changes';
import { giveRole, home } from './cloudFoundry';
import { engine, sandbox } from './setUp';
import type { OnError, Ran } from './workflow';
import { runNode } from './workflow';

/** The credentials whose provider has a removal. */
export const all = Object.keys(removals);

/** What signs in at the sandbox of the test. */
export const credential = (type: string, way = 'access token'): IDataObject => wayIn(sandbox, type, way);

export const credentialsOf = (type: string, way?: string): Record<string, IDataObject> => ({
	[type]: credential(type, way),
});

interface How {
	readonly way?: string;
	/** `null` takes what the engine has stored. */
	readonly data?: IDataObject | null;
	readonly items?: readonly object[];
	readonly options?: IDataObject;
	readonly parameters?: IDataObject;
	readonly onError?: OnError;
}

/** The harmless removal at a provider, for each item. */
export const remove = async (
	type: string,
	{ way, data = credential(type, way), items, options = {}, parameters = {}, onError }: How = {},
): Promise<Ran> => {
	const [node, asked] = removals[type];
	const credentials = data ? { [type]: data } : undefined;
	return await runNode(engine, node, { ...asked, ...parameters, options }, { items, credentials, onError });
};

/** So many users, each with the access that the removal at a provider ends, and an item for each of them. */
export const others = (
	type: string,
	count: number,
): { readonly items: IDataObject[]; readonly parameters: IDataObject } => {
	const [node, asked] = removals[type];
	const user = Object.keys(asked).find((name) => name.startsWith('user')) as string;
	const ids = Array.from(
		{ length: count },
		(_, id) => `${typeof asked[user] === 'number' ? '' : 'other_'}${1000 + id}`,
	);
	know(node as Node, ids);
	if (node === 'cloudFoundry') for (const guid of ids) giveRole('organization_user', guid, home);
	return { items: ids.map((of, id) => ({ id, of })), parameters: { [user]: '={{ $json.of }}' } };
};

/** Without retries. Without `data` by what the engine has stored. */
export const removeOnce = async (
	type: string,
	data?: IDataObject,
	how: Pick<How, 'items' | 'parameters' | 'onError'> = {},
): Promise<Ran> => await remove(type, { ...how, data: data ?? null, options: { maxRetries: 0 } });
