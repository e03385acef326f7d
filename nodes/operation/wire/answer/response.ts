import type { IDataObject } from 'n8n-workflow';

import type { Answer, Reply } from '../../model';
import { isObject, isTooDeep } from '../../model';
import { whileRunning } from './cancellation';
import { brokenOff } from './unanswered';

/** The JSON in a text: `undefined` where it is none, `null` where it is nested deeper than any that a page documents. */
const parsed = (text: string): unknown => {
	// To throw an error for every 204 would be a sixth of our own work.
	if (text === '') return undefined;
	try {
		const json: unknown = JSON.parse(text);
		return isTooDeep(json) ? null : json;
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

type Clean = (text: string) => string;

/** Every text in a JSON value cleaned; numbers and the rest stay what they are. */
const cleaned = (value: unknown, clean: Clean): unknown => {
	if (typeof value === 'string') return clean(value);
	if (Array.isArray(value)) return value.map((entry) => cleaned(entry, clean));
	if (!isObject(value)) return value;
	return Object.fromEntries(Object.entries(value).map(([name, inner]) => [clean(name), cleaned(inner, clean)]));
};

/** Cleans an address in its normal form too, which may hold a secret that it didn't seem to hold. */
const withAddress = (headers: Answer['headers'], clean: Clean): Answer['headers'] => {
	const { location = '' } = headers;
	if (!URL.canParse(location)) return headers;
	const { href } = new URL(location);
	const cleanHref = clean(href);
	return cleanHref === href ? headers : { ...headers, location: cleanHref };
};

/** `clean` takes out of an answer what nothing may show: providers repeat a refused token now and then. */
const toAnswer = ({ statusCode, headers, body }: Response, clean?: Clean): Answer => {
	const text = typeof body === 'string' ? body : body === undefined || body === null ? '' : JSON.stringify(body);
	const entries = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]);
	const answer = { status: statusCode, headers: Object.fromEntries(entries), text, json: parsed(text) };
	if (!clean) return answer;
	const { headers: all, json } = answer;
	return {
		...answer,
		headers: withAddress(cleaned(all, clean) as Answer['headers'], clean),
		text: clean(text),
		json: cleaned(json, clean),
	};
};

/** JSON that begins and doesn't end: a proxy or a broken compression cut it off, and n8n took it for the whole. */
const isCutOff = ({ text, json, headers }: Answer): boolean =>
	json === undefined && /^\s*[[{]/.test(text) && /[/+]json\b/i.test(headers['content-type'] ?? '');

/** What to take out of an answer, as far as its status tells what may be in it. */
export type Cleaning = (response: Response) => Clean | undefined | Promise<Clean | undefined>;

/** The answer to a request that was handed to one of n8n's helpers: waits for it no longer than the signal. */
export const answered = async (
	work: Promise<unknown>,
	signal: AbortSignal,
	name: string,
	cleaning?: Cleaning,
): Promise<Reply> => {
	const response = (await whileRunning(work, signal)) as Response;
	const answer = toAnswer(response, await cleaning?.(response));
	return isCutOff(answer) ? brokenOff(name, answer.status) : answer;
};
