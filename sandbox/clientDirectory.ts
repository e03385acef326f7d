import { daysAfter, people, uuidOf } from './people';
import {
	type Answer,
	bearerToken,
	type Call,
	createProvider,
	type Handler,
	includesText,
	integer,
	jsonBody,
	type Provider,
	type Route,
	type Started,
	type StartOptions,
	type TokenFlags,
} from './provider';

export interface DirectoryDepartment {
	id: string;
	client_id: string;
	name: string;
	description: string | null;
	created_at: string;
	updated_at: string;
}

export interface DirectoryUser {
	id: string;
	client_id: string;
	username: string;
	user_key: string;
	last_activity: { at: string | null; desktop_at: string | null; web_at: string | null };
	department_ids: string[];
	created_at: string;
	updated_at: string;
}

export interface ClientDirectoryState extends TokenFlags {
	clients: Array<{ id: string; name: string }>;
	departments: DirectoryDepartment[];
	users: DirectoryUser[];
	/** Clients that the token may not touch: 403. */
	forbiddenClients: string[];
	/** What an ID that isn't shaped like a UUID fails: the whole request (400), or itself (`failed`). */
	malformedFails: 'request' | 'member';
	/** More user_ids in one request than this are refused. */
	maxUserIds?: number;
}

type DirectoryCall = Call<ClientDirectoryState>;

// The pages' own example holds a 'g', so letters beyond hexadecimal have to pass.
const UUID_SHAPE = /^[0-9a-z]{8}(-[0-9a-z]{4}){3}-[0-9a-z]{12}$/i;

const refuse = (status: number, code: string, message: string, details: Record<string, unknown> = {}): Answer => ({
	status,
	body: { error: { code, message, details } },
});

const invalid = (message: string, details?: Record<string, unknown>): Answer =>
	refuse(400, 'invalid_request', message, details);

/** The details name what is missing, by its parameter of the path. */
const notFound = (message: string, name: string, { params }: DirectoryCall): Answer =>
	refuse(404, 'not_found', message, { [name]: params[name] });

/** Every route is about one client: none of them runs for an unknown or a forbidden one. */
const inClient =
	(handler: Handler<ClientDirectoryState>): Handler<ClientDirectoryState> =>
	(call) => {
		const { client_id } = call.params;
		if (call.state.forbiddenClients.includes(client_id)) {
			return refuse(403, 'forbidden', 'Insufficient permissions for this client');
		}
		if (!call.state.clients.some(({ id }) => id === client_id)) return notFound('Client not found', 'client_id', call);
		return handler(call);
	};

const findDepartment = ({ state, params }: DirectoryCall): DirectoryDepartment | undefined =>
	state.departments.find(({ id, client_id }) => id === params.department_id && client_id === params.client_id);

const changeMembers = (change: (user: DirectoryUser, departmentId: string) => void): Handler<ClientDirectoryState> =>
	inClient((call) => {
		const { state, params } = call;
		const ids = jsonBody(call)?.user_ids;
		if (!Array.isArray(ids) || ids.length === 0 || !ids.every((id): id is string => typeof id === 'string')) {
			return invalid('Invalid request body', { user_ids: 'required: a list of user IDs' });
		}
		if (state.maxUserIds !== undefined && ids.length > state.maxUserIds) {
			return invalid('Invalid request body', { user_ids: `at most ${state.maxUserIds} user IDs` });
		}
		const malformed = ids.filter((id) => !UUID_SHAPE.test(id));
		if (state.malformedFails === 'request' && malformed.length > 0) {
			return invalid('Malformed UUID', { user_ids: malformed });
		}
		if (!findDepartment(call)) return notFound('Department not found', 'department_id', call);
		const succeeded: string[] = [];
		const failed: Array<{ id: string; error: string }> = [];
		for (const id of ids) {
			const user = state.users.find((candidate) => candidate.id === id && candidate.client_id === params.client_id);
			if (!user) {
				failed.push({ id, error: 'User not found' });
				continue;
			}
			change(user, params.department_id);
			succeeded.push(id);
		}
		return { status: 200, body: { succeeded, failed } };
	});

