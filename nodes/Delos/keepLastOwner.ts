import { factOf, isKnown } from '../operation/run';
import { paced } from '../operation/wire';
import type { Guard, Reader, Refused, Value } from '../operation/model';
import { folded, isObject, unreadableAmong, withoutRepeats } from '../operation/model';
import { getAll } from './operations/getAll';
import { userId } from './parameters';
import { userIdIn } from './reads';
import { isNobody } from './refusals';
import { bound } from './state';

const unknownOwners = (why: Refused): Refused => ({
	...why,
	description: `Nothing was sent, because 'Keep Last Owner' is on and the owners of a client couldn't be read. ${why.description}`,
});

const withoutId: Refused = {
	message: 'The list of users of a client has one without an ID',
	description: 'Look at the client at Delos.',
};

/** The users who are owners of a client, and are there still; a refusal where one of them can't be read. */
const ownersOf = async (
	clientId: Value,
	users: readonly string[],
	reader: Reader,
): Promise<readonly string[] | Refused> => {
	const owners: string[] = [];
	let unread: Refused | undefined;
	await paced(users, reader.atOnce, async (user) => {
		const fact = await factOf(bound, { userId: user, clientId, isOwner: true }, { reader, concludes: () => true });
		// Whom Delos doesn't know owns nothing; the item itself says so.
		if (!isKnown(fact)) unread ??= isNobody(fact) ? undefined : fact;
		else if (fact.has && fact.held[0].isDeleted !== true) owners.push(folded(user));
		return unread === undefined;
	});
	return unread ?? owners;
};

/** Refuses a run that would leave a client without an owner, counting all removals of the run. */
export const keepsLastOwner: Guard = async ({ subjects, settings }, reader) => {
	if (settings.keepLastOwner !== true) return undefined;
	// Users whose IDs are spelled differently only may be the same: for a removal they count as one.
	const removals = subjects.filter(({ ownership, isOwner }) =>
		isOwner === undefined ? ownership !== 'standard' : isOwner === false,
	);
	for (const clientId of withoutRepeats(removals.map((values) => values.clientId))) {
		const removed = removals.filter((values) => values.clientId === clientId).map((values) => String(values.userId));
		const users = await reader.read(getAll, { cuid: clientId });
		if ('message' in users) return unknownOwners(users);
		const ids = users.filter(isObject).map(userIdIn);
		if (ids.some((id) => typeof id !== 'string')) return unknownOwners(withoutId);
		const odd = unreadableAmong(ids, userId);
		if (odd) return unknownOwners(odd);
		const all = withoutRepeats([...ids.map(String), ...removed]);
		const owners = await ownersOf(clientId, all, reader);
		if ('message' in owners) return unknownOwners(owners);
		const gone = new Set(removed.map(folded));
		if (owners.length > 0 && owners.every((owner) => gone.has(owner)))
			return {
				message: 'This run would remove the last owner of a client',
				description: `Nothing was sent. Make somebody else an owner of ${String(clientId)} first, or take its last owner out of the input items.`,
			};
	}
	return undefined;
};
