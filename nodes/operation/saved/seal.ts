import { createHash, createHmac } from 'node:crypto';

/** The same text for the same data, in whichever order its fields come: databases and nodes between reorder them. */
export const canonical = (data: unknown): string =>
	JSON.stringify(data, (_, value: unknown) =>
		typeof value === 'object' && value !== null && !Array.isArray(value)
			? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
			: value,
	);

/** Half of a SHA-256, which is enough to tell states apart: a plan has one for each of its users. */
export const digestOf = (data: unknown): string =>
	createHash('sha256').update(canonical(data)).digest('base64url').slice(0, 22);

/** Without a key it stops accidents; with one that others don't have, edits too. */
const hashOf = (text: string, planKey: string) =>
	(planKey === '' ? createHash('sha256') : createHmac('sha256', planKey)).update(text);

const plain = 'sha256:';
const keyed = 'hmac-sha256:';

export const sealOf = (data: unknown, planKey: string): string =>
	(planKey === '' ? plain : keyed) + hashOf(canonical(data), planKey).digest('hex');

/** Why a seal isn't the right one, by the words of whoever has to mend it. */
const whyBroken = (isKeyed: boolean, planKey: string, changed: string): string => {
	if (planKey === '') return isKeyed ? 'is sealed with a Plan Key, and the credential of this node has none' : changed;
	return isKeyed
		? `${changed}, or sealed with another Plan Key than that of the credential`
		: "isn't sealed with the Plan Key of the credential";
};

/** Why a seal isn't that of this data; `undefined` where it is. */
export const brokenSeal = (seal: unknown, data: unknown, planKey: string): string | undefined =>
	seal === sealOf(data, planKey)
		? undefined
		: whyBroken(typeof seal === 'string' && seal.startsWith(keyed), planKey, 'was changed after it was made');

/** An object in base64url may begin with `eyJ`, by which secret scanners know tokens: white space before all of it makes it another. */
const encoded = (json: string): string => {
	const forms = ['', ' ', '  '].map((space) => Buffer.from(space + json).toString('base64url'));
	return forms.find((form) => !form.includes('eyJ')) ?? forms[0];
};

/** Half of the hash, which is as safe; `h` before it where that goes by a key, else `s`. */
const sealOfText = (text: string, planKey: string): string =>
	(planKey === '' ? 's' : 'h') + hashOf(text, planKey).digest('base64url').slice(0, 22);

/** Data as one text, which a cell, a link, a form or a button carries as it is; the seal is over all before it. */
export const sealedText = (prefix: string, data: object, planKey: string): string => {
	const text = `${prefix}_${encoded(JSON.stringify(data))}`;
	return `${text}_${sealOfText(text, planKey)}`;
};

/** The JSON in such a text, or why its seal isn't that of the text. */
export const unsealed = (text: string, planKey: string): { readonly json: string } | { readonly broken: string } => {
	const changed = 'was cut off or changed after it was made';
	const [end, seal, kind] = /_(([sh])[\w-]{22})$/.exec(text.slice(-24)) ?? [];
	if (end === undefined) return { broken: changed };
	const sealed = text.slice(0, -end.length);
	if (seal !== sealOfText(sealed, planKey)) return { broken: whyBroken(kind === 'h', planKey, changed) };
	return { json: Buffer.from(sealed.slice(sealed.indexOf('_') + 1), 'base64url').toString() };
};
