import {
	type CloudFoundryCall,
	type CloudFoundryOrganization,
	type CloudFoundryRole,
	type CloudFoundrySpace,
	type CloudFoundryState,
	type CloudFoundryUser,
	hasRole,
	newRole,
	spaceRolesIn,
} from './cloudFoundryState';
import {
	managesOrganization,
	mayRead,
	mayWrite,
	obstacleTo,
	readsOrganization,
	readsSpace,
	readsUsersByV2,
} from './cloudFoundryRights';
import { type Answer, type Handler, integer, type Route } from './provider';

type V2Handler = Handler<CloudFoundryState>;

const codes = {
	InvalidAuthToken: [401, 1000],
	InvalidRelation: [400, 1002],
	NotFound: [404, 10000],
	NotAuthenticated: [401, 10002],
	NotAuthorized: [403, 10003],
	InvalidRequest: [400, 10004],
	BadQueryParameter: [400, 10005],
	AssociationNotEmpty: [400, 10006],
	InsufficientScope: [403, 10007],
	UserNotFound: [404, 20003],
	OrganizationNotFound: [404, 30003],
	SpaceNotFound: [404, 40004],
	LastBillingManagerInOrg: [403, 30005],
	LastManagerInOrg: [403, 30004],
	LastUserInOrg: [403, 30006],
} as const;

export const v2Error = (name: keyof typeof codes, description: string): Answer => {
	const [status, code] = codes[name];
	return json(status, { description, error_code: `CF-${name}`, code });
};

export const json = (status: number, body: unknown): Answer => ({
	status,
	body,
	headers: { 'content-type': 'application/json;charset=utf-8', 'x-content-type-options': 'nosniff' },
});

const metadata = (kind: string, item: { guid: string; created_at: string; updated_at?: string | null }) => {
	const { guid, created_at, updated_at = null } = item;
	return { guid, url: `/v2/${kind}/${guid}`, created_at, updated_at };
};

const describeUser = (user: CloudFoundryUser) => {
	const { guid, username, admin, active, default_space_guid } = user;
	const url = `/v2/users/${guid}`;
	return {
		metadata: metadata('users', user),
		entity: {
			admin,
			active,
			default_space_guid,
			...(default_space_guid === null ? {} : { default_space_url: `/v2/spaces/${default_space_guid}` }),
			...(username === undefined ? {} : { username }),
			spaces_url: `${url}/spaces`,
			organizations_url: `${url}/organizations`,
			managed_organizations_url: `${url}/managed_organizations`,
			billing_managed_organizations_url: `${url}/billing_managed_organizations`,
			audited_organizations_url: `${url}/audited_organizations`,
			managed_spaces_url: `${url}/managed_spaces`,
			audited_spaces_url: `${url}/audited_spaces`,
		},
	};
};

const describeOrganization = (organization: CloudFoundryOrganization) => {
	const url = `/v2/organizations/${organization.guid}`;
	return {
		metadata: metadata('organizations', organization),
		entity: {
			name: organization.name,
			billing_enabled: false,
			quota_definition_guid: 'default-quota',
			status: organization.status,
			quota_definition_url: '/v2/quota_definitions/default-quota',
			spaces_url: `${url}/spaces`,
			users_url: `${url}/users`,
			managers_url: `${url}/managers`,
			billing_managers_url: `${url}/billing_managers`,
			auditors_url: `${url}/auditors`,
		},
	};
};

export const describeSpace = (space: CloudFoundrySpace) => ({
	metadata: metadata('spaces', space),
	entity: {
		name: space.name,
		organization_guid: space.organization_guid,
		organization_url: `/v2/organizations/${space.organization_guid}`,
	},
});

/** For each key of `q`, the values that an item has. */
type Filters<T> = Record<string, (item: T) => string[]>;

const compare: Record<string, (value: string, wanted: string) => boolean> = {
	':': (value, wanted) => value === wanted,
	'>': (value, wanted) => value > wanted,
	'>=': (value, wanted) => value >= wanted,
	'<': (value, wanted) => value < wanted,
	'<=': (value, wanted) => value <= wanted,
	IN: (value, wanted) => wanted.split(',').includes(value),
};

const segmentsOf = (q: string): string[] =>
	q
		.replaceAll(';;', '\0')
		.split(';')
		.map((segment) => segment.replaceAll('\0', ';'));

