import type { IDataObject } from 'n8n-workflow';

import { accessIn, keyOf } from '../accesses';
import type { AccessList, Reader } from '../model';
import { orRefused } from '../model';

type Rows = readonly IDataObject[];

const isTold = (value: unknown): boolean => value !== null && value !== undefined;

/** The words of a row that aren't empty. */
const toldIn = (row: IDataObject | undefined, names: readonly string[]): IDataObject =>
	Object.fromEntries(names.filter((name) => isTold(row?.[name])).map((name) => [name, row?.[name] ?? null]));

/** Finds the row that tells of the same user, or of the same place. */
const lookedUpIn = (rows: Rows, fields: readonly string[]) => {
	const keyIn = (row: IDataObject) => JSON.stringify(fields.map((name) => row[name] ?? null));
	const known = new Map(rows.map((row) => [keyIn(row), row]));
	return (row: IDataObject) => known.get(keyIn(row));
};

/** Rows of accesses that have gone, with the words that can still be read: those of what is there first, then what the provider tells. */
export const worded = async (list: AccessList, gone: Rows, current: Rows, reader: Reader): Promise<Rows> => {
	if (gone.length === 0) return gone;
	const { user, to, ofUser = [], level } = list;
	const ids = [user, ...to, ...(level === undefined ? [] : [level])];
	const words = Object.keys(list.sample).filter((name) => !ids.includes(name));
	const ofPlace = ofUser.length === 0 ? [] : words.filter((name) => !ofUser.includes(name));
	const [userIn, placeIn] = [lookedUpIn(current, [user]), lookedUpIn(current, to)];
	const none = Object.fromEntries(Object.keys(list.sample).map((name) => [name, null]));
	const known = gone.map((row) => ({
		...none,
		...row,
		...toldIn(userIn(row), ofUser),
		...toldIn(placeIn(row), ofPlace),
	}));
	const open = known.filter((row: IDataObject) => words.some((name) => !isTold(row[name])));
	if (open.length === 0 || !list.worded) return known;
	const { worded: ask } = list;
	const answer = await orRefused(async () => ({ rows: await ask(open, reader) }));
	// The words are a help; the IDs are what counts.
	if ('message' in answer) return known;
	const told = new Map(answer.rows.map((row) => [keyOf(accessIn(list, row)), row]));
	return known.map((row) => ({
		...row,
		...toldIn(told.get(keyOf(accessIn(list, row))), words),
		...toldIn(row, words),
	}));
};
