import { daysAfter, people } from './people';
import {
	type Answer,
	type Call,
	createProvider,
	type Handler,
	includesText,
	integer,
	isObject,
	jsonBody,
	type Provider,
	type Route,
	type Started,
	type StartOptions,
	type TokenFlags,
} from './provider';

export interface DelosRelation {
	customerId: string;
	isOwner: boolean;
}

export interface DelosUser {
	id: number;
	uuid: string;
	username: string;
	status: string;
	is2fa: boolean;
	isDeleted: boolean;
	puid: string;
	createAt: string;
	updateAt: string;
	name: string;
	email: string;
	phone: string;
	comment: string;
	clients: DelosRelation[];
}

export interface DelosClient {
	cuid: string;
	puid: string;
	name: string;
	createAt: string;
}

export interface DelosState extends TokenFlags {
	users: DelosUser[];
	clients: DelosClient[];
	headerFormat: 'bearer' | 'raw' | 'either';
	bodyFormat: 'nested' | 'flat' | 'either';
	bindMode: 'overwrites' | 'refusesExisting';
	/** Whether a user can be owner and standard user of one client at the same time. */
	coexist: boolean;
	/** Name of the user's ID in the answers of bind and unbind. */
	idField: 'uuid' | 'userId';
	listEnvelope: 'items' | 'data' | 'array' | 'itemsTotal';
	/** Whether lists show what can be searched by; the pages show neither the email of a user nor the name of a client. */
	showsSearched: boolean;
	/** Status of every error; the pages give none. */
	errorStatus?: number;
}

type DelosCall = Call<DelosState>;

const LOGIN = 'flow@example.com';
const PASSWORD = 'sandbox-password';
const PARTNER = { id: 'partner_1', name: 'Example Partner', email: 'partner@example.com', phone: '+10005550100' };

const refuse = ({ state }: DelosCall, status: number, error: string): Answer => ({
	status: state.errorStatus ?? status,
	body: { error },
});

const unauthorized = (call: DelosCall): Answer => refuse(call, 401, 'Unauthorized');

/** Sessions are no part of the state: a run that changes nothing leaves the state as it was. */
const authRoutes = (): Array<Route<DelosState>> => {
	const refreshTokens = new Map<string, 'usable' | 'used'>();
	const session = ({ issueToken }: DelosCall) => {
		const accessToken = issueToken();
		const refreshToken = accessToken.replace('session', 'refresh');
		refreshTokens.set(refreshToken, 'usable');
		return { accessToken, refreshToken, accessTtl: 3600, refreshTtl: 2592000 };
	};
	const logIn: Handler<DelosState> = (call) => {
		const body = jsonBody(call);
		if (body?.login !== LOGIN || body.password !== PASSWORD) return unauthorized(call);
		return { status: 200, body: { ...session(call), UserId: 'user_flow' } };
	};
	const refresh: Handler<DelosState> = (call) => {
		const known = refreshTokens.get(call.params.token);
		if (!known) return refuse(call, 401, 'Invalid or expired refresh token');
		if (known === 'used') return refuse(call, 401, 'Token revoked. Please log in again');
		refreshTokens.set(call.params.token, 'used');
		return { status: 200, body: { ...session(call), guid: 'user_flow' } };
	};
	return [
		['POST', '/v2/auth/login', logIn, 'open'],
		['GET', '/v2/auth/refresh/{token}', refresh, 'open'],
	];
};

const profile: Handler<DelosState> = () => {
	const user = { id: 'user_flow', name: 'Flow', email: LOGIN, phone: '+10005550199', is2FA: false };
	return { status: 200, body: { item: { partner: PARTNER, user } } };
};

/** The user and the client of the path or body, or the refusal that names the missing one. */
const findPair = (call: DelosCall, cuid: string): { user: DelosUser } | { refusal: Answer } => {
	const user = call.state.users.find(({ uuid }) => uuid === call.params.uuid);
	if (!user) return { refusal: refuse(call, 404, `User not found: ${call.params.uuid}`) };
	if (!call.state.clients.some((client) => client.cuid === cuid)) {
		return { refusal: refuse(call, 404, `Customer not found: ${cuid}`) };
	}
	return { user };
};

const changedUser = ({ state }: DelosCall, user: DelosUser): Answer => {
	const { uuid, username, status, is2fa, createAt, updateAt, name, comment } = user;
	const item = { [state.idField]: uuid, username, status, is2fa, createAt, updateAt, name, comment };
	return { status: 200, body: { item } };
};

