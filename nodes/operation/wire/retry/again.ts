import type { Answer, Reply } from '../../model';
import { isUnanswered } from '../../model';

const passingStatuses = [408, 425, 429, 500, 502, 503, 504];

export const isPassingStatus = (status: number): boolean => passingStatuses.includes(status);

/** Whether the same request may work when tried again. */
export const isPassing = (reply: Reply): boolean =>
	isUnanswered(reply) ? reply.passing : isPassingStatus(reply.status);

/** A header holds the seconds to wait, or the moment itself since 1970, in seconds or (as gateways write it) milliseconds. */
const momentOf = (asked: number, now: number): number => {
	if (asked > 1e11) return asked;
	return asked > 1e9 ? asked * 1000 : now + asked * 1000;
};

const isNumber = /^\d{1,16}(\.\d+)?$/;
const isDate = /^((mon|tue|wed|thu|fri|sat|sun)[a-z]*,? |\d{4}-\d\d-\d\dT)/i;
/** The end of the year 9999. */
const latest = 253_402_300_800_000;

/** When the provider wants to be asked again, in ms since 1970: `Retry-After` holds a number or a date. */
export const retryAt = (
	{ status, headers }: Answer,
	now: number,
	resets: readonly string[] = [],
): number | undefined => {
	const reset = resets.map((name) => headers[name]).find((moment) => status === 429 && Number(moment) > 1e9);
	const asked = (headers['retry-after'] || reset)?.trim() ?? '';
	// `Date.parse` reads a year out of nearly every text.
	const told = isNumber.test(asked) ? momentOf(Number(asked), now) : isDate.test(asked) ? Date.parse(asked) : NaN;
	return told < latest ? told : undefined;
};

/** When to try again, in words that follow "again". */
export const whenAgain = (answer: Answer, resets?: readonly string[]): string => {
	const moment = retryAt(answer, Date.now(), resets);
	return moment === undefined || moment <= Date.now() ? 'later' : `after ${new Date(moment).toISOString()}`;
};