const page = <T>(
	{ path, query }: CloudFoundryCall,
	all: T[],
	filters: Filters<T>,
	describe: (item: T) => unknown,
): Answer => {
	const badQuery = (problem: string) => v2Error('BadQueryParameter', `The query parameter is invalid: ${problem}`);
	let found = all;
	// lib/vcap/rest_api/query.rb: a doubled semicolon is one of the value's own, and only the first operator splits.
	for (const condition of query.getAll('q').flatMap(segmentsOf)) {
		const [, key, operator, wanted] = /^(.*?)(:|>=|<=|<|>| IN )([^]*)$/.exec(condition) ?? [];
		const values = Object.hasOwn(filters, key ?? '') ? filters[key] : undefined;
		if (!values) return badQuery(condition);
		found = found.filter((item) => values(item).some((value) => compare[operator.trim()](value, wanted)));
	}
	const number = integer(query.get('page'), 1);
	const size = integer(query.get('results-per-page'), 50);
	if (number === undefined || number < 1) return badQuery('page');
	if (size === undefined || size < 1 || size > 100) return badQuery('results_per_page must be between 1 and 100');
	if (query.get('order-direction') === 'desc') found = [...found].reverse();
	const total_pages = Math.max(1, Math.ceil(found.length / size));
	const link = (to: number) => {
		const next = new URLSearchParams(query);
		next.set('page', String(to));
		next.set('results-per-page', String(size));
		return `${path}?${next}`;
	};
	return json(200, {
		total_results: found.length,
		total_pages,
		prev_url: number > 1 ? link(number - 1) : null,
		next_url: number < total_pages ? link(number + 1) : null,
		resources: found.slice((number - 1) * size, number * size).map(describe),
	});
};

const placesOf = (state: CloudFoundryState, user: string, type: CloudFoundryRole['type']): string[] =>
	state.roles
		.filter((role) => role.user_guid === user && role.type === type)
		.map((role) => role.organization_guid ?? role.space_guid ?? '');

export const usersIn = (state: CloudFoundryState, place: string, type: CloudFoundryRole['type']): string[] =>
	state.roles
		.filter((role) => role.type === type && (role.organization_guid === place || role.space_guid === place))
		.map(({ user_guid }) => user_guid);

const pageOfUsers = (call: CloudFoundryCall, users: CloudFoundryUser[]): Answer => {
	const holding = (type: CloudFoundryRole['type']) => (user: CloudFoundryUser) => placesOf(call.state, user.guid, type);
	const filters: Filters<CloudFoundryUser> = {
		organization_guid: holding('organization_user'),
		managed_organization_guid: holding('organization_manager'),
		billing_managed_organization_guid: holding('organization_billing_manager'),
		audited_organization_guid: holding('organization_auditor'),
		space_guid: holding('space_developer'),
		managed_space_guid: holding('space_manager'),
		audited_space_guid: holding('space_auditor'),
	};
	return page(call, users, filters, describeUser);
};

const pageOfOrganizations = (call: CloudFoundryCall, organizations: CloudFoundryOrganization[]): Answer => {
	const { state } = call;
	const having = (type: CloudFoundryRole['type']) => (organization: CloudFoundryOrganization) =>
		usersIn(state, organization.guid, type);
	const filters: Filters<CloudFoundryOrganization> = {
		name: ({ name }) => [name],
		status: ({ status }) => [status],
		space_guid: ({ guid }) =>
			state.spaces.filter((space) => space.organization_guid === guid).map((space) => space.guid),
		user_guid: having('organization_user'),
		manager_guid: having('organization_manager'),
		billing_manager_guid: having('organization_billing_manager'),
		auditor_guid: having('organization_auditor'),
	};
	return page(call, organizations, filters, describeOrganization);
};

/** With `inline-relations-depth` the organization stands in the space. */
const describeSpaceFor = ({ state, query }: CloudFoundryCall, space: CloudFoundrySpace) => {
	const described = describeSpace(space);
	const organization = state.organizations.find(({ guid }) => guid === space.organization_guid);
	if (query.get('inline-relations-depth') !== '1' || !organization) return described;
	return { ...described, entity: { ...described.entity, organization: describeOrganization(organization) } };
};

