import { everyWhole, listOptions } from '../../operation/panel';
import type { SetStep, Refused, Values, SetOperation } from '../../operation/model';
import { organization } from '../existence';
import { apiVersion, organizationGuid, userGuid, userIds } from '../parameters';
import { guidOf, isOfRole, organizationOf, textIn, userOf } from '../reads';
import { membersOf } from '../roles';
import { addOrganization } from './addOrganization';
import { removeOrganization } from './removeOrganization';

const stepOf = (
	values: Values,
	guid: string,
	{ username, ...move }: Pick<SetStep, 'name' | 'change' | 'seen' | 'names'> & { readonly username?: string },
): SetStep => ({
	resource: 'user',
	...move,
	values: { userGuid: guid, organizationGuid: values.organizationGuid, apiVersion: values.apiVersion },
	key: guid,
	stage: 0,
	entry: { userGuid: guid, ...(username && { username }) },
	called: `user ${guid}${username ? ` (${username})` : ''}`,
});

const notTheMembers: Refused = {
	message: "Cloud Foundry gave a list that isn't that of the organization's members",
	description: 'Nothing was sent, because who is to be removed is concluded from that list.',
};

export const setUsers: SetOperation = {
	name: 'Set Users',
	action: 'Set users of organization',
	description:
		"Make an organization's plain members exactly the users of a list: add who is missing, then remove who isn't listed",
	takes: [organizationGuid, userIds],
	chooses: [apiVersion],
	subject: userGuid,
	sample: { userGuid: 'uaa-id-128' },
	changes: [addOrganization, removeOrganization],
	options: [...listOptions, ...everyWhole],
	shapedBy: listOptions,
	current: async (values, reader) => {
		const { organizationGuid: guid } = values;
		// An organization that the account may not see looks empty.
		const known = await reader.read(organization, values);
		if ('message' in known) return known;
		const members = await reader.read(membersOf, values);
		if ('message' in members) return members;
		if (members.some((one) => isOfRole(one) && (one.type !== 'organization_user' || organizationOf(one) !== guid)))
			return notTheMembers;
		return members.map((one) => {
			// v2 lists the users: of each, that organization is what its state reads.
			const seen = isOfRole(one) ? [one] : [{ metadata: { guid: guid as string } }];
			const user = String(isOfRole(one) ? userOf(one) : guidOf(one));
			const username = isOfRole(one) ? undefined : textIn(one, 'username');
			const names = { userGuid: username, organizationGuid: textIn(known[0], 'name') };
			return stepOf(values, user, { name: 'removeOrganization', change: removeOrganization, seen, names, username });
		});
	},
	list: {
		of: userIds,
		// Whoever isn't in the whole list of members is none.
		give: (values, id) => stepOf(values, id, { name: 'addOrganization', change: addOrganization, seen: [] }),
	},
};
