import { createHash } from 'node:crypto';
import type { IExecuteFunctions, IPollFunctions } from 'n8n-workflow';

import { lookUp } from '../lookup';
import type { AccessList, Provider, Refused, Values } from '../model';
import { orRefused, parametersOf } from '../model';
import { formOf, isRefused, readItem, readOptions } from '../panel';
import type { Bounds, Connection } from '../wire';
import { connect, identityOf } from '../wire';

/** What a poll is about. */
export interface Asked {
	readonly connection: Connection;
	readonly values: Values;
	/** Tells this watch from any other: where, as whom, and whose accesses. */
	readonly watching: string;
}

/** A poll has no items, and n8n's functions for it take none. */
const withoutItems = (context: IPollFunctions): IExecuteFunctions =>
	Object.create(context, {
		getNodeParameter: {
			value: (name: string, _item: number, fallback?: object) => context.getNodeParameter(name, fallback),
		},
	}) as IExecuteFunctions;

const bounds = Object.fromEntries(readOptions.map(({ property }) => [property.name, property.default]));

/** What a trigger watches, by what stands in its panel and its credential. */
export const askedOf = async (
	context: IPollFunctions,
	provider: Provider,
	list: AccessList,
): Promise<Asked | Refused> => {
	const { credential } = provider;
	const credentials = await context.getCredentials(credential);
	const form = formOf(withoutItems(context), provider.operations, credentials);
	const read = await orRefused(() => readItem(form, list, parametersOf(list), 0, {}));
	if (isRefused(read) || 'message' in read) return read as Refused;
	const connection = await connect(context, provider, bounds as unknown as Bounds);
	if ('message' in connection) return connection;
	const [found] = await lookUp([read], connection, { continueOnFail: false, operation: list });
	if ('message' in found) return found;
	const { values } = found;
	const id = context.getNode().credentials?.[credential]?.id ?? null;
	const as = identityOf(credentials, connection.baseUrl, provider.access);
	const names = Object.keys(values).sort();
	const watch = JSON.stringify([provider.node, id, as, names.map((name) => [name, values[name]])]);
	return { connection, values, watching: createHash('sha256').update(watch).digest('base64url').slice(0, 22) };
};
