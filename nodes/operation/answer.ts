import type { IDataObject } from 'n8n-workflow';

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
}

export const isUnanswered = (reply: Answer | Unanswered): reply is Unanswered => 'unanswered' in reply;

export const isObject = (value: unknown): value is IDataObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

const parsed = (text: string): unknown => {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
};

/** What n8n's request helpers return with `returnFullResponse` and without parsing. */
export interface Response {
	readonly statusCode: number;
	readonly headers: IDataObject;
	readonly body: unknown;
}

/** `clean` takes out of an answer what nothing may show: providers repeat a refused token now and then. */
export const toAnswer = (response: Response, clean = (text: string) => text): Answer => {
	const text = clean(typeof response.body === 'string' ? response.body : JSON.stringify(response.body ?? ''));
	const headers = Object.entries(response.headers).map(([name, value]) => [name.toLowerCase(), clean(String(value))]);
	return { status: response.statusCode, headers: Object.fromEntries(headers), text, json: parsed(text) };
};

export const isPage = (text: string) => /^\s*</.test(text);

const firstText = (...candidates: unknown[]): string | undefined =>
	candidates.find((candidate): candidate is string => typeof candidate === 'string' && candidate !== '');

/** The provider's own sentence and code, from any of the forms that pages show: JSON, plain text or none. */
export const spoken = ({ text, json }: Answer): { readonly words: string; readonly code: string } => {
	if (isPage(text)) return { words: '', code: '' };
	if (!isObject(json)) return { words: json === undefined ? text.trim() : '', code: '' };
	const [first] = Array.isArray(json.errors) ? json.errors : [json.error];
	const inner: IDataObject = isObject(first) ? first : {};
	return {
		words: firstText(json.error_description, first, inner.message, inner.detail, json.description, json.message) ?? '',
		code: firstText(inner.title, inner.code, json.error_code, json.code) ?? '',
	};
};

/** How to call the content of an answer that nobody expected. */
export const contentOf = ({ text, json }: Answer): string => {
	if (text === '') return 'no content';
	if (isPage(text)) return 'a web page';
	return json === undefined ? 'plain text' : 'other JSON';
};
