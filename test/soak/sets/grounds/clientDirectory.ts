import { uuidOf } from '../../../../sandbox';
import { clientDirectory } from '../../grounds/clientDirectory';
import type { LayOutSets } from '../ground';

const client = 'aa7cf840-9ca9-46a3-9778-9015d6580d50';

const departmentsOf = (what: string, count: number) =>
	Array.from({ length: count }, (_, index) => {
		const name = `${what} ${index + 1}`;
		return { id: uuidOf(`soak department ${name}`), name };
	});

export const clientDirectorySets: LayOutSets = (sandbox, dice) => {
	const { state } = sandbox.clientDirectory;
	const [groups, others] = [departmentsOf('Team', 8), departmentsOf('Circle', 6)];
	const [like] = state.departments;
	state.departments.push(...[...groups, ...others].map((one) => ({ ...like, ...one, client_id: client })));
	const ground = clientDirectory(sandbox, dice);
	const called = new Map(others.map(({ id, name }) => [id, `department ${name}`]));
	const fieldsOf = (user: unknown, place: string) => ({
		clientId: client,
		departmentId: place,
		userIds: [String(user)],
	});
	return {
		...ground,
		about: (request) =>
			ground.about(request) ??
			(/\/departments\/[^/]+$|\/users\?/.test(request.url) ? `${request.method} ${request.url}` : undefined),
		places: others.map(({ id }) => id),
		groups: groups.map(({ id }) => id),
		set: { resource: 'department', operation: 'setMembers' },
		all: { resource: 'user', operation: 'removeAllDepartments' },
		groupOf: (departmentId) => ({ fields: { clientId: client, departmentId }, given: 'member' }),
		fieldsOf: (userId) => ({ clientId: client, userId }),
		completed: (places) => places,
		every: ground.changes,
		give: (user, place) => ({ operation: 'addMembers', fields: fieldsOf(user, place) }),
		end: (user, place) => ({ operation: 'removeMembers', fields: fieldsOf(user, place) }),
		askedIn: ({ fields }) => ({
			users: fields.userIds as string[],
			place: String(fields.departmentId),
			fields,
		}),
		entryOf: (by, user, place) => (by === 'set' ? { userId: user } : { departmentId: place }),
		calledIn: (by, user, place) => (by === 'set' ? `user ${user}` : String(called.get(place))),
		audited: (event) => (event.group as { uid: string }).uid,
		put: (user, place, standing) => {
			const found = state.users.find(({ id }) => id === user);
			if (!found) return;
			const left = found.department_ids.filter((id) => id !== place);
			found.department_ids = standing === 'none' ? left : [...left, place];
		},
	};
};
