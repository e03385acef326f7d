import { daysAfter, people } from './people';
import {
	type Answer,
	bearerToken,
	createProvider,
	formBody,
	type Handler,
	includesText,
	integer,
	isJson,
	jsonBody,
	type Provider,
	type Route,
	type Started,
	type StartOptions,
	type TokenFlags,
} from './provider';

export interface GuardhouseRole {
	id: number;
	key: string;
	name: string;
	description: string;
	permissions: Array<{ id: number; name: string; isActive: boolean }>;
}

export interface GuardhouseUser {
	id: number;
	firstName: string;
	lastName: string;
	email: string;
	roleIds: number[];
	lastLogin: string | null;
	status: number;
	isSuspended: boolean;
	isLocked: boolean;
	avatarUrl: string | null;
	/** Of a blocked user, who has done that and why; no answer shows it. */
	suspension?: { blockedByUserId: number; suspensionReason?: string };
}

export interface GuardhouseState extends TokenFlags {
	users: GuardhouseUser[];
	roles: GuardhouseRole[];
	/** The dashboard's "System API Access": 403 without it. */
	systemApiAccess: boolean;
	defaultPageSize: number;
	maxPageSize: number;
}

const text = (status: number, body?: string): Answer => ({ status, body });
const USER_NOT_FOUND = text(404, 'User not found');
const ROLE_NOT_FOUND = text(404, 'Role not found');

const tokenError = (status: number, error: string, error_description: string): Answer => ({
	status,
	body: { error, error_description },
});

const issueToken: Handler<GuardhouseState> = (call) => {
	const form = formBody(call);
	if (!form) return tokenError(400, 'invalid_request', 'The body must be form-encoded.');
	if (call.headers.authorization !== undefined) {
		return tokenError(401, 'invalid_client', 'The client credentials belong in the body.');
	}
	if (form.get('grant_type') !== 'client_credentials') {
		return tokenError(400, 'unsupported_grant_type', 'The grant type is not supported.');
	}
	if (form.get('client_id') !== 'sandbox-client' || form.get('client_secret') !== 'sandbox-secret') {
		return tokenError(401, 'invalid_client', 'The client credentials are invalid.');
	}
	if (form.get('scope') !== 'system_api') return tokenError(400, 'invalid_scope', 'The scope is not allowed.');
	const access_token = call.issueToken();
	return { status: 200, body: { access_token, token_type: 'Bearer', expires_in: 3600, scope: 'system_api' } };
};

const discovery: Handler<GuardhouseState> = ({ origin }) => ({
	status: 200,
	body: { issuer: origin, token_endpoint: `${origin}/connect/token` },
});

const systemApi =
	(handler: Handler<GuardhouseState>): Handler<GuardhouseState> =>
	(call) =>
		call.state.systemApiAccess ? handler(call) : text(403);

/** An ID of the path, or undefined where it is no int32 greater than 0. */
const id = (value: string): number | undefined => {
	const number = /^\d{1,10}$/.test(value) ? Number(value) : 0;
	return number > 0 && number <= 2_147_483_647 ? number : undefined;
};

const changeRole = (change: (user: GuardhouseUser, roleId: number) => void): Handler<GuardhouseState> =>
	systemApi(({ state, params }) => {
		const userId = id(params.userId);
		const roleId = id(params.roleId);
		if (userId === undefined || roleId === undefined) return text(400, 'userId and roleId must be greater than 0');
		const user = state.users.find((candidate) => candidate.id === userId);
		if (!user) return USER_NOT_FOUND;
		change(user, roleId);
		return { status: 204 };
	});

const removeRole = changeRole((user, roleId) => {
	user.roleIds = user.roleIds.filter((assigned) => assigned !== roleId);
});

const unassignRole = systemApi((call) => {
	if (!isJson(call.headers)) return text(415, 'Content-Type must be application/json');
	const body = jsonBody(call);
	if (!body) return text(400, 'A JSON body is required');
	if (!['boolean', 'undefined'].includes(typeof body.instantLogout))
		return text(400, 'instantLogout must be a boolean');
	return removeRole(call);
});

const addRole = changeRole((user, roleId) => {
	if (!user.roleIds.includes(roleId)) user.roleIds.push(roleId);
});

const assignRole = systemApi((call) => {
	const { state, params } = call;
	const isUser = state.users.some((user) => user.id === id(params.userId));
	const isRole = state.roles.some((role) => role.id === id(params.roleId));
	return isUser && !isRole && id(params.roleId) !== undefined ? ROLE_NOT_FOUND : addRole(call);
});

/** `triggerWebhook` is accepted too, without a documented result. */
const isOptional = (body: Record<string, unknown>, types: Record<string, string>): boolean =>
	Object.entries(types).every(([name, type]) => ['undefined', type].includes(typeof body[name]));

const isInteger = (value: unknown): value is number => Number.isInteger(value) && id(String(value)) !== undefined;

/** What the page says of the body of a block, or why it isn't that. */
const suspensionIn = (body: Record<string, unknown>): GuardhouseUser['suspension'] | string => {
	const { blockedByUserId, suspensionReason } = body;
	if (!isInteger(blockedByUserId)) return 'blockedByUserId must be greater than 0';
	if (!isOptional(body, { suspensionReason: 'string', notifyUserViaEmail: 'boolean', triggerWebhook: 'boolean' }))
		return 'The body is invalid';
	if (suspensionReason === undefined) return { blockedByUserId };
	const reason = String(suspensionReason);
	return reason.length <= 250
		? { blockedByUserId, suspensionReason: reason }
		: 'suspensionReason must be at most 250 characters';
};

