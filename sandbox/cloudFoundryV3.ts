import {
	type CloudFoundryCall,
	type CloudFoundryJob,
	type CloudFoundryOrganization,
	type CloudFoundryRole,
	type CloudFoundrySpace,
	type CloudFoundryState,
	type CloudFoundryUser,
	hasRole,
	isSpaceRole,
	newRole,
	spaceRolesIn,
} from './cloudFoundryState';
import {
	managesOrganization,
	managesSpace,
	mayRead,
	mayWrite,
	obstacleTo,
	readsOrganization,
	readsRole,
	readsSpace,
	readsUser,
} from './cloudFoundryRights';
import { uuidOf } from './people';
import { type Answer, type Handler, includesText, integer, isObject, jsonBody, type Route } from './provider';

type V3Handler = Handler<CloudFoundryState>;

export const v3Error = (status: number, code: number, title: string, detail: string): Answer => ({
	status,
	body: { errors: [{ code, title, detail }] },
});

const notFound = (kind: string) => v3Error(404, 10010, 'CF-ResourceNotFound', `${kind} not found`);
const unprocessable = (detail: string) => v3Error(422, 10008, 'CF-UnprocessableEntity', detail);

const notAuthorized = () =>
	v3Error(403, 10003, 'CF-NotAuthorized', 'You are not authorized to perform the requested action');

/** application_controller.rb#check_read_permissions! and #check_write_permissions!: the same answer as for a missing role. */
const inScope = ([method, path, handler, access]: Route<CloudFoundryState>): Route<CloudFoundryState> => {
	const isAllowed = method === 'GET' ? mayRead : mayWrite;
	return [method, path, (call) => (isAllowed(call.state) ? handler(call) : notAuthorized()), access];
};

/** Why an organization must not be changed (application_controller.rb#require_writable_org!). */
const refusalToChange = (
	state: CloudFoundryState,
	organization: CloudFoundryOrganization,
	isManager = managesOrganization(state, organization.guid),
): Answer | undefined => {
	if (!isManager) return notAuthorized();
	const obstacle = obstacleTo(state, organization);
	if (obstacle === 'suspended') return v3Error(403, 10017, 'CF-OrgSuspended', 'The organization is suspended');
	return obstacle === 'deleting'
		? v3Error(422, 10020, 'CF-ResourceBeingDeleted', 'The organization is being deleted')
		: undefined;
};

const self = (origin: string, path: string) => ({ href: `${origin}/v3/${path}` });

const originOf = ({ username, origin = 'uaa' }: CloudFoundryUser) => (username === undefined ? null : origin);

const describeUser = (origin: string, user: CloudFoundryUser) => ({
	guid: user.guid,
	created_at: user.created_at,
	updated_at: user.updated_at ?? user.created_at,
	username: user.username ?? null,
	presentation_name: user.username ?? user.guid,
	origin: originOf(user),
	metadata: { labels: {}, annotations: {} },
	links: { self: self(origin, `users/${user.guid}`) },
});

const describeOrganization = (origin: string, { guid, name, created_at, status }: CloudFoundryOrganization) => ({
	guid,
	created_at,
	updated_at: created_at,
	name,
	suspended: status === 'suspended',
	metadata: { labels: {}, annotations: {} },
	links: { self: self(origin, `organizations/${guid}`) },
});

const describeSpace = (origin: string, { guid, name, created_at, organization_guid }: CloudFoundrySpace) => ({
	guid,
	created_at,
	updated_at: created_at,
	name,
	relationships: { organization: { data: { guid: organization_guid } } },
	metadata: { labels: {}, annotations: {} },
	links: { self: self(origin, `spaces/${guid}`), organization: self(origin, `organizations/${organization_guid}`) },
});

