import { everyChange } from '../../operation/panel';
import type { Change, Values } from '../../operation/model';
import { change, refuse } from '../../operation/model';
import { readerOfFirst } from '../../operation/wire';
import { keepsLastOwner } from '../keepLastOwner';
import { owned } from '../ownership';
import { becomesOwner, bodyFormat, boundClientId, keepLastOwner, userId } from '../parameters';
import { alreadyRelated } from '../refusals';
import { named } from '../state';
import { bindClient } from './bindClient';
import { unbindClient } from './unbindClient';

/** Why there is no one relationship to make another of. */
const noOne = (count: number, { userId: user, clientId: client }: Values) =>
	count === 0
		? refuse(
				`The user ${String(user)} has no access to the client ${String(client)}, so there is no ownership to change`,
				"Nothing was changed. Give access with 'Bind Client', or check 'User' and 'Client'.",
			)
		: refuse(
				`The user ${String(user)} is both an owner and a standard user of the client ${String(client)}`,
				"Nothing was changed. End one of the two with 'Unbind Client', by its 'Ownership'.",
			);

const unlessSo: Change['prepare'] = async (values, reader) => {
	const what = `ownership of user ${String(values.userId)}`;
	const held = await (await readerOfFirst(what, reader)).read(owned.of, values);
	if ('message' in held) return held;
	const has = owned.has(held, values);
	if (typeof has !== 'boolean') return has;
	const relations = named(held, { clientId: values.clientId });
	if (relations.length !== 1) return noOne(relations.length, values);
	return has ? 'unchanged' : values;
};

/** Where Bind refuses to overwrite: the one relationship goes, and comes back as the other kind. */
const anew: Change['detour'] = {
	on: alreadyRelated,
	by: (held, values) => {
		const { userId: user, clientId: client } = values;
		const relations = named(held, { clientId: client });
		if (relations.length !== 1) return noOne(relations.length, values);
		const [{ isOwner: was }] = relations;
		const of = { userId: user, clientId: client };
		return {
			ends: { change: unbindClient, values: { ...of, ownership: was ? 'owner' : 'standard' } },
			gives: { change: bindClient, values },
			back: { change: bindClient, values: { ...of, isOwner: was } },
		};
	},
};

export const changeOwnership = change({
	name: 'Change Ownership',
	action: 'Make user owner or standard user',
	description: "Make a client's standard user an owner, or the reverse, ending the access for a moment where need be",
	docs: 'https://docs.delos.financial/users/bind-client',
	route: 'PUT /v2/user/{uuid}/relate-client',
	path: { uuid: userId },
	body: {
		by: bodyFormat,
		forms: {
			nested: { 'relation.cuid': boundClientId, 'relation.isOwner': becomesOwner },
			flat: { customerId: boundClientId, isOwner: becomesOwner },
		},
	},
	subject: userId,
	sample: bindClient.sample,
	success: bindClient.success,
	refusals: bindClient.refusals,
	guards: [keepsLastOwner],
	prepare: unlessSo,
	detour: anew,
	state: owned,
	options: [bodyFormat, keepLastOwner, ...everyChange],
});
