import { everyChange, reportRemaining } from '../../operation/panel';
import type { Change, Values } from '../../operation/model';
import { change } from '../../operation/model';
import { byUsername, everyGrant, userInBody } from '../byWord';
import { findBoth, findUserAndSpace } from '../existence';
import { noMemberYet } from '../foreseen';
import { settle } from '../jobs';
import type { Place } from '../oneRole';
import { findRoleAt, inOrganization, inSpace, stateAt } from '../oneRole';
import { apiVersion, roleGuid, userGuid } from '../parameters';
import { lastManager, noSupporters, ofRoles, otherRoleExists, otherRoleGone } from '../roleRefusals';
import { role, spaceRole } from '../samples';
import { empty, isRole, isUser } from '../shapes';
import { ofUsernames } from '../unseenRefusals';
import { inVariants } from '../variants';
import { v2Docs } from '../versions';

/** As the lists of v2 are called in a path, by the roles of v3. */
const v2Paths = {
	organization_manager: 'managed_organizations',
	organization_billing_manager: 'billing_managed_organizations',
	organization_auditor: 'audited_organizations',
	space_developer: 'spaces',
	space_manager: 'managed_spaces',
	space_auditor: 'audited_spaces',
} as const;
type V2Role = keyof typeof v2Paths;

const shared = { chooses: [apiVersion], subject: userGuid, inTurnFor: userGuid } as const;

/** A change by v2 with the name that its pages have for the place. */
const placed = ({ name, guid }: Place, by: Change): Change => ({
	...by,
	route: by.route.replace('{place}', `{${name}_guid}`) as Change['route'],
	path: { guid: userGuid, [`${name}_guid`]: guid },
});

/** v2 has a route for each role; of space supporters it has none. */
const byV2 = (place: Place, changeFor: (role: V2Role) => Change) => {
	const names = Object.keys(place.v2Lists) as V2Role[];
	const each = new Map<unknown, Change>(names.map((role) => [role, placed(place, changeFor(role))]));
	const first = placed(place, changeFor(names[0]));
	return {
		// What people fill in and map: each route and body has the role as a part of its own.
		shown: { ...first, query: { role: place.role } },
		of: ({ role = names[0], ...values }: Values) => each.get(role) ?? noSupporters(values),
	};
};

const removal = (place: Place, inverse: string): Change => {
	const said = {
		...shared,
		name: `Remove ${place.name === 'space' ? 'Space' : 'Organization'} Role`,
		action: `Remove ${place.name} role from user`,
		description:
			place.name === 'space'
				? "End a user's role in a space; other roles there and the membership in its organization stay"
				: "End a user's role in an organization; the membership and roles in its spaces stay",
		options: [reportRemaining, ...everyChange],
		docs: v2Docs,
		refusals: ofRoles[place.name],
		state: stateAt(place, false, inverse),
	};
	const v2 = byV2(place, (type) =>
		change({
			...said,
			route: `DELETE /v2/users/{guid}/${v2Paths[type]}/{place}`,
			path: { guid: userGuid, place: place.guid },
			success: { 201: isUser, 204: empty },
			...(type === 'organization_manager' && { refusals: [lastManager, ...ofRoles[place.name]] }),
		}),
	);
	const v3 = change({
		...said,
		route: 'DELETE /v3/roles/{guid}',
		path: { guid: roleGuid },
		success: { 202: empty },
		unchanged: [otherRoleGone],
		prepare: findRoleAt(place),
		settle,
		makesDifference: true,
	});
	return inVariants(v2.shown, v2.of, v3);
};

/** What is said of a grant by where it is. */
const given = {
	organization: {
		description: 'Give a user a role in an organization beside the membership',
		sample: { ...role, type: 'organization_manager' },
	},
	space: {
		description: 'Give a user a role in a space; whoever gets it has to be a member of its organization first',
		sample: spaceRole,
	},
} as const;

const grant = (place: Place, inverse: string, prepare: Change['prepare']): Change => {
	const said = {
		...shared,
		name: `Add ${place.name === 'space' ? 'Space' : 'Organization'} Role`,
		action: `Add ${place.name} role to user`,
		...given[place.name],
		docs: v2Docs,
		refusals: ofRoles[place.name],
		state: stateAt(place, true, inverse),
		prepare,
		options: everyGrant,
	};
	const v2 = byV2(place, (type) =>
		change({
			...said,
			route: `PUT /v2/users/{guid}/${v2Paths[type]}/{place}`,
			path: { guid: userGuid, place: place.guid },
			success: { 201: isUser },
		}),
	);
	const v3 = change({
		...said,
		route: 'POST /v3/roles',
		path: {},
		body: {
			type: place.role,
			'relationships.user.data.guid': userGuid,
			...userInBody,
			[`relationships.${place.name}.data.guid`]: place.guid,
		},
		success: { 201: isRole },
		unchanged: [otherRoleExists],
		makesDifference: true,
		refusals: [...ofUsernames, ...ofRoles[place.name]],
		byWord: byUsername,
		...(place.name === 'space' && { foresees: noMemberYet }),
	});
	return inVariants({ ...v2.shown, byWord: byUsername }, v2.of, v3);
};

/** Roles one by one, beside the membership; Remove All Roles and Set Users are made of them too. */
export const roleChanges = {
	addOrganizationRole: grant(inOrganization, 'removeOrganizationRole', findBoth),
	addSpaceRole: grant(inSpace, 'removeSpaceRole', findUserAndSpace),
	removeOrganizationRole: removal(inOrganization, 'addOrganizationRole'),
	removeSpaceRole: removal(inSpace, 'addSpaceRole'),
};
