import { createHash, createHmac } from 'node:crypto';

/** The same text for the same data, in whichever order its fields come: databases and nodes between reorder them. */
export const canonical = (data: unknown): string =>
	JSON.stringify(data, (_, value: unknown) =>
		typeof value === 'object' && value !== null && !Array.isArray(value)
			? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
			: value,
	);

export const digestOf = (data: unknown): string => createHash('sha256').update(canonical(data)).digest('hex');

const plain = 'sha256:';
const keyed = 'hmac-sha256:';

/** Without a key it stops accidents; with one that others don't have, edits too. */
export const sealOf = (data: unknown, planKey: string): string =>
	planKey === '' ? plain + digestOf(data) : keyed + createHmac('sha256', planKey).update(canonical(data)).digest('hex');

/** Why a seal isn't that of this data, by the words of whoever has to mend it; `undefined` where it is. */
export const brokenSeal = (seal: unknown, data: unknown, planKey: string): string | undefined => {
	if (seal === sealOf(data, planKey)) return undefined;
	const isKeyed = typeof seal === 'string' && seal.startsWith(keyed);
	if (planKey === '')
		return isKeyed
			? 'is sealed with a Plan Key, and the credential of this node has none'
			: 'was changed after it was made';
	return isKeyed
		? 'was changed after it was made, or sealed with another Plan Key than that of the credential'
		: "isn't sealed with the Plan Key of the credential";
};
