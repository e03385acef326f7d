import { managesOrganization, managesSpace, mayWrite, obstacleTo } from './cloudFoundryRights';
import {
	type CloudFoundryCall,
	type CloudFoundryOrganization,
	type CloudFoundryState,
	hasRole,
	newRole,
	type OrganizationRole,
	type SpaceRole,
} from './cloudFoundryState';
import {
	insufficientScope,
	isUser,
	noRelation,
	notAuthorized,
	organizationNotFound,
	spaceNotFound,
	unknownError,
	userAnswer,
	userNotFound,
	usersIn,
	v2Error,
} from './cloudFoundryV2';
import type { Answer, Handler, Route } from './provider';

// docs/v2/users/remove_managed_organization_from_the_user.html and its siblings; app/controllers/runtime/users_controller.rb.

type RoleName = OrganizationRole | SpaceRole;

const lists: Array<[list: string, type: RoleName]> = [
	['managed_organizations', 'organization_manager'],
	['billing_managed_organizations', 'organization_billing_manager'],
	['audited_organizations', 'organization_auditor'],
	['spaces', 'space_developer'],
	['managed_spaces', 'space_manager'],
	['audited_spaces', 'space_auditor'],
];

const isInSpace = (type: RoleName) => type.startsWith('space_');

/** The organization that a place is or is in. */
const organizationOf = ({ state, params }: CloudFoundryCall, type: RoleName): CloudFoundryOrganization | undefined => {
	const guid = isInSpace(type)
		? state.spaces.find((space) => space.guid === params.place)?.organization_guid
		: params.place;
	return state.organizations.find((organization) => organization.guid === guid);
};

/** app/access/organization_access.rb: of these only an administrator takes one where there aren't two, whoever has it. */
const tooFew = ({ state, params }: CloudFoundryCall, type: RoleName): Answer | undefined => {
	if (state.scope === 'admin' || usersIn(state, params.place, type).length > 1) return undefined;
	if (type === 'organization_manager') return v2Error('LastManagerInOrg', 'Cannot remove last Org Manager in org');
	return type === 'organization_billing_manager'
		? v2Error('LastBillingManagerInOrg', 'Cannot remove last Billing Manager in org')
		: undefined;
};

/** app/controllers/base/model_controller.rb#do_related: place, scope, permission, user. */
const refusalToRemove = (call: CloudFoundryCall, type: RoleName): Answer | undefined => {
	const { state, params } = call;
	const organization = organizationOf(call, type);
	if (!organization) return isInSpace(type) ? spaceNotFound(params.place) : organizationNotFound(params.place);
	if (!mayWrite(state)) return insufficientScope();
	const isOwn = params.guid === state.actor;
	const manages =
		managesOrganization(state, organization.guid) || (isInSpace(type) && managesSpace(state, params.place));
	if (!manages && !isOwn) return notAuthorized();
	// app/access/space_access.rb: a space is left at any time, an organization while it is active.
	if (obstacleTo(state, organization) && !(isOwn && isInSpace(type))) return notAuthorized();
	return tooFew(call, type) ?? (isUser(call) ? undefined : noRelation('User', params.guid));
};

/** Of the page's era (2efdb557): everything goes by way of the user, whom administrators alone change. */
const refusalIn2015 = (call: CloudFoundryCall, type: RoleName): Answer | undefined => {
	const { state, params } = call;
	if (!isUser(call)) return userNotFound(params.guid);
	if (!mayWrite(state)) return insufficientScope();
	if (state.scope !== 'admin') return notAuthorized();
	return organizationOf(call, type) ? undefined : noRelation(isInSpace(type) ? 'Space' : 'Organization', params.place);
};

/** app/models/runtime/user.rb at 2efdb557: a hook that keeps the last manager, of administrators too. */
const refusalToRemoveIn2015 = (call: CloudFoundryCall, type: RoleName): Answer | undefined => {
	const { state, params } = call;
	const refusal = refusalIn2015(call, type);
	if (refusal || type !== 'organization_manager') return refusal;
	const held = usersIn(state, params.place, type);
	const isLast = held.length === 1 && held[0] === params.guid;
	return isLast ? v2Error('InvalidRequest', 'The request is invalid') : undefined;
};

/** There too: roles in an organization are for its members; those in its spaces aren't looked at from here. */
const refusalToAddIn2015 = (call: CloudFoundryCall, type: RoleName): Answer | undefined => {
	const { state, params } = call;
	const refusal = refusalIn2015(call, type);
	if (refusal || isInSpace(type)) return refusal;
	return hasRole(state, newRole('organization_user', params.guid, params.place))
		? undefined
		: v2Error('InvalidRelation', `Invalid relation: ${params.place}`);
};

/** What doesn't exist is called upon all the same, and nobody asks for a membership (users_controller.rb#add_space_role). */
const refusalToAdd = (call: CloudFoundryCall, type: RoleName): Answer | undefined => {
	const { state } = call;
	if (!isUser(call)) return unknownError();
	if (!mayWrite(state)) return insufficientScope();
	if (state.scope !== 'admin') return notAuthorized();
	return organizationOf(call, type) ? undefined : unknownError();
};

const remove =
	(type: RoleName): Handler<CloudFoundryState> =>
	(call) => {
		const { state, params } = call;
		const is2015 = state.era === '2015';
		const refusal = is2015 ? refusalToRemoveIn2015(call, type) : refusalToRemove(call, type);
		if (refusal) return refusal;
		const isIt = (role: (typeof state.roles)[number]) =>
			role.type === type &&
			role.user_guid === params.guid &&
			(role.organization_guid === params.place || role.space_guid === params.place);
		state.roles = state.roles.filter((role) => !isIt(role));
		return is2015 ? userAnswer(call) : { status: 204 };
	};

const add =
	(type: RoleName): Handler<CloudFoundryState> =>
	(call) => {
		const { state, params } = call;
		const refusal = state.era === '2015' ? refusalToAddIn2015(call, type) : refusalToAdd(call, type);
		if (refusal) return refusal;
		const role = newRole(type, params.guid, params.place);
		if (!hasRole(state, role)) state.roles.push(role);
		return userAnswer(call);
	};

/** Single roles of a user, beside the membership in an organization. */
export const v2RoleRoutes: Array<Route<CloudFoundryState>> = lists.flatMap(([list, type]) => [
	['DELETE', `/v2/users/{guid}/${list}/{place}`, remove(type)],
	['PUT', `/v2/users/{guid}/${list}/{place}`, add(type)],
]);
