import type { IDataObject } from 'n8n-workflow';

import type { Reader } from '../operation/model';
import { learn, noNames } from './accessNames';
import type { Names } from './accessNames';
import { organization, space } from './existence';
import { get } from './operations/get';
import { textIn } from './reads';
import { isV3 } from './versions';

type Rows = readonly IDataObject[];

/** Of each kind: beyond that the IDs have to do. */
const mostWords = 300;

const kinds = { user: 'userGuid', organization: 'organizationGuid', space: 'spaceGuid' } as const;
const ones = { user: get, organization, space } as const;
type Kind = keyof typeof kinds;

const guidsIn = (rows: Rows, kind: Kind): string[] =>
	[...new Set(rows.map((row) => row[kinds[kind]]))]
		.filter((guid): guid is string => typeof guid === 'string')
		.slice(0, mostWords);

/** By v2 one after the other. */
const learnByV2 = async (names: Names, kind: Kind, guids: readonly string[], reader: Reader): Promise<void> => {
	for (const guid of guids) {
		const found = await reader.read(ones[kind], { [kinds[kind]]: guid, apiVersion: 'v2' });
		if (!('message' in found)) names[kind].set(guid, found[0]);
		else if (found.status !== 404) return;
	}
};

const wordIn = (names: Names, kind: Kind, row: IDataObject, key: string): string | null => {
	const found = names[kind].get(String(row[kinds[kind]]));
	return (found && textIn(found, key)) ?? null;
};

/** Rows of accesses that have gone, with what their users and places are called, where that can still be read. */
export const worded = async (rows: Rows, reader: Reader): Promise<Rows> => {
	const names = noNames();
	try {
		const isNewer = (await isV3({ apiVersion: 'auto' }, reader)) === true;
		for (const kind of Object.keys(kinds) as Kind[]) {
			const guids = guidsIn(rows, kind);
			if (isNewer) await learn(names, kind, guids, reader);
			else await learnByV2(names, kind, guids, reader);
		}
	} catch {
		// The words are a help; the IDs are what counts.
	}
	return rows.map((row) => ({
		userGuid: row.userGuid,
		username: wordIn(names, 'user', row, 'username'),
		origin: wordIn(names, 'user', row, 'origin'),
		role: row.role,
		organizationGuid: row.organizationGuid ?? null,
		organizationName: wordIn(names, 'organization', row, 'name'),
		spaceGuid: row.spaceGuid ?? null,
		spaceName: wordIn(names, 'space', row, 'name'),
	}));
};