const pageOfSpaces = (call: CloudFoundryCall, spaces: CloudFoundrySpace[]): Answer => {
	const filters: Filters<CloudFoundrySpace> = {
		name: ({ name }) => [name],
		organization_guid: ({ organization_guid }) => [organization_guid],
		developer_guid: ({ guid }) => usersIn(call.state, guid, 'space_developer'),
	};
	return page(call, spaces, filters, (space) => describeSpaceFor(call, space));
};

export const notAuthorized = () => v2Error('NotAuthorized', 'You are not authorized to perform the requested action');
export const userNotFound = (guid: string) => v2Error('UserNotFound', `The user could not be found: ${guid}`);
export const organizationNotFound = (guid: string) =>
	v2Error('OrganizationNotFound', `The organization could not be found: ${guid}`);
export const spaceNotFound = (guid: string) => v2Error('SpaceNotFound', `The app space could not be found: ${guid}`);
export const noRelation = (kind: 'User' | 'Organization' | 'Space', guid: string) =>
	v2Error('InvalidRelation', `Could not find VCAP::CloudController::${kind} with guid: ${guid}`);

export const insufficientScope = () =>
	v2Error('InsufficientScope', 'Your token lacks the necessary scopes to access this resource.');

export const isUser = ({ state, params }: CloudFoundryCall) => state.users.some(({ guid }) => guid === params.guid);
const organizationIn = ({ state, params }: CloudFoundryCall) =>
	state.organizations.find(({ guid }) => guid === params.organization_guid);

/** Of the page's era: user, permission, organization. */
const refusalIn2015 = (call: CloudFoundryCall): Answer | undefined => {
	const { state, params } = call;
	if (!mayWrite(state)) return insufficientScope();
	if (!isUser(call)) return userNotFound(params.guid);
	if (state.scope !== 'admin') return notAuthorized();
	return organizationIn(call) ? undefined : noRelation('Organization', params.organization_guid);
};

/** app/access/organization_access.rb: nobody but an administrator takes the last manager or the last user. */
const lastOfItsKind = ({ state, params }: CloudFoundryCall): Answer | undefined => {
	if (state.scope === 'admin') return undefined;
	const isLast = (type: CloudFoundryRole['type']) => {
		const held = usersIn(state, params.organization_guid, type);
		return held.length === 1 && held[0] === params.guid;
	};
	if (isLast('organization_manager')) return v2Error('LastManagerInOrg', 'Cannot remove last Org Manager in org');
	return isLast('organization_user') ? v2Error('LastUserInOrg', 'Cannot remove last User in org') : undefined;
};

/** Of today: organization, permission, user (app/controllers/base/model_controller.rb#do_related). */
const refusalToRemove = (call: CloudFoundryCall): Answer | undefined => {
	const { state, params } = call;
	if (state.era === '2015') return refusalIn2015(call);
	const organization = organizationIn(call);
	if (!organization) return organizationNotFound(params.organization_guid);
	if (!mayWrite(state)) return insufficientScope();
	const isOwn = params.guid === state.actor;
	if (!isOwn && !managesOrganization(state, organization.guid)) return notAuthorized();
	if (obstacleTo(state, organization)) return notAuthorized();
	return lastOfItsKind(call) ?? (isUser(call) ? undefined : noRelation('User', params.guid));
};

export const unknownError = (): Answer =>
	json(500, { description: 'An unknown error occurred.', error_code: 'UnknownError', code: 10001 });

/** Of today: what doesn't exist is called upon all the same (users_controller.rb#add_organization_role). */
const refusalToAdd = (call: CloudFoundryCall): Answer | undefined => {
	const { state } = call;
	if (state.era === '2015') return refusalIn2015(call);
	if (!isUser(call)) return unknownError();
	if (!mayWrite(state)) return insufficientScope();
	if (state.scope !== 'admin') return notAuthorized();
	return organizationIn(call) ? undefined : unknownError();
};

export const userAnswer = ({ state, params }: CloudFoundryCall): Answer => {
	const user = state.users.find(({ guid }) => guid === params.guid);
	return user ? json(201, describeUser(user)) : userNotFound(params.guid);
};

