import type { LayOut } from '../ground';
import { cloudFoundry } from './cloudFoundry';
import { inOrganizations, member, placeOf, roleChange, roleOf, rolesInSpace, standingOf } from './roles';

/** Roles of people who are members of all organizations: none of them can be had otherwise. */
const rolesIn =
	(kind: 'Organization' | 'Space'): LayOut =>
	(sandbox, dice) => {
		const { state } = sandbox.cloudFoundry;
		const ground = cloudFoundry(sandbox, dice);
		const { apiVersion } = ground.parameters;
		const organizations = state.organizations.map(({ guid }) => guid);
		const [places, types] =
			kind === 'Organization'
				? [organizations, inOrganizations]
				: [state.spaces.map(({ guid }) => guid), rolesInSpace(apiVersion)];
		const { place: lay } = ground;
		return {
			...ground,
			places: places.flatMap((guid) => types.map((type) => placeOf(type, guid))),
			changes: [roleChange(kind, true, apiVersion), roleChange(kind, false, apiVersion)],
			place: (users) => {
				lay(users.map(([user]) => [user, []]));
				for (const [user, accesses] of users) {
					state.roles.push(...organizations.map((guid) => roleOf(user, placeOf(member, guid))));
					for (const [where, standing] of accesses) if (standing === 'member') state.roles.push(roleOf(user, where));
				}
			},
			standing: () => standingOf(state.roles),
		};
	};

export const rolesInOrganizations = rolesIn('Organization');
export const rolesInSpaces = rolesIn('Space');