const relationOf = (call: DelosCall): DelosRelation | undefined => {
	const { bodyFormat } = call.state;
	const body = jsonBody(call) ?? {};
	const nested = bodyFormat !== 'flat' && isObject(body.relation) ? body.relation : undefined;
	const customerId = nested ? nested.cuid : bodyFormat !== 'nested' ? body.customerId : undefined;
	const isOwner = nested ? nested.isOwner : body.isOwner;
	if (typeof customerId !== 'string' || customerId === '' || typeof isOwner !== 'boolean') return undefined;
	return { customerId, isOwner };
};

const bindClient: Handler<DelosState> = (call) => {
	const relation = relationOf(call);
	if (!relation) return refuse(call, 400, 'Request body does not hold a valid relation');
	const pair = findPair(call, relation.customerId);
	if ('refusal' in pair) return pair.refusal;
	const { user } = pair;
	const isReplaced = ({ customerId, isOwner }: DelosRelation) =>
		customerId === relation.customerId && (!call.state.coexist || isOwner === relation.isOwner);
	if (call.state.bindMode === 'refusesExisting' && user.clients.some(isReplaced)) {
		return refuse(call, 409, 'User already related to this customer');
	}
	user.clients = [...user.clients.filter((existing) => !isReplaced(existing)), relation];
	return changedUser(call, user);
};

const unbindClient: Handler<DelosState> = (call) => {
	const cuid = call.params['relation.cuid'];
	const wanted = call.query.get('relation.isOwner');
	if (wanted !== null && wanted !== 'true' && wanted !== 'false') {
		return refuse(call, 400, 'relation.isOwner must be true or false');
	}
	const pair = findPair(call, cuid);
	if ('refusal' in pair) return pair.refusal;
	const { user } = pair;
	const related = user.clients.filter(({ customerId }) => customerId === cuid);
	if (related.length === 0) return refuse(call, 404, 'No relationship found between user and customer');
	const removed = related.filter(({ isOwner }) => wanted === null || String(isOwner) === wanted);
	if (removed.length === 0) return refuse(call, 404, 'No relationship found with specified ownership type');
	user.clients = user.clients.filter((relation) => !removed.includes(relation));
	return changedUser(call, user);
};

const page = <T>(call: DelosCall, all: T[]): Answer => {
	const number = integer(call.query.get('meta.page'), 0);
	const size = integer(call.query.get('meta.pageSize'), 20);
	if (number === undefined || number < 0 || size === undefined || size < 1) {
		return refuse(call, 400, 'meta.page and meta.pageSize must be whole numbers');
	}
	const items = all.slice(number * size, (number + 1) * size);
	const envelopes = { items: { items }, data: { data: items }, array: items, itemsTotal: { items, total: all.length } };
	return { status: 200, body: envelopes[call.state.listEnvelope] };
};

const isWithin = (date: string, query: URLSearchParams): boolean =>
	date >= (query.get('fromCreateAt') ?? '') && date <= (query.get('toCreateAt') ?? '9999');

const getUsers: Handler<DelosState> = (call) => {
	const { query, state } = call;
	const isOrAny = (name: string, value: string) => !query.has(name) || query.get(name) === value;
	const nameOf = (cuid: string) => state.clients.find((client) => client.cuid === cuid)?.name ?? '';
	const found = state.users.filter(
		(user) =>
			isOrAny('uuid', user.uuid) &&
			isOrAny('status', user.status) &&
			includesText(user.name, query.get('name')) &&
			includesText(user.email, query.get('email')) &&
			includesText(user.phone, query.get('phone')) &&
			isWithin(user.createAt, query) &&
			(!query.has('cuid') || user.clients.some(({ customerId }) => customerId === query.get('cuid'))) &&
			(!query.has('customerName') ||
				user.clients.some(({ customerId }) => includesText(nameOf(customerId), query.get('customerName')))),
	);
	return page(
		call,
		found.map(({ clients: _clients, email, ...user }) => (call.state.showsSearched ? { ...user, email } : user)),
	);
};

const getUser: Handler<DelosState> = (call) => {
	const user = call.state.users.find(({ uuid }) => uuid === call.params.uuid);
	return user ? { status: 200, body: { item: user } } : refuse(call, 404, `User not found: ${call.params.uuid}`);
};

const getClients: Handler<DelosState> = (call) => {
	const { query, state } = call;
	const found = state.clients.filter(
		({ cuid, name, createAt }) =>
			(!query.has('customerId') || query.get('customerId') === cuid) &&
			includesText(name, query.get('customerName')) &&
			isWithin(createAt, query),
	);
	return page(
		call,
		found.map(({ name, ...client }) => (call.state.showsSearched ? { ...client, name } : client)),
	);
};

const getClient: Handler<DelosState> = (call) => {
	const client = call.state.clients.find(({ cuid }) => cuid === call.params.customerId);
	if (!client) return refuse(call, 404, `Customer not found: ${call.params.customerId}`);
	return { status: 200, body: { item: client } };
};

