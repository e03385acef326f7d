import type { Credentials, Unreadable } from '../../model';
import { unreadable, withoutInvisible } from '../../model';

/** The secret that plans are sealed with; empty where the credential has none. One that only looks empty is refused. */
export const asPlanKey = (credentials: Credentials): string | Unreadable => {
	const { planKey: key = '' } = credentials;
	// The field itself is always text: anything else is what an expression gives.
	if (typeof key !== 'string' || ('planKey' in credentials && credentials.planKey === undefined))
		return unreadable(
			"isn't text, so that plans would not be sealed with it",
			'Check what its expression gives, or empty the field',
		);
	return key !== '' && withoutInvisible(key).trim() === ''
		? unreadable(
				'holds nothing but white space, so that plans would not be sealed with it',
				'Type a long random text, or empty the field',
			)
		: key.trim();
};
