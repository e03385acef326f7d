import type {
	CloudFoundryOrganization,
	CloudFoundryRole,
	CloudFoundrySpace,
	CloudFoundryState,
} from './cloudFoundryState';

// As in lib/cloud_controller/permissions.rb, membership.rb and app/access of the Cloud Controller at 3bbba906.

const isAbout = (role: CloudFoundryRole, organization: string): boolean => role.organization_guid === organization;

export const readsEverything = ({ scope }: CloudFoundryState): boolean =>
	scope === 'admin' || scope === 'admin_read_only' || scope === 'global_auditor';

/** app/access/user_access.rb: by v2, users and their lists aren't for auditors. */
export const readsUsersByV2 = ({ scope }: CloudFoundryState): boolean =>
	scope === 'admin' || scope === 'admin_read_only';

/** lib/cloud_controller/roles.rb: what a token is for, before anybody asks for roles. */
export const scopesOf = ({ scope }: CloudFoundryState): string[] => {
	const names = { write: ['read', 'write'], write_only: ['write'], none: [] as string[] };
	return (names[scope as keyof typeof names] ?? [scope]).map((name) => `cloud_controller.${name}`);
};

export const mayRead = ({ scope }: CloudFoundryState): boolean => scope !== 'none' && scope !== 'write_only';

export const mayWrite = ({ scope }: CloudFoundryState): boolean =>
	scope === 'admin' || scope === 'write' || scope === 'write_only';

const rolesOfActor = ({ roles, actor }: CloudFoundryState) =>
	actor === undefined ? [] : roles.filter(({ user_guid }) => user_guid === actor);

const hasRoleIn = (state: CloudFoundryState, space: string | null): boolean =>
	rolesOfActor(state).some((role) => role.space_guid === space);

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
	return hasRoleIn(state, space_guid) || managesOrganization(state, organization) || readsEverything(state);
};

/** Any role in a space lets its holder read it, and so does managing its organization. */
export const readsSpace = (state: CloudFoundryState, { guid, organization_guid }: CloudFoundrySpace): boolean =>
	readsEverything(state) || managesOrganization(state, organization_guid) || hasRoleIn(state, guid);

/** Administrators may change suspended organizations and those being deleted; nobody else may. */
export const obstacleTo = (state: CloudFoundryState, { status }: CloudFoundryOrganization) =>
	state.scope === 'admin' || status === 'active' ? undefined : status;
