import type { IDataObject } from 'n8n-workflow';

import type { AccessList, Reader, Refused, Values } from '../model';
import { orRefused, whileMoving } from '../model';
import type { Connection } from '../wire';
import { readerOf } from '../wire';
import { firstRows, wholeRows } from './rows';

type Rows = readonly IDataObject[];

const claimsIn = (connection: Connection): string | undefined => {
	const claims = connection.claims();
	return claims && JSON.stringify(claims);
};

/** What the account sees was concluded from a token that isn't the one that all of it was read with. */
const renewed: Refused = whileMoving({
	message: "The credential's token was renewed while the accesses were read",
	description: 'The new one may see less. Nothing is concluded from it. Try again.',
});

const readOnce = async (
	connection: Connection,
	reader: Reader,
	{ list, values, limit }: { readonly list: AccessList; readonly values: Values; readonly limit: number },
): Promise<Rows | Refused> => {
	const sources = await list.sources(values, reader);
	if ('message' in sources) return sources;
	const from = { ways: { connection, reader }, list, sources };
	const token = claimsIn(connection);
	const rows = limit === Infinity ? await wholeRows(from) : await firstRows(from, limit);
	return token === undefined || token === claimsIn(connection) ? rows : renewed;
};

const mostReadings = 4;

const unsteady = ({ message, description }: Refused): Refused => ({
	message,
	description: `${description} It was read ${mostReadings} times.`,
});

/**
 * The accesses of everybody, of a user or of a group, each once. What goes or comes while it is read doesn't leave half of it
 * told: it is read again, a few times. Up to a limit, it is what comes first.
 */
export const readAccesses = async (
	connection: Connection,
	list: AccessList,
	values: Values,
	limit: number,
): Promise<Rows | Refused> => {
	for (let reading = 1; ; reading++) {
		const reader = readerOf(connection);
		const rows = await orRefused(async () => await readOnce(connection, reader, { list, values, limit }));
		if (!('message' in rows) || !rows.isMoving || connection.isOver()) return rows;
		if (reading === mostReadings) return unsteady(rows);
	}
};
