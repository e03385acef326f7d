import type { Reply } from '../../model';
import { isUnanswered, signInLater, signInRefused } from '../../model';
import { isPassing, retryAt } from '../retry';

const later = new RegExp(`^${signInLater}:(\\d*)$`);

/** What n8n passes on of a sign-in that failed: whether it may work later, and when the provider wants to be asked again. */
export const codeFor = (reply: Reply): string => {
	if (!isPassing(reply)) return signInRefused;
	const moment = isUnanswered(reply) ? undefined : retryAt(reply, Date.now());
	return `${signInLater}:${moment === undefined ? '' : Math.max(0, Math.ceil(moment))}`;
};

export const laterIn = (code: string | null) => later.exec(code ?? '');
