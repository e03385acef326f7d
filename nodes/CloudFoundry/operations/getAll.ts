import type { Read } from '../../operation/model';
import { read } from '../../operation/model';
import { apiVersion, inV3List, memberOf, partOfUsername, username } from '../parameters';
import { origin } from '../byWord';
import { v2List, v3List } from '../reads';
import { noNames, noOrigins } from '../refusals';
import { unknownOrganizationOfFilter } from '../unknownRefusals';
import { user } from '../samples';
import { inVariants, inVersions } from '../variants';
import { v2Docs } from '../versions';

const v2 = read({
	name: 'Get Many',
	action: 'Get many users',
	description: 'List users, all of them or the members of an organization; for all of them, v2 wants an administrator',
	docs: v2Docs,
	route: 'GET /v2/users',
	path: {},
	chooses: [apiVersion],
	filters: { organization_guid: memberOf, username },
	sample: user,
	gives: v2List,
});

const v3 = read({
	...v2,
	route: 'GET /v3/users',
	path: {},
	filters: { usernames: inV3List(username) },
	gives: v3List,
});

const members = { path: { organization_guid: memberOf }, refusals: unknownOrganizationOfFilter };
const v2Members = read({ ...v2, ...members, route: 'GET /v2/organizations/{organization_guid}/users', filters: {} });
const v3Members = read({ ...v3, ...members, route: 'GET /v3/organizations/{organization_guid}/users' });

/** For the list in the panel, which looks for parts of names where the API can. */
export const getByPartOfName = inVersions(v2, { ...v3, filters: { partial_usernames: inV3List(partOfUsername) } });

/** For words: v3 finds whole names in any case (uaa_client.rb); v2 lists everybody, to administrators. */
export const getByUsername = inVariants<Read>(
	{ ...v2, filters: {} },
	(values) => (values.origin === undefined ? { ...v2, filters: {} } : noOrigins(values)),
	{ ...v3, filters: { usernames: inV3List(username), origins: inV3List(origin) } },
);

export const getAll = inVariants(
	v2,
	(values) =>
		values.username !== undefined ? noNames(values) : values.organizationGuid !== undefined ? v2Members : v2,
	({ organizationGuid }) => (organizationGuid !== undefined ? v3Members : v3),
);
