import type { IDataObject } from 'n8n-workflow';

import { everyWhole, listOptions } from '../../operation/panel';
import { isObject } from '../../operation/model';
import type { Change, Parameter, SetOperation, SetStep, Values } from '../../operation/model';
import { organization, space } from '../existence';
import { holdersIn, strangerAmong } from '../holders';
import type { Place } from '../oneRole';
import { inOrganization, inSpace } from '../oneRole';
import { apiVersion, userGuid, userIds } from '../parameters';
import { guidOf, isOfRole, textIn, userOf } from '../reads';
import { anyOrganizationRole, spaceRole } from '../roleParameters';
import { addOrganization } from './addOrganization';
import { removeOrganization } from './removeOrganization';
import { roleChanges } from './roleChanges';

/** The changes that give a role and end it, by their names. */
type Pair = readonly [give: Readonly<Record<string, Change>>, end: Readonly<Record<string, Change>>];

interface Settable {
	readonly place: Place;
	readonly role: Parameter;
	readonly pairFor: (role: unknown) => Pair;
}

const { addOrganizationRole, removeOrganizationRole, addSpaceRole, removeSpaceRole } = roleChanges;
const membership: Pair = [{ addOrganization }, { removeOrganization }];
const beside: Pair = [{ addOrganizationRole }, { removeOrganizationRole }];
const ofSpaces: Pair = [{ addSpaceRole }, { removeSpaceRole }];

const ofOrganizations: Settable = {
	place: inOrganization,
	role: anyOrganizationRole,
	pairFor: (role) => (role === 'organization_user' ? membership : beside),
};

const stepOf = (
	{ place: { guid: at }, pairFor }: Settable,
	values: Values,
	guid: string,
	{ isGrant, username, ...read }: Pick<SetStep, 'seen' | 'names'> & { isGrant: boolean; username?: string },
): SetStep => {
	const { role, apiVersion: version } = values;
	const pair = pairFor(role);
	const [[name, change]] = Object.entries(pair[isGrant ? 0 : 1]);
	const { name: where } = at.property;
	const own = { userGuid: guid, [where]: values[where], apiVersion: version };
	return {
		...{ resource: 'user', name, change, ...read },
		// A membership is changed without saying which role it is.
		values: pair === membership ? own : { ...own, role },
		key: guid,
		stage: 0,
		entry: { userGuid: guid, ...(username && { username }) },
		called: `user ${guid}${username ? ` (${username})` : ''}`,
	};
};

/** Who has a role: by v3 the role tells it, by v2 the list has the users themselves. */
const holdingOf = (one: IDataObject, place: unknown) => {
	if (!isOfRole(one)) {
		// Of each, that place is what its state reads.
		const seen = [{ metadata: { guid: place as string } }];
		return { user: String(guidOf(one)), username: textIn(one, 'username'), seen };
	}
	// A plan goes by the role, not by what its user is called.
	const { user: holder, organization: _organization, space: _space, ...role } = one;
	const username = isObject(holder) ? textIn(holder, 'username') : undefined;
	return { user: String(userOf(one)), username, seen: [role] };
};

const setting = (settable: Settable, said: Pick<SetOperation, 'action' | 'description' | 'changes'>): SetOperation => {
	const { place, role } = settable;
	const { name, guid: at } = place;
	const holders = holdersIn(place, role);
	return {
		name: 'Set Users',
		...said,
		takes: [at, role, userIds],
		chooses: [apiVersion],
		subject: userGuid,
		sample: { userGuid: 'uaa-id-128' },
		options: [...listOptions, ...everyWhole],
		shapedBy: listOptions,
		current: async (values, reader) => {
			// A place that the account may not see looks empty.
			const known = await reader.read(name === 'space' ? space : organization, values);
			if ('message' in known) return known;
			const found = await reader.read(holders, values);
			if ('message' in found) return found;
			return (
				strangerAmong(place, values, found) ??
				found.map((one) => {
					const { user, username, seen } = holdingOf(one, values[at.property.name]);
					const names = { userGuid: username, [at.property.name]: textIn(known[0], 'name') };
					return stepOf(settable, values, user, { isGrant: false, seen, names, username });
				})
			);
		},
		list: {
			of: userIds,
			// Whoever isn't in the whole list doesn't have it.
			give: (values, id) => stepOf(settable, values, id, { isGrant: true, seen: [] }),
		},
	};
};

export const setUsers = setting(ofOrganizations, {
	action: 'Set users of organization',
	description:
		"Make those who have a role in an organization, such as its plain members, exactly the users of a list: add who is missing, then remove who isn't listed",
	changes: [addOrganization, removeOrganization, addOrganizationRole, removeOrganizationRole],
});

export const setUsersOfSpace = setting(
	{ place: inSpace, role: spaceRole, pairFor: () => ofSpaces },
	{
		action: 'Set users of space',
		description:
			"Make those who have a role in a space exactly the users of a list: add who is missing, then remove who isn't listed",
		changes: [addSpaceRole, removeSpaceRole],
	},
);
