import type { Parameter, Unreadable } from '../model';
import { asId, isObject, isTooDeep, isUnreadable, shortened, trimmed, unreadable } from '../model';

export const parsed = (text: string): unknown => {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
};

/** What one kind of record is, and what there is to say of whatever isn't one. */
export interface RecordKind {
	readonly field: string;
	readonly whyNull: string;
	/** What to map instead. */
	readonly remedy: string;
	/** Where a record is a text: those in a text, in which there may be several; `undefined` where there is none. */
	readonly textsIn?: (text: string) => string[] | undefined;
}

/** What one entry holds: the record itself, the result that has it as a field, or an item of n8n with such a result. */
const recordIn = (entry: unknown, field: string): unknown => {
	if (!isObject(entry)) return entry;
	if (Object.hasOwn(entry, field)) return entry[field];
	return isObject(entry.json) ? recordIn(entry.json, field) : entry;
};

const recordsInText = (text: string, kind: RecordKind): string[] | Unreadable => {
	const { field, remedy, textsIn } = kind;
	if (trimmed(text) === '') return asId('') as Unreadable;
	if (text.includes('{{')) return asId(text) as Unreadable;
	const texts = textsIn?.(text);
	if (texts) return texts;
	const data = parsed(text);
	if (data !== undefined) return recordsIn(data, kind);
	return textsIn
		? unreadable(`is '${shortened(trimmed(text))}', which isn't a ${field}`, remedy)
		: unreadable('is text that is no JSON', remedy);
};

const recordsIn = (raw: unknown, kind: RecordKind): string[] | Unreadable => {
	const { field, whyNull, remedy, textsIn } = kind;
	if (raw === undefined) return asId('') as Unreadable;
	if (typeof raw === 'string') return recordsInText(raw, kind);
	if (isTooDeep(raw)) return unreadable('is nested deeper than any that this node makes', remedy);
	const records: string[] = [];
	const entries = Array.isArray(raw) ? (raw as unknown[]) : [raw];
	for (const [index, entry] of entries.entries()) {
		const record = recordIn(entry, field);
		if (record === null || record === undefined)
			return unreadable(entries.length > 1 ? `has an entry (number ${index + 1}) that is null` : 'is null', whyNull);
		// One of several results of which there is nothing.
		if (Array.isArray(record) && record.length === 0) continue;
		const isOne = textsIn ? typeof record === 'string' : isObject(record);
		if (!Array.isArray(record) && !isOne)
			return unreadable(
				`holds ${shortened(String(JSON.stringify(record)))}${textsIn ? `, which isn't a ${field}` : ''}`,
				remedy,
			);
		const inner = isOne && !textsIn ? [JSON.stringify(record)] : recordsIn(record, kind);
		if (isUnreadable(inner)) return inner;
		for (const one of inner) records.push(one);
	}
	return records.length > 0
		? records
		: unreadable('is an empty list', `Leave items out that have none, such as by a Filter on '${field}'`);
};

/** One record of a result or several, each as text: from a field, from whole results, from items, or as text. */
export const recordList = (
	described: { readonly displayName: string; readonly description: string },
	kind: RecordKind,
): Parameter => ({
	property: {
		...described,
		name: kind.field,
		type: kind.textsIn ? 'string' : 'json',
		default: `={{ $json.${kind.field} }}`,
		required: true,
	},
	isOfRecords: true,
	read: (raw) => recordsIn(raw, kind),
});
