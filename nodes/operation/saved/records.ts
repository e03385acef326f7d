import type { Parameter, Unreadable } from '../model';
import { asId, isObject, isTooDeep, isUnreadable, shortened, unreadable } from '../model';

const parsed = (text: string): unknown => {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
};

/** What one entry holds: the record itself, the result that has it as a field, or an item of n8n with such a result. */
const recordIn = (entry: unknown, field: string): unknown => {
	if (!isObject(entry)) return entry;
	if (Object.hasOwn(entry, field)) return entry[field];
	return isObject(entry.json) ? recordIn(entry.json, field) : entry;
};

const asItCame = (field: string) => `Map the field '${field}' of a result by an expression`;

const recordsIn = (raw: unknown, field: string, whyNull: string): string[] | Unreadable => {
	if (raw === undefined || raw === '') return asId('') as Unreadable;
	if (typeof raw === 'string') {
		if (raw.includes('{{')) return asId(raw) as Unreadable;
		const data = parsed(raw);
		return data === undefined
			? unreadable('is text that is no JSON', asItCame(field))
			: recordsIn(data, field, whyNull);
	}
	if (isTooDeep(raw)) return unreadable('is nested deeper than any that this node makes', asItCame(field));
	const records: string[] = [];
	const entries = Array.isArray(raw) ? (raw as unknown[]) : [raw];
	for (const [index, entry] of entries.entries()) {
		const record = recordIn(entry, field);
		if (record === null || record === undefined)
			return unreadable(entries.length > 1 ? `has an entry (number ${index + 1}) that is null` : 'is null', whyNull);
		// One of several results of which there is nothing.
		if (Array.isArray(record) && record.length === 0) continue;
		if (!Array.isArray(record) && !isObject(record))
			return unreadable(`holds ${shortened(String(JSON.stringify(record)))}`, asItCame(field));
		const inner = Array.isArray(record) ? recordsIn(record, field, whyNull) : [JSON.stringify(record)];
		if (isUnreadable(inner)) return inner;
		for (const one of inner) records.push(one);
	}
	return records.length > 0
		? records
		: unreadable('is an empty list', `Leave items out that have none, such as by a Filter on '${field}'`);
};

/** One record of a result or several, each as JSON: from a field, from whole results, from items, or as text. */
export const recordList = (
	described: { readonly displayName: string; readonly name: string; readonly description: string },
	whyNull: string,
): Parameter => ({
	property: { ...described, type: 'json', default: `={{ $json.${described.name} }}`, required: true },
	read: (raw) => recordsIn(raw, described.name, whyNull),
});