/** Both end the sessions of the user, of which the sandbox has none; the roles stay. */
const changeSuspension = (
	suspensionOf: (body: Record<string, unknown>) => GuardhouseUser['suspension'] | string,
): Handler<GuardhouseState> =>
	systemApi((call) => {
		if (!isJson(call.headers)) return text(415, 'Content-Type must be application/json');
		const user = call.state.users.find((candidate) => candidate.id === id(call.params.userId));
		if (!user) return USER_NOT_FOUND;
		const body = jsonBody(call);
		const suspension = body ? suspensionOf(body) : 'A JSON body is required';
		if (typeof suspension === 'string') return text(400, suspension);
		user.isSuspended = suspension !== undefined;
		if (suspension) user.suspension = suspension;
		else delete user.suspension;
		return { status: 204 };
	});

const blockUser = changeSuspension(suspensionIn);
const unblockUser = changeSuspension(() => undefined);

const rolesOf = (state: GuardhouseState, user: GuardhouseUser) =>
	state.roles.filter((role) => user.roleIds.includes(role.id));

const listUsers = systemApi(({ state, query }) => {
	const offset = integer(query.get('offset'), 0);
	const pageSize = integer(query.get('pageSize'), state.defaultPageSize);
	if (offset === undefined || pageSize === undefined || pageSize < 1) return text(400, 'Invalid paging');
	const found = state.users.filter(({ email }) => includesText(email, query.get('email')));
	const start = Math.max(offset, 0);
	const users = found.slice(start, start + Math.min(pageSize, state.maxPageSize)).map((user) => {
		const { roleIds: _roleIds, suspension: _suspension, ...shown } = user;
		const roles = rolesOf(state, user).map(({ permissions: _permissions, ...role }) => role);
		return { ...shown, roles, permissions: [] };
	});
	return { status: 200, body: { total: found.length, users } };
});

const getUser = systemApi(({ state, params }) => {
	const user = state.users.find((candidate) => candidate.id === id(params.userId));
	if (!user) return USER_NOT_FOUND;
	const { email, firstName, lastName, status, avatarUrl, lastLogin } = user;
	const roles = rolesOf(state, user).map((role) => ({ id: role.id, name: role.name }));
	const body = { id: user.id, email, firstName, lastName, status, avatarUrl, lastLogin, roles, systemPermissions: [] };
	return { status: 200, body };
});

const listRoles = systemApi(({ state }) => ({ status: 200, body: { items: state.roles } }));

const getRole = systemApi(({ state, params }) => {
	const role = state.roles.find((candidate) => candidate.id === id(params.roleId));
	return role ? { status: 200, body: role } : ROLE_NOT_FOUND;
});

const routes: Array<Route<GuardhouseState>> = [
	['POST', '/connect/token', issueToken, 'open'],
	['GET', '/.well-known/openid-configuration', discovery, 'open'],
	['POST', '/api/v1/users/{userId}/roles/{roleId}', assignRole],
	['DELETE', '/api/v1/users/{userId}/roles/{roleId}', unassignRole],
	['PATCH', '/api/v1/users/{userId}/block', blockUser],
	['PATCH', '/api/v1/users/{userId}/unblock', unblockUser],
	['GET', '/api/v1/users', listUsers],
	['GET', '/api/v1/users/{userId}', getUser],
	['GET', '/api/v1/roles', listRoles],
	['GET', '/api/v1/roles/{roleId}', getRole],
];

const roleSeed: Array<[key: string, name: string, description: string]> = [
	['administrator', 'Administrator', 'Everything, users and settings included'],
	['billing-manager', 'Billing Manager', 'Invoices and payment details'],
	['support-agent', 'Support Agent', 'Looks up customers and answers tickets'],
	['auditor', 'Auditor', 'Reads everything, changes nothing'],
	['editor', 'Editor', 'Writes and publishes content'],
	['viewer', 'Viewer', 'Reads published content'],
];

export const guardhouseSeed = (): GuardhouseState => ({
	users: people.map(({ first, last, email }, index) => ({
		id: 101 + index,
		firstName: first,
		lastName: last,
		email,
		roleIds: index < 2 ? [1, 3] : [2 + (index % 5)],
		lastLogin: index === 11 ? null : daysAfter('2026-11-01T08:15:00Z', index),
		status: index === 11 ? 2 : 3,
		isSuspended: index === 11,
		isLocked: index === 9,
		avatarUrl: null,
	})),
	roles: roleSeed.map(([key, name, description], index) => ({
		id: index + 1,
		key,
		name,
		description,
		permissions: [{ id: index + 1, name: `${key}:use`, isActive: true }],
	})),
	systemApiAccess: true,
	defaultPageSize: 20,
	maxPageSize: 100,
	staticTokenExpires: false,
});

export const startGuardhouse = async ({ latency, port }: StartOptions = {}): Promise<
	Started<Provider<GuardhouseState>>
> => {
	const { provider, listen, close } = createProvider(guardhouseSeed(), latency);
	provider.url = await listen(
		{ routes, tokenOf: bearerToken, unauthorized: () => text(401), unknownRoute: () => text(404) },
		port,
	);
	return { provider, close };
};
