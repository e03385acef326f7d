import type { IDataObject } from 'n8n-workflow';

import type { Access } from '../accesses';
import { accessIn, fieldsOf, keyOf } from '../accesses';
import type { AccessList } from '../model';
import { groupedBy } from '../model';
import type { Event } from './events';

export interface Happened {
	readonly event: Event;
	readonly row: IDataObject;
	/** The level that there was. */
	readonly before?: IDataObject;
}

/** The access without its level. */
const whole = ({ level }: AccessList, access: Access): string =>
	keyOf(level === undefined ? access : access.slice(0, -1));

const byKey = (accesses: readonly Access[]): ReadonlyMap<string, Access> =>
	new Map(accesses.map((access) => [keyOf(access), access]));

/** The IDs of an access under their names. */
const rowOf = (list: AccessList, access: Access): IDataObject =>
	Object.fromEntries(fieldsOf(list).map((name, index) => [name, access[index]]));

/** What became of accesses: those that are there now in their order, then those that have gone, of which IDs alone are known. */
export const changesBetween = (
	list: AccessList,
	known: readonly Access[],
	rows: readonly IDataObject[],
): readonly Happened[] => {
	const { level } = list;
	const before = byKey(known);
	const now = byKey(rows.map((row) => accessIn(list, row)));
	const gone = known.filter((access) => !now.has(keyOf(access)));
	// Somebody may have an access at two levels.
	const left = groupedBy(gone, (access) => whole(list, access));
	const come = rows.filter((row) => !before.has(keyOf(accessIn(list, row))));
	const here = come.map((row): Happened => {
		const same = whole(list, accessIn(list, row));
		const was = level === undefined ? undefined : left.get(same)?.shift();
		if (level === undefined || was === undefined) return { event: 'granted', row };
		return { event: 'changed', row, before: { [level]: was[was.length - 1] } };
	});
	const lost = gone.filter((access) => left.get(whole(list, access))?.includes(access));
	return [...here, ...lost.map((access): Happened => ({ event: 'revoked', row: rowOf(list, access) }))];
};
