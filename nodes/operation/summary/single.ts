import type { SetStep, Step } from '../model';
import type { Became, Kind } from './became';
import { heldBefore, kindOf } from './became';
import type { Known } from './naming';
import { accessOf, begun, reasonOf, userOf, within } from './naming';
import { verbsFor } from './verbs';

/** What became of the access of one user. `isSeen`: whether what was accepted was read back. */
export const summaryOf = (
	{ change, names: read }: Pick<Step, 'change'> & Pick<SetStep, 'names'>,
	asked: Known['asked'],
	became: Became,
	{ isSeen, provider }: { readonly isSeen: boolean; readonly provider: string },
): string => {
	const known = { asked, values: became.values, held: heldBefore(became), read };
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
