import type { Change } from '../operation/model';
import { read } from '../operation/model';
import { unseenOf } from './accessSight';
import { space } from './existence';
import { organizationOf, v3LookUp } from './reads';
import { noMember } from './roleRefusals';
import { byOrganization, byUser, list } from './roles';

const rolesOfUser = read({
	...list,
	route: 'GET /v3/roles',
	path: {},
	query: { ...byUser, ...byOrganization },
	gives: v3LookUp,
});

/** Whoever has no role in an organization can have none in its spaces; that there is none has to be seen. */
export const noMemberYet: Change['foresees'] = async (values, reader) => {
	const { userGuid, apiVersion } = values;
	const found = userGuid === undefined ? undefined : await reader.read(space, values);
	const organizationGuid = found && !('message' in found) ? organizationOf(found[0]) : undefined;
	if (typeof organizationGuid !== 'string') return undefined;
	const roles = await reader.read(rolesOfUser, { userGuid, organizationGuid });
	if ('message' in roles || roles.length > 0) return undefined;
	const unseen = await unseenOf({ of: 'organization', organizationGuid, apiVersion }, reader);
	return unseen ? undefined : noMember.space;
};