const addMembers = changeMembers((user, departmentId) => {
	if (!user.department_ids.includes(departmentId)) user.department_ids.push(departmentId);
});

const removeMembers = changeMembers((user, departmentId) => {
	user.department_ids = user.department_ids.filter((id) => id !== departmentId);
});

const describeDepartment = (state: ClientDirectoryState, department: DirectoryDepartment) => {
	const { id, name, description, created_at, updated_at } = department;
	const member_count = state.users.filter(({ department_ids }) => department_ids.includes(id)).length;
	return { id, name, description, member_count, created_at, updated_at };
};

const describeUser = (state: ClientDirectoryState, user: DirectoryUser) => {
	const { id, username, user_key, last_activity, department_ids, created_at, updated_at } = user;
	const departments = state.departments
		.filter((department) => department_ids.includes(department.id))
		.map((department) => ({ id: department.id, name: department.name, description: department.description }));
	return { id, username, user_key, last_activity, departments, created_at, updated_at };
};

type SortKeys<T> = Record<string, (item: T) => string | number>;

const page = <T>({ query }: DirectoryCall, all: T[], keys: SortKeys<T>): Answer => {
	const size = integer(query.get('page_size'), 100);
	if (size === undefined || size < 1 || size > 500) return invalid('page_size must be from 1 to 500');
	const cursor = Buffer.from(query.get('cursor') ?? '', 'base64').toString();
	const offset = query.has('cursor') ? Number(/^offset:(\d+)$/.exec(cursor)?.[1] ?? NaN) : 0;
	if (Number.isNaN(offset)) return invalid('Invalid cursor');
	const sortBy = query.get('sort_by') ?? Object.keys(keys)[0];
	if (!Object.hasOwn(keys, sortBy)) return invalid(`sort_by must be one of ${Object.keys(keys).join(', ')}`);
	const key = keys[sortBy];
	const order = query.get('sort_order') ?? 'asc';
	if (order !== 'asc' && order !== 'desc') return invalid('sort_order must be asc or desc');
	const sorted = [...all].sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
	if (order === 'desc') sorted.reverse();
	const next = offset + size;
	const next_cursor = next < all.length ? Buffer.from(`offset:${next}`).toString('base64') : null;
	return { status: 200, body: { data: sorted.slice(offset, next), total_count: all.length, next_cursor } };
};

const listDepartments = inClient((call) => {
	const { state, params, query } = call;
	const found = state.departments
		.filter(({ client_id, name }) => client_id === params.client_id && includesText(name, query.get('q')))
		.map((department) => describeDepartment(state, department));
	return page(call, found, {
		name: ({ name }) => name.toLowerCase(),
		member_count: ({ member_count }) => member_count,
		created_at: ({ created_at }) => created_at,
	});
});

const getDepartment = inClient((call) => {
	const department = findDepartment(call);
	if (!department) return notFound('Department not found', 'department_id', call);
	return { status: 200, body: describeDepartment(call.state, department) };
});

const listUsers = inClient((call) => {
	const { state, params, query } = call;
	const department = query.get('department_id');
	const found = state.users
		.filter(
			({ client_id, username, user_key, department_ids }) =>
				client_id === params.client_id &&
				(department === null || department_ids.includes(department)) &&
				(includesText(username, query.get('q')) || includesText(user_key, query.get('q'))),
		)
		.map((user) => describeUser(state, user));
	return page(call, found, {
		username: ({ username }) => username.toLowerCase(),
		last_activity: ({ last_activity }) => last_activity.at ?? '',
		created_at: ({ created_at }) => created_at,
	});
});

const getUser = inClient((call) => {
	const { state, params } = call;
	const user = state.users.find(({ id, client_id }) => id === params.user_id && client_id === params.client_id);
	return user ? { status: 200, body: describeUser(state, user) } : notFound('User not found', 'user_id', call);
});

