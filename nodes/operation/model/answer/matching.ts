import type { Answer } from './answer';
import { isPage, spoken } from './answer';
import type { Refusal } from './refusal';

/** The documented refusal that an answer is: the first one that fits. */
export const matching = <Kind extends Refusal>(refusals: readonly Kind[], answer: Answer): Kind | undefined => {
	// A web page comes from something in front of the API, or from another server altogether.
	if (isPage(answer.text)) return undefined;
	const { words, code, details = [] } = spoken(answer);
	return refusals.find(
		(refusal) =>
			(refusal.status === undefined || refusal.status === answer.status) &&
			(refusal.says === undefined || refusal.says.test(words)) &&
			(refusal.code === undefined || refusal.code === code) &&
			(refusal.detail === undefined || (details.length === 1 && details[0] === refusal.detail)),
	);
};
