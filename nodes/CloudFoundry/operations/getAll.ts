import { read } from '../../operation/words';
import { apiVersion, inV3List, memberOf, partOfUsername, username } from '../parameters';
import { v2List, v3List } from '../reads';
import { unknownOrganization } from '../refusals';
import { user } from '../samples';
import { inVersions } from '../versions';

const shown = read({
	name: 'Get Many',
	action: 'Get many users',
	description: 'List users, all of them or the members of an organization; for all of them, v2 wants an administrator',
	docs: 'https://apidocs.cloudfoundry.org/215/',
	route: 'GET /v2/users',
	path: {},
	chooses: [apiVersion],
	filters: { organization_guid: memberOf, username },
	sample: user,
	gives: v2List,
});

const v2Members = read({
	...shown,
	docs: 'https://apidocs.cloudfoundry.org/215/',
	route: 'GET /v2/organizations/{organization_guid}/users',
	path: { organization_guid: memberOf },
	filters: {},
	refusals: unknownOrganization,
});

const v3 = read({
	...shown,
	docs: 'https://v3-apidocs.cloudfoundry.org',
	route: 'GET /v3/users',
	path: {},
	filters: { usernames: inV3List(username) },
	gives: v3List,
});

const v3Members = read({
	...v3,
	docs: 'https://v3-apidocs.cloudfoundry.org',
	route: 'GET /v3/organizations/{organization_guid}/users',
	path: { organization_guid: memberOf },
	refusals: unknownOrganization,
});

const noNames = {
	message: "API v2 of Cloud Foundry can't look up a 'Username'",
	description: "Remove the filter and look for the name in the list, or set 'API Version' to V3.",
	invalid: true,
};

/** For the list in the panel, which looks for parts of names where the API can. */
export const getByPartOfName = inVersions(
	shown,
	read({ ...v3, route: 'GET /v3/users', path: {}, filters: { partial_usernames: inV3List(partOfUsername) } }),
	shown,
);

export const getAll = inVersions(
	(values) => (values.username !== undefined ? noNames : values.organizationGuid !== undefined ? v2Members : shown),
	(values) => (values.organizationGuid !== undefined ? v3Members : v3),
	shown,
);