const routes: Array<Route<DelosState>> = [
	['GET', '/v2/auth/profile', profile],
	['PUT', '/v2/user/{uuid}/relate-client', bindClient],
	['DELETE', '/v2/user/{uuid}/relate-client/{relation.cuid}', unbindClient],
	['GET', '/v2/user', getUsers],
	['GET', '/v2/user/{uuid}', getUser],
	['GET', '/v2/customer', getClients],
	['GET', '/v2/customer/{customerId}', getClient],
	['POST', '/v2/customer/{customerId}', getClient],
];

const clientSeed: Array<[cuid: string, name: string]> = [
	['cust_789xyz', 'Northwind Trading'],
	['cust_123abc', 'Blue Harbor Capital'],
	['DoxdEEV-4IJq-zKeUYqrtqVDK', 'Delos Sample Client'],
	['cust_alpine', 'Alpine Logistics'],
	['cust_brightside', 'Brightside Health'],
	['cust_copper', 'Copper & Sons'],
	['cust_dunelm', 'Dunelm Energy'],
	['cust_everest', 'Everest Insurance'],
	['cust_fjord', 'Fjord Seafood'],
	['cust_granite', 'Granite Construction'],
	['cust_helios', 'Helios Solar'],
	['cust_iris', 'Iris Media'],
	['cust_juniper', 'Juniper Foods'],
];

const seedUser = (index: number): DelosUser => {
	const { name, login, email } = people[index];
	const cuid = (offset: number) => clientSeed[3 + ((index + offset) % (clientSeed.length - 3))][0];
	return {
		id: 1001 + index,
		uuid: `user_${login.replace('.', '_')}`,
		username: login,
		status: index === 11 ? 'NEW' : 'ACCEPT',
		is2fa: index % 3 === 0,
		isDeleted: false,
		puid: PARTNER.id,
		createAt: daysAfter('2024-02-01T09:00:00Z', index * 9),
		updateAt: daysAfter('2024-06-01T09:00:00Z', index * 9),
		name,
		email,
		phone: `+1000555${String(1000 + index)}`,
		comment: '',
		clients: [
			{ customerId: cuid(0), isOwner: true },
			{ customerId: cuid(3), isOwner: false },
		],
	};
};

export const delosSeed = (): DelosState => ({
	users: [
		{
			...seedUser(0),
			uuid: 'user_abc123def',
			is2fa: true,
			createAt: '2024-01-15T10:30:00Z',
			updateAt: '2024-03-20T14:22:00Z',
			comment: 'VIP customer',
			clients: [{ customerId: 'cust_789xyz', isOwner: true }],
		},
		{ ...seedUser(1), uuid: 'user_456ghi', clients: [{ customerId: 'cust_123abc', isOwner: true }] },
		{
			...seedUser(2),
			id: 1000,
			uuid: '158a190e-c4a9-4e6c-bf9b-4ef74ae345eb',
			username: 'test@delos.financial',
			is2fa: false,
			createAt: '2024-12-12T15:47:23Z',
			updateAt: '2025-09-01T06:56:28Z',
			name: 'Test',
			email: 'test@example.com',
			phone: '+10005550123',
			clients: [{ customerId: 'DoxdEEV-4IJq-zKeUYqrtqVDK', isOwner: true }],
		},
		...people.slice(2).map((_person, index) => seedUser(index + 2)),
	],
	clients: clientSeed.map(([cuid, name], index) => ({
		cuid,
		puid: PARTNER.id,
		name,
		createAt: daysAfter('2023-05-02T08:00:00Z', index * 20),
	})),
	headerFormat: 'either',
	bodyFormat: 'either',
	bindMode: 'overwrites',
	coexist: false,
	idField: 'uuid',
	listEnvelope: 'items',
	showsSearched: true,
	staticTokenExpires: false,
});

const tokenOf = (authorization: string | undefined, { headerFormat }: DelosState): string | undefined => {
	const bearer = /^Bearer (.+)$/.exec(authorization ?? '')?.[1];
	if (headerFormat === 'bearer') return bearer;
	if (headerFormat === 'raw') return bearer === undefined ? authorization : undefined;
	return bearer ?? authorization;
};

export const startDelos = async ({ latency, port }: StartOptions = {}): Promise<Started<Provider<DelosState>>> => {
	const { provider, listen, close } = createProvider(delosSeed(), latency);
	provider.url = await listen(
		{
			routes: [...authRoutes(), ...routes],
			tokenOf,
			unauthorized,
			unknownRoute: (call) => refuse(call, 404, 'Not found'),
		},
		port,
	);
	return { provider, close };
};
