import type { Unanswered } from '../../model';

/** The execution was canceled: n8n recognises that by this spelling, and stores anything else as a failure. */
export const cancelled: Unanswered = {
	unanswered: 'The execution was canceled',
	remedy: 'Start it again where that is wanted.',
	sent: true,
	passing: false,
};

/** The run has ended before this request was sent. */
export const ended: Unanswered = {
	unanswered: 'The run ended before this was sent',
	remedy: 'Run this item again.',
	sent: false,
	passing: false,
};

/** The provider has asked to be left alone for longer than a request may wait; `until` in ms since 1970. */
export const leftAlone = (name: string, until: number, isAgain: boolean): Unanswered => {
	const moment = new Date(until).toISOString();
	return {
		unanswered: `${name} wants no requests before ${moment}`,
		remedy: `Not sent${isAgain ? ' again' : ''}, because that is longer than a request waits. Try again after ${moment}.`,
		sent: false,
		passing: false,
	};
};