const removeOrganization: V2Handler = (call) => {
	const { state, params } = call;
	const refusal = refusalToRemove(call);
	if (refusal) return refusal;
	const blocking = spaceRolesIn(state, params.guid, params.organization_guid);
	if (blocking.some(({ type }) => type !== 'space_supporter')) {
		return v2Error('AssociationNotEmpty', 'Please delete the user associations for your spaces in the org.');
	}
	const held = state.roles.filter(
		({ user_guid, organization_guid }) => user_guid === params.guid && organization_guid === params.organization_guid,
	);
	if (state.era === '2015' && held.some(({ type }) => type !== 'organization_user')) {
		return v2Error('InvalidRelation', `The user still has roles in the organization: ${params.guid}`);
	}
	state.roles = state.roles.filter((role) => !held.includes(role) || role.type !== 'organization_user');
	return state.era === '2015' ? userAnswer(call) : { status: 204 };
};

const addOrganization: V2Handler = (call) => {
	const { state, params } = call;
	const refusal = refusalToAdd(call);
	if (refusal) return refusal;
	const role = newRole('organization_user', params.guid, params.organization_guid);
	if (!hasRole(state, role)) state.roles.push(role);
	return userAnswer(call);
};

/** The same removal seen from the organization: here `recursive=true` counts, and takes all roles along. */
const removeUser: V2Handler = (call) => {
	const { state, params, query } = call;
	const refusal = refusalToRemove(call);
	if (refusal || query.get('recursive') !== 'true') return refusal ?? removeOrganization(call);
	const inSpaces = spaceRolesIn(state, params.guid, params.organization_guid);
	state.roles = state.roles.filter(
		(role) =>
			!inSpaces.includes(role) &&
			(role.user_guid !== params.guid || role.organization_guid !== params.organization_guid),
	);
	return { status: 204 };
};

const listUsers: V2Handler = (call) =>
	readsUsersByV2(call.state) ? pageOfUsers(call, call.state.users) : notAuthorized();

const ofUser =
	(handler: (call: CloudFoundryCall, user: CloudFoundryUser) => Answer): V2Handler =>
	(call) => {
		const user = call.state.users.find(({ guid }) => guid === call.params.guid);
		if (!user) return userNotFound(call.params.guid);
		// app/access/user_access.rb#read?
		return readsUsersByV2(call.state) || user.guid === call.state.actor ? handler(call, user) : notAuthorized();
	};

const ofOrganization =
	(handler: (call: CloudFoundryCall, organization: CloudFoundryOrganization) => Answer): V2Handler =>
	(call) => {
		const { organization_guid } = call.params;
		const organization = call.state.organizations.find(({ guid }) => guid === organization_guid);
		if (!organization) return organizationNotFound(organization_guid);
		return readsOrganization(call.state, organization_guid) ? handler(call, organization) : notAuthorized();
	};

const organizationsOfUser = (type: CloudFoundryRole['type']): V2Handler =>
	ofUser((call, user) => {
		const guids = placesOf(call.state, user.guid, type);
		return pageOfOrganizations(
			call,
			call.state.organizations.filter(({ guid }) => guids.includes(guid)),
		);
	});

const spacesOfUser = (type: CloudFoundryRole['type']): V2Handler =>
	ofUser((call, user) => {
		const guids = placesOf(call.state, user.guid, type);
		return pageOfSpaces(
			call,
			call.state.spaces.filter(({ guid }) => guids.includes(guid)),
		);
	});

const usersOfOrganization = (type: CloudFoundryRole['type']): V2Handler =>
	ofOrganization((call, organization) => {
		const guids = usersIn(call.state, organization.guid, type);
		return pageOfUsers(
			call,
			call.state.users.filter(({ guid }) => guids.includes(guid)),
		);
	});

const visibleSpaces = (state: CloudFoundryState) => state.spaces.filter((space) => readsSpace(state, space));

const ofSpace =
	(handler: (call: CloudFoundryCall, space: CloudFoundrySpace) => Answer): V2Handler =>
	(call) => {
		const space = call.state.spaces.find(({ guid }) => guid === call.params.guid);
		if (!space) return spaceNotFound(call.params.guid);
		return readsSpace(call.state, space) ? handler(call, space) : notAuthorized();
	};

const usersOfSpace = (type: CloudFoundryRole['type']): V2Handler =>
	ofSpace((call, space) => {
		const guids = usersIn(call.state, space.guid, type);
		return pageOfUsers(
			call,
			call.state.users.filter(({ guid }) => guids.includes(guid)),
		);
	});