const describeRole = (origin: string, { guid, type, user_guid, organization_guid, space_guid }: CloudFoundryRole) => {
	const data = (value: string | null) => ({ data: value === null ? null : { guid: value } });
	return {
		guid,
		created_at: '2024-01-01T00:00:00Z',
		updated_at: '2024-01-01T00:00:00Z',
		type,
		relationships: { user: data(user_guid), organization: data(organization_guid), space: data(space_guid) },
		links: {
			self: self(origin, `roles/${guid}`),
			user: self(origin, `users/${user_guid}`),
			...(organization_guid === null ? {} : { organization: self(origin, `organizations/${organization_guid}`) }),
			...(space_guid === null ? {} : { space: self(origin, `spaces/${space_guid}`) }),
		},
	};
};

/** For each query parameter, whether an item has one of the values asked for. */
type Filters<T> = Record<string, (item: T, wanted: string[]) => boolean>;

const PAGING = ['page', 'per_page', 'order_by'];

/** app/messages/base_message.rb:83-90: split, then each value decoded once more. */
const listIn = (value: string | null): string[] | undefined =>
	value?.split(/,\s*/).map((entry) => (/%(?![0-9a-f]{2})/i.test(entry) ? entry : decodeURIComponent(entry)));

const badQuery =
	({ path }: CloudFoundryCall) =>
	(problem: string) =>
		/^\/v3\/(roles|users)$/.test(path)
			? unprocessable(problem)
			: v3Error(400, 10005, 'CF-BadQueryParameter', `The query parameter is invalid: ${problem}`);

const page = <T>(
	call: CloudFoundryCall,
	all: T[],
	filters: Filters<T>,
	describe: (origin: string, item: T) => unknown,
	include?: (wanted: string[], shown: T[]) => Record<string, unknown>,
): Answer => {
	const { path, query, origin } = call;
	const bad = badQuery(call);
	const allowed = [...PAGING, ...(include ? ['include'] : []), ...Object.keys(filters)];
	const unknown = [...query.keys()].filter((key) => !allowed.includes(key));
	if (unknown.length > 0) {
		return bad(
			`Unknown query parameter(s): '${unknown.join("', '")}'. Valid parameters are: '${allowed.join("', '")}'`,
		);
	}
	const number = integer(query.get('page'), 1);
	const size = integer(query.get('per_page'), 50);
	if (number === undefined || number < 1) return bad('Page must be greater than 0');
	if (size === undefined || size < 1 || size > 5000) return bad('Per page must be between 1 and 5000');
	// app/messages/list_message.rb:70-74
	const most = call.state.maxTotalResults ?? Infinity;
	if (number * size > most) return bad(`Maximum result (page * per_page) must be less than ${most}`);
	const wanted = (key: string) => listIn(query.get(key));
	const found = all.filter((item) =>
		Object.entries(filters).every(([key, matches]) => {
			const values = wanted(key);
			return values === undefined || matches(item, values);
		}),
	);
	const total_pages = Math.max(1, Math.ceil(found.length / size));
	const link = (to: number) => {
		const parameters = new URLSearchParams(query);
		parameters.set('page', String(to));
		parameters.set('per_page', String(size));
		return { href: `${origin}${path}?${parameters}` };
	};
	const shown = found.slice((number - 1) * size, number * size);
	const included = wanted('include');
	return {
		status: 200,
		body: {
			pagination: {
				total_results: found.length,
				total_pages,
				first: link(1),
				last: link(total_pages),
				next: number < total_pages ? link(number + 1) : null,
				previous: number > 1 ? link(number - 1) : null,
			},
			resources: shown.map((item) => describe(origin, item)),
			...(include && included ? { included: include(included, shown) } : {}),
		},
	};
};

/** Names of users (the UAA compares them) and of organizations and spaces (by the tables of CC) ignore case. */
const isAmong = (wanted: readonly string[], name: string) =>
	wanted.some((one) => one.toLowerCase() === name.toLowerCase());

const pageOfUsers = (call: CloudFoundryCall, users: CloudFoundryUser[]): Answer => {
	const filters: Filters<CloudFoundryUser> = {
		guids: ({ guid }, wanted) => wanted.includes(guid),
		usernames: ({ username = '' }, wanted) => isAmong(wanted, username),
		partial_usernames: ({ username = '' }, wanted) => wanted.some((part) => includesText(username, part)),
		origins: (user, wanted) => wanted.includes(originOf(user) ?? ''),
	};
	const { query } = call;
	if (query.has('origins') && !query.has('usernames') && !query.has('partial_usernames'))
		return badQuery(call)('Origins filter cannot be provided without usernames or partial_usernames filter.');
	return page(call, users, filters, describeUser);
};

