import type { ByWord, Change } from '../operation/model';
import { forItem, isBlank, isObject, text } from '../operation/model';
import { everyChange } from '../operation/panel';
import { username } from './parameters';
import { userOf } from './reads';

const named = text({
	displayName: 'Origin',
	name: 'origin',
	placeholder: 'e.g. ldap',
	description:
		"The identity provider of a user given by username, as the UAA calls it: where several have that name, or the account doesn't see the user. Empty: whichever has the name.",
});

/** The identity provider that a username is of. */
export const origin = forItem({
	...named,
	read: (raw) => (raw === undefined || isBlank(raw) ? '' : named.read(raw)),
});

/**
 * A manager of an organization sees its people alone, and may add others: the platform looks them up, and makes nobody of a typo
 * (roles_controller.rb#create_org_role).
 */
export const byUsername: ByWord = {
	word: username,
	beside: origin,
	id: ({ json }) => (isObject(json) ? userOf(json) : undefined),
	otherwise: "By API v3 (3.80 or newer), somebody is added by username whom the account doesn't see.",
};

/** Where the user of a body may be named in both ways, of which one is given. */
export const userInBody: NonNullable<Change['body']> = {
	'relationships.user.data.username': username,
	'relationships.user.data.origin': origin,
};

/** The options of what gives somebody access. */
export const everyGrant = [origin, ...everyChange];
