import type { IDataObject } from 'n8n-workflow';

import type { AccessList } from '../model';

export type Id = string | number | boolean | null;

/** What tells an access from all others: its user, what it is to, and its level. */
export type Access = readonly Id[];

export const fieldsOf = ({ user, to, level }: AccessList): readonly string[] => [
	user,
	...to,
	...(level === undefined ? [] : [level]),
];

export const accessIn = (list: AccessList, row: IDataObject): Access =>
	fieldsOf(list).map((name) => (row[name] ?? null) as Id);

export const keyOf = (access: Access): string => JSON.stringify(access);
