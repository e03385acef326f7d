import type { Change } from '../model';
import type { Became, Kind } from './became';
import { kindOf } from './became';
import type { Known } from './naming';
import { accessOf, begun, reasonOf, userOf, within } from './naming';
import { verbsFor } from './verbs';

/** Whose access it is, and what is known of it. */
export interface Told {
	readonly change: Pick<Change, 'subject' | 'state' | 'bulk'>;
	readonly known: Known;
	readonly became: Became;
	/** Whether what was accepted was read back. */
	readonly isSeen: boolean;
	/** The name of the provider. */
	readonly provider: string;
}

/** What became of the access of one user. */
export const summaryOf = ({ change, known, became, isSeen, provider }: Told): string => {
	const user = userOf(change, known);
	const access = accessOf(change, known);
	const verbs = verbsFor(change.state);
	const reason = reasonOf(became.why);
	const tell: Readonly<Record<Kind, () => string>> = {
		made: () => `${user} ${verbs.did(access)}`,
		so: () => `${user} ${verbs.is(access)} now`,
		accepted: () => `${user} ${verbs.should(access)}: ${within(provider)} accepted it, not verified`,
		same: () => `${user} ${verbs.was(access)}`,
		would: () => `${user} ${verbs.would(access)}`,
		might: () => `${user} ${verbs.would(access)}, ${verbs.unless}: not read`,
		wouldNot: () => `${user} ${verbs.is(access)}: nothing would change`,
		unknown: () => `It isn't known whether ${user} ${verbs.open(access)}: ${reason}`,
		unconfirmed: () => `${user} ${verbs.should(access)}: ${within(provider)} accepted it, but nothing confirms it`,
		failed: () => `${user} ${verbs.meant(access)}, which failed: ${reason}`,
		notSent: () => `${user} ${verbs.meant(access)}, which wasn't sent: ${reason}`,
	};
	return begun(tell[kindOf(became, isSeen)](), user, 'user');
};
