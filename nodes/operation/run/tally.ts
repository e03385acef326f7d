import type { Asked } from '../panel';
import { isRefused } from '../panel';
import type { Change, Refused, Values } from '../words';
import { changeOf } from './difference';
import type { Facts, Standing } from './facts';
import { effectOf } from './fates';
import type { Tally } from './run';
import { memberOf } from './subjects';
import type { Part, Verdict } from './verdict';
import { isAccepted } from './verdict';

/** The users that each verdict is about, whichever items share it. */
const usersByVerdict = (
	{ bulk }: Change,
	asked: ReadonlyArray<Asked | Refused>,
	parts: readonly (readonly Part[])[],
) => {
	const users = new Map<Verdict, Map<string, { readonly item: number; readonly read: Asked }>>();
	for (const [item, read] of asked.entries()) {
		if (isRefused(read)) continue;
		for (const { verdict, members } of parts[item]) {
			const ids = users.get(verdict) ?? new Map<string, { item: number; read: Asked }>();
			users.set(verdict, ids);
			for (const id of bulk ? members : ['']) if (!ids.has(id)) ids.set(id, { item, read });
		}
	}
	return users;
};

/** A request that items share counts once; what is known to have been so already is no change. */
export const tallyOf = (
	operation: Change,
	asked: ReadonlyArray<Asked | Refused>,
	parts: ReadonlyArray<readonly Part[]>,
	{ before, standing }: Pick<Facts, 'before'> & { readonly standing: (item: number, values: Values) => Standing },
): Tally => {
	const { bulk } = operation;
	let made = 0;
	let undecided = 0;
	for (const [verdict, users] of usersByVerdict(operation, asked, parts))
		for (const [id, { item, read }] of users) {
			const effect = effectOf(verdict, bulk ? id : undefined);
			if (effect === 'open') undecided += 1;
			if (effect !== 'made' || !isAccepted(verdict)) continue;
			const values = bulk ? memberOf(operation, read.values, id) : read.values;
			const { isRepeat, isAgain } = standing(item, values);
			const isKnownBefore = !isRepeat && changeOf(operation, values, before, verdict.changed) === false;
			made += isAgain || isKnownBefore ? 0 : 1;
		}
	return { made, undecided };
};