const routes: Array<Route<ClientDirectoryState>> = [
	['GET', '/v2/clients/{client_id}/departments', listDepartments],
	['GET', '/v2/clients/{client_id}/departments/{department_id}', getDepartment],
	['POST', '/v2/clients/{client_id}/departments/{department_id}/members', addMembers],
	['POST', '/v2/clients/{client_id}/departments/{department_id}/members/remove', removeMembers],
	['GET', '/v2/clients/{client_id}/users', listUsers],
	['GET', '/v2/clients/{client_id}/users/{user_id}', getUser],
];

const CLIENT = 'aa7cf840-9ca9-46a3-9778-9015d6580d50';
const DEPARTMENT = 'd1a2b3c4-e5f6-7890-abcd-ef1234567890';
const EXAMPLE_MEMBERS = ['a1d97031-04e2-4907-a249-093f7436207b', 'b2e08142-15f3-5018-b350-104g8547318c'];

const departmentSeed: Array<[id: string, name: string, description: string | null]> = [
	[DEPARTMENT, 'Engineering', 'Builds and runs the product'],
	[uuidOf('department finance'), 'Finance', 'Accounts, payroll and reporting'],
	[uuidOf('department sales'), 'Sales', null],
	[uuidOf('department support'), 'Support', 'First and second line'],
	[uuidOf('department people'), 'People Operations', null],
];

const seedUser = (index: number): DirectoryUser => {
	const { email, login } = people[index];
	const at = index === 11 ? null : daysAfter('2026-10-01T07:30:00Z', index);
	const other = departmentSeed[1 + (index % (departmentSeed.length - 1))][0];
	return {
		id: EXAMPLE_MEMBERS[index] ?? uuidOf(`directory ${login}`),
		client_id: CLIENT,
		username: email,
		user_key: login,
		last_activity: { at, desktop_at: at, web_at: index % 2 ? at : null },
		department_ids: index < 5 ? [DEPARTMENT, other] : [other],
		created_at: daysAfter('2024-03-01T08:00:00Z', index * 11),
		updated_at: daysAfter('2026-03-01T08:00:00Z', index),
	};
};

export const clientDirectorySeed = (): ClientDirectoryState => {
	const otherClient = uuidOf('client contoso');
	const forbidden = uuidOf('client forbidden');
	return {
		clients: [
			{ id: CLIENT, name: 'Acme Managed Services' },
			{ id: otherClient, name: 'Contoso' },
			{ id: forbidden, name: 'Fabrikam' },
		],
		departments: [
			...departmentSeed.map(([id, name, description], index) => ({
				id,
				client_id: CLIENT,
				name,
				description,
				created_at: daysAfter('2024-01-10T08:00:00Z', index * 5),
				updated_at: daysAfter('2025-01-10T08:00:00Z', index * 5),
			})),
			{
				id: uuidOf('department contoso it'),
				client_id: otherClient,
				name: 'IT',
				description: null,
				created_at: '2024-05-01T08:00:00Z',
				updated_at: '2024-05-01T08:00:00Z',
			},
		],
		users: people.map((_person, index) => seedUser(index)),
		forbiddenClients: [forbidden],
		malformedFails: 'member',
		staticTokenExpires: false,
	};
};

export const startClientDirectory = async ({ latency, port }: StartOptions = {}): Promise<
	Started<Provider<ClientDirectoryState>>
> => {
	const { provider, listen, close } = createProvider(clientDirectorySeed(), latency);
	const address = await listen(
		{
			routes,
			tokenOf: bearerToken,
			unauthorized: () => refuse(401, 'unauthorized', 'Authentication required'),
			unknownRoute: () => refuse(404, 'not_found', 'Not found'),
		},
		port,
	);
	provider.url = `${address}/v2`;
	return { provider, close };
};
