import type { IDataObject } from 'n8n-workflow';

import type { Reader } from '../model';
import { paced } from '../wire';

const most = 1000;

/**
 * Rows of which the IDs alone are left, with the words that can still be read of what one of their fields names; the others stay
 * empty. Of many, the first thousand are read.
 */
export const withWords = async (
	rows: readonly IDataObject[],
	reader: Reader,
	{ field, read }: { readonly field: string; readonly read: (row: IDataObject) => Promise<IDataObject | undefined> },
): Promise<readonly IDataObject[]> => {
	const first = new Map(rows.map((row) => [row[field], row]));
	const words = new Map<unknown, IDataObject | undefined>();
	await paced([...first].slice(0, most), reader.atOnce, async ([id, row]) => {
		words.set(id, await read(row).catch(() => undefined));
		return true;
	});
	return rows.map((row) => ({ ...row, ...words.get(row[field]) }));
};
