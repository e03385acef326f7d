import { guardhouse } from '../../grounds/guardhouse';
import type { LayOutSets } from '../ground';

const rolesFrom = (first: number, count: number) => Array.from({ length: count }, (_, index) => first + index);

export const guardhouseSets: LayOutSets = (sandbox, dice) => {
	const { state } = sandbox.guardhouse;
	const [groups, others] = [rolesFrom(101, 8), rolesFrom(201, 6)];
	for (const id of [...groups, ...others])
		state.roles.push({ id, key: `soak-${id}`, name: `Soak ${id}`, description: '', permissions: [] });
	const ground = guardhouse(sandbox, dice);
	const fieldsOf = (user: unknown, place: string) => ({ userId: Number(user), roleId: Number(place) });
	return {
		...ground,
		about: (request) =>
			ground.about(request) ??
			(/^\/api\/v1\/(users\?|roles\/\d)/.test(request.url) ? `${request.method} ${request.url}` : undefined),
		places: others.map(String),
		groups: groups.map(String),
		set: { resource: 'role', operation: 'setUsers' },
		all: { resource: 'user', operation: 'unassignAllRoles' },
		groupOf: (place) => ({ fields: { roleId: Number(place) }, given: 'has' }),
		fieldsOf: (userId) => ({ userId }),
		completed: (places) => places,
		every: ground.changes,
		give: (user, place) => ({ operation: 'assignRole', fields: fieldsOf(user, place) }),
		end: (user, place) => ({ operation: 'unassignRole', fields: { ...fieldsOf(user, place), instantLogout: false } }),
		askedIn: ({ fields }) => ({ users: [Number(fields.userId)], place: String(fields.roleId), fields }),
		entryOf: (by, user, place) => (by === 'set' ? { userId: user } : { roleId: Number(place) }),
		calledIn: (by, user, place) => (by === 'set' ? `user ${user}` : `role ${place}`),
		audited: (event) => String((event.resources as Array<{ uid: string }>)[0].uid),
		put: (user, place, standing) => {
			const found = state.users.find(({ id }) => id === user);
			if (!found) return;
			const left = found.roleIds.filter((role) => role !== Number(place));
			found.roleIds = standing === 'none' ? left : [...left, Number(place)];
		},
	};
};