const listOrganizations: V3Handler = (call) => {
	const filters: Filters<CloudFoundryOrganization> = {
		guids: ({ guid }, wanted) => wanted.includes(guid),
		names: ({ name }, wanted) => isAmong(wanted, name),
	};
	const visible = call.state.organizations.filter(({ guid }) => readsOrganization(call.state, guid));
	return page(call, visible, filters, describeOrganization);
};

const listSpaces: V3Handler = (call) => {
	const { state } = call;
	const filters: Filters<CloudFoundrySpace> = {
		guids: ({ guid }, wanted) => wanted.includes(guid),
		names: ({ name }, wanted) => isAmong(wanted, name),
		organization_guids: ({ organization_guid }, wanted) => wanted.includes(organization_guid),
	};
	const visible = state.spaces.filter((space) => readsSpace(state, space));
	return page(call, visible, filters, describeSpace, (wanted, shown) => {
		const inside = state.organizations.filter(({ guid }) => shown.some((space) => space.organization_guid === guid));
		const isWanted = wanted.includes('org') || wanted.includes('organization');
		return isWanted ? { organizations: inside.map((one_) => describeOrganization(call.origin, one_)) } : {};
	});
};

const listRoles: V3Handler = (call) => {
	const { state, origin } = call;
	const folded = (guid: string | null) => (state.ignoresCase ? guid?.toLowerCase() : guid) ?? '';
	const isOneOf = (guid: string | null, wanted: string[]) => wanted.map(folded).includes(folded(guid));
	const filters: Filters<CloudFoundryRole> = {
		guids: ({ guid }, wanted) => wanted.includes(guid),
		types: ({ type }, wanted) => wanted.includes(type),
		user_guids: ({ user_guid }, wanted) => isOneOf(user_guid, wanted),
		organization_guids: ({ organization_guid }, wanted) => isOneOf(organization_guid, wanted),
		space_guids: ({ space_guid }, wanted) => isOneOf(space_guid, wanted),
	};
	// role_list_fetcher.rb and roles_controller.rb#readable_roles: what is unknown or can't be read is just not there.
	const visible = state.roles.filter((role) => readsRole(state, role));
	return page(call, visible, filters, describeRole, (wanted, shown) => {
		const users = state.users.filter(({ guid }) => shown.some((role) => role.user_guid === guid));
		const organizations = state.organizations.filter(({ guid }) => shown.some((r) => r.organization_guid === guid));
		const spaces = state.spaces.filter(({ guid }) => shown.some((role) => role.space_guid === guid));
		return {
			...(wanted.includes('user') ? { users: users.map((user) => describeUser(origin, user)) } : {}),
			...(wanted.includes('organization')
				? { organizations: organizations.map((organization) => describeOrganization(origin, organization)) }
				: {}),
			...(wanted.includes('space') ? { spaces: spaces.map((space) => describeSpace(origin, space)) } : {}),
		};
	});
};

const guidOf = (relationships: unknown, name: string): string | undefined => {
	const relationship = isObject(relationships) ? relationships[name] : undefined;
	const data = isObject(relationship) ? relationship.data : undefined;
	return isObject(data) && typeof data.guid === 'string' ? data.guid : undefined;
};

/** Who is meant by a username; for a role in a space, of those alone whom the caller may read (roles_controller.rb). */
const userByName = (state: CloudFoundryState, data: Record<string, unknown>, isForSpace: boolean) => {
	const { username, origin } = data as { username: string; origin?: string };
	const found = state.users.filter(
		(user) =>
			user.username?.toLowerCase() === username.toLowerCase() &&
			(origin === undefined || originOf(user) === origin) &&
			(!isForSpace || readsUser(state, user.guid)),
	);
	if (found.length === 1) return found[0].guid;
	if (found.length > 1) {
		const origins = found.map(originOf).sort().join(', ');
		return unprocessable(
			`Ambiguous user. User with username '${username}' exists in the following origins: ${origins}. Specify an origin to disambiguate.`,
		);
	}
	if (isForSpace) return unprocessable(NOT_IN_ORGANIZATION);
	return unprocessable(
		`No user exists with the username '${username}'${origin === undefined ? '' : ` and origin '${origin}'`}.`,
	);
};

