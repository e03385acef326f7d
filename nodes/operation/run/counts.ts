import type { ItemRequest } from '../panel';
import { readable } from '../panel';
import type { Change, Refused, Values } from '../words';
import { changeOf } from './difference';
import type { Facts, SameAccess } from './facts';
import { effectOf } from './fates';
import type { Counts } from './run';
import type { User } from './subjects';
import { usersIn } from './subjects';
import type { Part, Verdict } from './verdict';
import { isAccepted } from './verdict';

interface Answered extends User {
	/** The first item that is about it. */
	readonly item: number;
}

/** The users that each verdict is about, whichever items share it. */
const usersByVerdict = (
	change: Change,
	asked: ReadonlyArray<ItemRequest | Refused>,
	parts: readonly (readonly Part[])[],
) => {
	const users = new Map<Verdict, Map<string, Answered>>();
	for (const [item, read] of readable(asked))
		for (const { verdict, members } of parts[item]) {
			const met = users.get(verdict) ?? new Map<string, Answered>();
			users.set(verdict, met);
			for (const user of usersIn(change, read.values, members))
				if (!met.has(user.id ?? '')) met.set(user.id ?? '', { ...user, item });
		}
	return users;
};

/** A request that items share counts once; what is known to have been so already is no change. */
export const countsOf = (
	change: Change,
	asked: ReadonlyArray<ItemRequest | Refused>,
	parts: ReadonlyArray<readonly Part[]>,
	{ before, sameAccess }: Pick<Facts, 'before'> & { readonly sameAccess: (item: number, values: Values) => SameAccess },
): Counts => {
	let made = 0;
	let unknown = 0;
	for (const [verdict, users] of usersByVerdict(change, asked, parts))
		for (const { item, values, id } of users.values()) {
			const effect = effectOf(verdict, id);
			if (effect === 'open') unknown += 1;
			if (effect !== 'made' || !isAccepted(verdict)) continue;
			const { isRepeat, isAgain } = sameAccess(item, values);
			const isKnownBefore = !isRepeat && changeOf(change, values, before, verdict.changed) === false;
			made += isAgain || isKnownBefore ? 0 : 1;
		}
	return { made, unknown };
};
