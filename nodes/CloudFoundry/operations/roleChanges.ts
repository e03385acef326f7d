import { everyChange } from '../../operation/panel';
import type { Change, Values } from '../../operation/model';
import { change } from '../../operation/model';
import { byUsername, everyGrant, userInBody } from '../byWord';
import { findBoth, findUserAndSpace } from '../existence';
import { settle } from '../jobs';
import type { Place } from '../oneRole';
import { findRoleAt, inOrganization, inSpace, stateAt } from '../oneRole';
import { apiVersion, roleGuid, userGuid } from '../parameters';
import { lastManager, noSupporters, ofRoles, otherRoleExists, otherRoleGone } from '../roleRefusals';
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

const shared = { chooses: [apiVersion], subject: userGuid, inTurnFor: userGuid, options: everyChange } as const;

/** v2 has a route for each role; of space supporters it has none. */
const byV2 = (place: Place, changeFor: (role: V2Role) => Change) => {
	const names = Object.keys(place.v2Lists) as V2Role[];
	const each = new Map<unknown, Change>(names.map((role) => [role, changeFor(role)]));
	return { first: changeFor(names[0]), of: (values: Values) => each.get(values.role) ?? noSupporters(values) };
};

/** The parameters of a role that its route doesn't hold choose between routes. */
const choosing = (place: Place, shown: Change): Change => ({
	...shown,
	path: { guid: userGuid, place: place.guid },
	chooses: [place.role, apiVersion],
});

const removal = (place: Place, inverse: string): Change => {
	const said = {
		...shared,
		name: `Remove ${place.name === 'space' ? 'Space' : 'Organization'} Role`,
		action: `Remove role in ${place.name} from user`,
		description: `End a role of a user in a ${place.name}`,
		docs: v2Docs,
		refusals: ofRoles,
		state: stateAt(place, false, inverse),
	};
	const v2 = byV2(place, (role) =>
		change({
			...said,
			route: `DELETE /v2/users/{guid}/${v2Paths[role]}/{place}`,
			path: { guid: userGuid, place: place.guid },
			success: { 201: isUser, 204: empty },
			...(role === 'organization_manager' && { refusals: [lastManager, ...ofRoles] }),
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
	return inVariants(choosing(place, v2.first), v2.of, v3);
};

const grant = (place: Place, inverse: string, prepare: Change['prepare']): Change => {
	const said = {
		...shared,
		name: `Add ${place.name === 'space' ? 'Space' : 'Organization'} Role`,
		action: `Add role in ${place.name} to user`,
		description: `Give a user a role in a ${place.name}`,
		docs: v2Docs,
		refusals: ofRoles,
		state: stateAt(place, true, inverse),
		prepare,
		options: everyGrant,
	};
	const v2 = byV2(place, (role) =>
		change({
			...said,
			route: `PUT /v2/users/{guid}/${v2Paths[role]}/{place}`,
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
		refusals: [...ofUsernames, ...ofRoles],
		byWord: byUsername,
	});
	return inVariants({ ...choosing(place, v2.first), byWord: byUsername }, v2.of, v3);
};

/** Parts of Remove All Roles and of what takes it back; no operations of their own. */
export const roleChanges = {
	addOrganizationRole: grant(inOrganization, 'removeOrganizationRole', findBoth),
	addSpaceRole: grant(inSpace, 'removeSpaceRole', findUserAndSpace),
	removeOrganizationRole: removal(inOrganization, 'addOrganizationRole'),
	removeSpaceRole: removal(inSpace, 'addSpaceRole'),
};