const userIn = (state: CloudFoundryState, relationships: unknown, isForSpace: boolean): string | Answer => {
	const user = isObject(relationships) ? relationships.user : undefined;
	const data = isObject(user) && isObject(user.data) ? user.data : {};
	if (typeof data.username === 'string' && data.guid === undefined) return userByName(state, data, isForSpace);
	return guidOf(relationships, 'user') ?? unprocessable("Relationships is invalid: 'user' must be given");
};

const NOT_IN_ORGANIZATION =
	"Users cannot be assigned roles in a space if they do not have a role in that space's organization.";

const ROLE_TYPES: Array<CloudFoundryRole['type']> = [
	'organization_user',
	'organization_manager',
	'organization_billing_manager',
	'organization_auditor',
	'space_developer',
	'space_manager',
	'space_auditor',
	'space_supporter',
];

const createRole: V3Handler = (call) => {
	const { state, origin } = call;
	const body = jsonBody(call);
	if (!body)
		return v3Error(400, 1001, 'CF-MessageParseError', 'Request invalid due to parse error: invalid request body');
	const type = ROLE_TYPES.find((candidate) => candidate === body.type);
	if (!type) return unprocessable(`Type must be one of the allowed types ${JSON.stringify(ROLE_TYPES)}`);
	const kind = type.startsWith('space_') ? 'space' : 'organization';
	const places: Array<{ guid: string; name: string }> = kind === 'space' ? state.spaces : state.organizations;
	const place = places.find(({ guid }) => guid === guidOf(body.relationships, kind));
	if (!place) return unprocessable(`Invalid ${kind}. Ensure that the ${kind} exists and you have access to it.`);
	const inside = state.spaces.find(({ guid }) => guid === place.guid)?.organization_guid ?? place.guid;
	const organization = state.organizations.find(({ guid }) => guid === inside) as CloudFoundryOrganization;
	const isManager = managesOrganization(state, organization.guid) || managesSpace(state, place.guid);
	const refusal = refusalToChange(state, organization, isManager);
	if (refusal) return refusal;
	const userGuid = userIn(state, body.relationships, kind === 'space');
	if (typeof userGuid !== 'string') return userGuid;
	const user = state.users.find(({ guid }) => guid === userGuid);
	const role = newRole(type, userGuid, place.guid);
	// app/actions/role_create.rb: before whether the role is there.
	if (kind === 'space' && !hasRole(state, newRole('organization_user', userGuid, organization.guid)))
		return unprocessable(NOT_IN_ORGANIZATION);
	if (hasRole(state, role)) {
		const who = user?.username ?? userGuid;
		return unprocessable(`User '${who}' already has '${type}' role in ${kind} '${place.name}'.`);
	}
	// roles_controller.rb:127: a user that nobody knows is created.
	if (!user)
		state.users.push({
			guid: userGuid,
			admin: false,
			active: false,
			default_space_guid: null,
			created_at: '2026-11-01T00:00:00Z',
			updated_at: null,
		});
	state.roles.push(role);
	return { status: 201, body: describeRole(origin, role) };
};

const finish = (state: CloudFoundryState, job: CloudFoundryJob): void => {
	job.errors = state.jobErrors;
	job.state = job.errors.length > 0 ? 'FAILED' : 'COMPLETE';
	if (job.state === 'COMPLETE') state.roles = state.roles.filter(({ guid }) => guid !== job.role_guid);
};