const v2RoleNames: Array<[CloudFoundryRole['type'], string]> = [
	['organization_user', 'org_user'],
	['organization_manager', 'org_manager'],
	['organization_auditor', 'org_auditor'],
	['organization_billing_manager', 'billing_manager'],
];

const userRoles = ofOrganization((call, organization) => {
	const rolesOf = (user: CloudFoundryUser) =>
		v2RoleNames
			.filter(([type]) => placesOf(call.state, user.guid, type).includes(organization.guid))
			.map(([, name]) => name);
	const users = call.state.users.filter((user) => rolesOf(user).length > 0);
	return page(call, users, {}, (user) => {
		const { metadata: meta, entity } = describeUser(user);
		return { metadata: meta, entity: { ...entity, organization_roles: rolesOf(user) } };
	});
});

/** app/access: reading asks for the scope first (read_with_token?, index_with_token?), changes do it in their places. */
const readInScope = ([method, path, handler, access]: Route<CloudFoundryState>): Route<CloudFoundryState> =>
	method === 'GET'
		? [method, path, (call) => (mayRead(call.state) ? handler(call) : insufficientScope()), access]
		: [method, path, handler, access];

const routes: Array<Route<CloudFoundryState>> = [
	['DELETE', '/v2/users/{guid}/organizations/{organization_guid}', removeOrganization],
	['PUT', '/v2/users/{guid}/organizations/{organization_guid}', addOrganization],
	['GET', '/v2/users', listUsers],
	['GET', '/v2/users/{guid}', ofUser((_call, user) => json(200, describeUser(user)))],
	['GET', '/v2/users/{guid}/organizations', organizationsOfUser('organization_user')],
	['GET', '/v2/users/{guid}/managed_organizations', organizationsOfUser('organization_manager')],
	['GET', '/v2/users/{guid}/billing_managed_organizations', organizationsOfUser('organization_billing_manager')],
	['GET', '/v2/users/{guid}/audited_organizations', organizationsOfUser('organization_auditor')],
	['GET', '/v2/users/{guid}/spaces', spacesOfUser('space_developer')],
	['GET', '/v2/users/{guid}/managed_spaces', spacesOfUser('space_manager')],
	['GET', '/v2/users/{guid}/audited_spaces', spacesOfUser('space_auditor')],
	[
		'GET',
		'/v2/organizations',
		(call) => {
			const { organizations } = call.state;
			return pageOfOrganizations(
				call,
				organizations.filter(({ guid }) => readsOrganization(call.state, guid)),
			);
		},
	],
	[
		'GET',
		'/v2/organizations/{organization_guid}',
		ofOrganization((_call, organization) => json(200, describeOrganization(organization))),
	],
	['GET', '/v2/organizations/{organization_guid}/users', usersOfOrganization('organization_user')],
	['GET', '/v2/organizations/{organization_guid}/managers', usersOfOrganization('organization_manager')],
	[
		'GET',
		'/v2/organizations/{organization_guid}/billing_managers',
		usersOfOrganization('organization_billing_manager'),
	],
	['GET', '/v2/organizations/{organization_guid}/auditors', usersOfOrganization('organization_auditor')],
	['GET', '/v2/organizations/{organization_guid}/user_roles', userRoles],
	['DELETE', '/v2/organizations/{organization_guid}/users/{guid}', removeUser],
	[
		'GET',
		'/v2/organizations/{organization_guid}/spaces',
		ofOrganization((call, organization) =>
			pageOfSpaces(
				call,
				visibleSpaces(call.state).filter(({ organization_guid }) => organization_guid === organization.guid),
			),
		),
	],
	['GET', '/v2/spaces/{guid}/developers', usersOfSpace('space_developer')],
	['GET', '/v2/spaces/{guid}/managers', usersOfSpace('space_manager')],
	['GET', '/v2/spaces/{guid}/auditors', usersOfSpace('space_auditor')],
	['GET', '/v2/spaces', (call) => pageOfSpaces(call, visibleSpaces(call.state))],
	['GET', '/v2/spaces/{guid}', ofSpace((_call, space) => json(200, describeSpace(space)))],
];

export const v2Routes = routes.map(readInScope);
