import type { IDataObject } from 'n8n-workflow';

import { visible } from '../text';

/** What came back over the wire, whatever the status and whatever the content. */
export interface Answer {
	readonly status: number;
	/** Names in lower case. */
	readonly headers: Readonly<Record<string, string>>;
	readonly text: string;
	/** `undefined` where the text isn't JSON. */
	readonly json: unknown;
}

/** No answer came: the change may or may not have been made, unless `sent` is false. */
export interface Unanswered {
	readonly unanswered: string;
	readonly remedy: string;
	readonly sent: boolean;
	/** Whether another try may work. */
	readonly passing: boolean;
	/** Whether the time was over before the provider answered. */
	readonly late?: boolean;
	/** When the provider wants to be asked again, in ms since 1970. */
	readonly until?: number;
	/** Whether nothing else of the run may be sent either. */
	readonly closes?: boolean;
}

export type Reply = Answer | Unanswered;

/** What results say of a request beside its answer. */
export interface Trace {
	readonly tries: number;
	/** When the last try ended, in ms since 1970. */
	readonly at: number;
	readonly status?: number;
	readonly requestId?: string;
}

/** Whether an answer holds what the page documents for its status; nothing else counts as success. */
export type Shape = (answer: Answer) => boolean;

export const isUnanswered = (reply: Answer | Unanswered): reply is Unanswered => 'unanswered' in reply;

export const isObject = (value: unknown): value is IDataObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** A list of objects; `undefined` where it is anything else. */
export const objectsIn = (value: unknown): readonly IDataObject[] | undefined =>
	Array.isArray(value) && value.every(isObject) ? value : undefined;

/** A count in an object, such as a list's total; `undefined` where it is anything else. */
export const countIn = (holder: unknown, name: string): number | undefined => {
	const told = isObject(holder) ? holder[name] : undefined;
	const count = typeof told === 'string' && /^\d{1,15}$/.test(told.trim()) ? Number(told) : told;
	return typeof count === 'number' && Number.isInteger(count) && count >= 0 ? count : undefined;
};

/** The largest of several counts; `undefined` where there is none. */
export const largest = (counts: ReadonlyArray<number | undefined>): number | undefined => {
	const told = counts.filter((count): count is number => count !== undefined);
	return told.length > 0 ? Math.max(...told) : undefined;
};

export const isPage = (text: string) => /^\s*</.test(text);

const firstText = (...candidates: unknown[]): string | undefined =>
	candidates.find((candidate): candidate is string => typeof candidate === 'string' && candidate !== '');

interface Spoken {
	readonly words: string;
	readonly code: string;
	/** The names of the fields in its details. */
	readonly details?: readonly string[];
}

/** The provider's own sentence and code, from any of the forms that pages show: JSON, plain text, or nothing. */
export const spoken = ({ text, json }: Answer): Spoken => {
	if (isPage(text)) return { words: '', code: '' };
	if (typeof json === 'string') return { words: visible(json.trim()), code: '' };
	if (!isObject(json)) return { words: json === undefined ? visible(text.trim()) : '', code: '' };
	const [first] = [json.errors, json.error].find(Array.isArray) ?? [json.error];
	const inner: IDataObject = isObject(first) ? first : {};
	const words = firstText(
		json.error_description,
		first,
		inner.message,
		inner.detail,
		json.description,
		json.message,
		json.title,
	);
	return {
		words: visible(words ?? ''),
		code: firstText(inner.title, inner.code, json.error_code, json.code) ?? '',
		...(isObject(inner.details) && { details: Object.keys(inner.details) }),
	};
};