const deleteRole: V3Handler = ({ state, params, origin }) => {
	const role = state.roles.find(({ guid }) => guid === params.guid);
	if (!role || !readsRole(state, role)) return notFound('Role');
	const { type, user_guid, organization_guid, space_guid } = role;
	const inside = organization_guid ?? state.spaces.find(({ guid }) => guid === space_guid)?.organization_guid;
	const organization = state.organizations.find(({ guid }) => guid === inside) as CloudFoundryOrganization;
	const isManager = managesOrganization(state, organization.guid) || managesSpace(state, space_guid);
	const refusal = refusalToChange(state, organization, isManager);
	if (refusal) return refusal;
	if (type === 'organization_user' && spaceRolesIn(state, user_guid, organization_guid ?? '').some(isSpaceRole)) {
		return unprocessable('Cannot delete organization_user role while user has roles in spaces in that organization.');
	}
	const guid = uuidOf(`job ${state.jobs.length}`);
	const job: CloudFoundryJob = {
		guid,
		role_guid: role.guid,
		state: 'PROCESSING',
		pollsLeft: state.jobPolls,
		errors: [],
	};
	state.jobs.push(job);
	if (job.pollsLeft === 0) finish(state, job);
	return { status: 202, headers: { location: `${origin}/v3/jobs/${guid}` } };
};

const getJob: V3Handler = ({ state, params, origin }) => {
	const job = state.jobs.find(({ guid }) => guid === params.guid);
	if (!job) return notFound('Job');
	if (job.state === 'PROCESSING' && job.pollsLeft === 0) finish(state, job);
	job.pollsLeft = Math.max(0, job.pollsLeft - 1);
	return {
		status: 200,
		body: {
			guid: job.guid,
			operation: 'role.delete',
			state: job.state,
			errors: job.errors,
			warnings: [],
			links: { self: self(origin, `jobs/${job.guid}`) },
		},
	};
};

const usersOfOrganization: V3Handler = (call) => {
	const { state, params } = call;
	const isKnown = state.organizations.some(({ guid }) => guid === params.guid);
	if (!isKnown || !readsOrganization(state, params.guid)) return notFound('Organization');
	const members = state.users.filter((user) =>
		state.roles.some((role) => role.organization_guid === params.guid && role.user_guid === user.guid),
	);
	return pageOfUsers(call, members);
};

const one =
	<T extends { guid: string }>(
		kind: string,
		all: (state: CloudFoundryState) => T[],
		describe: (origin: string, item: T) => unknown,
		mayRead: (state: CloudFoundryState, item: T) => boolean,
	): V3Handler =>
	({ state, params, origin }) => {
		const asked = state.ignoresCase ? params.guid.toLowerCase() : params.guid;
		const item = all(state).find(({ guid }) => (state.ignoresCase ? guid.toLowerCase() : guid) === asked);
		return item && mayRead(state, item) ? { status: 200, body: describe(origin, item) } : notFound(kind);
	};

const organizationsOf = ({ organizations }: CloudFoundryState) => organizations;
const byGuid = (reads: (state: CloudFoundryState, guid: string) => boolean) => {
	return (state: CloudFoundryState, { guid }: { guid: string }) => reads(state, guid);
};

const routes: Array<Route<CloudFoundryState>> = [
	['GET', '/v3/roles', listRoles],
	['POST', '/v3/roles', createRole],
	['GET', '/v3/roles/{guid}', one('Role', ({ roles }) => roles, describeRole, readsRole)],
	['DELETE', '/v3/roles/{guid}', deleteRole],
	['GET', '/v3/jobs/{guid}', getJob],
	[
		'GET',
		'/v3/users',
		(call) =>
			pageOfUsers(
				call,
				call.state.users.filter(({ guid }) => readsUser(call.state, guid)),
			),
	],
	['GET', '/v3/users/{guid}', one('User', ({ users }) => users, describeUser, byGuid(readsUser))],
	['GET', '/v3/organizations', listOrganizations],
	[
		'GET',
		'/v3/organizations/{guid}',
		one('Organization', organizationsOf, describeOrganization, byGuid(readsOrganization)),
	],
	['GET', '/v3/organizations/{guid}/users', usersOfOrganization],
	['GET', '/v3/spaces', listSpaces],
	['GET', '/v3/spaces/{guid}', one('Space', ({ spaces }) => spaces, describeSpace, readsSpace)],
];

export const v3Routes = routes.map(inScope);
