import type { State } from '../operation/model';
import { audited, has, named, shared } from './state';

/** Whoever is both hasn't become what was asked for. */
const isJust: State['has'] = (held, values) => {
	const is = has(held, values);
	return is === true ? named(held, { clientId: values.clientId }).length === 1 : is;
};

/** An owner who becomes a standard user loses a privilege. */
const auditedKind: State['audited'] = (values, names, held) => ({
	...audited({ ...values, isOwner: true }, names, held),
	ends: values.isOwner !== true,
});

/** The kind of an access that stays. */
export const owned: State = {
	...shared,
	has: isJust,
	audited: auditedKind,
	grants: true,
	words: {
		as: 'standing',
		noun: 'client',
		of: 'clientId',
		part: (client, { isOwner }) => `${isOwner === true ? 'an owner' : 'a standard user'} of ${client}`,
	},
	undo: (held, { userId, clientId: client, isOwner }) =>
		held && named(held, { clientId: client }).length === 1
			? { resource: 'user', operation: 'changeOwnership', userId, clientId: client, isOwner: isOwner !== true }
			: null,
};
