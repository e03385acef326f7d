import type { CloudFoundryOrganization, CloudFoundryRole, CloudFoundryState } from './cloudFoundryState';

// As in lib/cloud_controller/permissions.rb, membership.rb and app/access of the Cloud Controller at 3bbba906.

const isAbout = (role: CloudFoundryRole, organization: string): boolean => role.organization_guid === organization;

export const readsEverything = ({ scope }: CloudFoundryState): boolean =>
	scope === 'admin' || scope === 'admin_read_only';

export const mayWrite = ({ scope }: CloudFoundryState): boolean => scope === 'admin' || scope === 'write';

const rolesOfActor = ({ roles, actor }: CloudFoundryState) =>
	actor === undefined ? [] : roles.filter(({ user_guid }) => user_guid === actor);

/** Any role in an organization lets its holder read it. */
export const readsOrganization = (state: CloudFoundryState, organization: string): boolean =>
	readsEverything(state) || rolesOfActor(state).some((role) => isAbout(role, organization));

export const managesOrganization = (state: CloudFoundryState, organization: string): boolean =>
	state.scope === 'admin' ||
	rolesOfActor(state).some((role) => role.type === 'organization_manager' && isAbout(role, organization));

/** Managers of a space may do without managing its organization. */
export const managesSpace = (state: CloudFoundryState, space: string | null): boolean =>
	rolesOfActor(state).some((role) => role.type === 'space_manager' && role.space_guid === space);

/** Users are seen by those who share an organization with them, and by themselves. */
export const readsUser = (state: CloudFoundryState, user: string): boolean =>
	readsEverything(state) ||
	user === state.actor ||
	state.roles.some(
		({ user_guid, organization_guid }) =>
			user_guid === user && organization_guid !== null && readsOrganization(state, organization_guid),
	);

export const readsRole = (state: CloudFoundryState, { organization_guid, space_guid }: CloudFoundryRole): boolean => {
	const inside = state.spaces.find(({ guid }) => guid === space_guid)?.organization_guid;
	const organization = organization_guid ?? inside;
	if (organization === undefined) return readsEverything(state);
	if (organization_guid !== null) return readsOrganization(state, organization);
	const own = rolesOfActor(state).some((role) => role.space_guid === space_guid);
	return readsEverything(state) || own || managesOrganization(state, organization);
};

/** Administrators may change suspended organizations and those being deleted; nobody else may. */
export const obstacleTo = (state: CloudFoundryState, { status }: CloudFoundryOrganization) =>
	state.scope === 'admin' || status === 'active' ? undefined : status;
