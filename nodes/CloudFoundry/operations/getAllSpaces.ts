import type { Read } from '../../operation/model';
import { read } from '../../operation/model';
import { apiVersion, inV2Condition, inV3List, spaceName, spacesIn } from '../parameters';
import { v2List, v3List } from '../reads';
import { space } from '../samples';
import { spaceCalled, v3SpacesWithOrganizations } from '../spaceNames';
import { unknownOrganizationOf } from '../unknownRefusals';
import { inVariants, inVersions } from '../variants';
import { v2Docs } from '../versions';

const shown = {
	name: 'Get Many',
	action: 'Get many spaces',
	description: 'List spaces, all that the account of the credential may see or those that the filters describe',
	docs: v2Docs,
	chooses: [apiVersion],
	sample: space,
	gives: v2List,
} as const;

const inCondition = { q: inV2Condition(spaceName) };

const v2 = read({
	...shown,
	route: 'GET /v2/spaces',
	path: {},
	filters: { ...inCondition, organization_guid: spacesIn },
});

const v2InOrganization = read({
	...shown,
	route: 'GET /v2/organizations/{organization_guid}/spaces',
	path: { organization_guid: spacesIn },
	filters: inCondition,
	refusals: unknownOrganizationOf(spacesIn),
});

const v3 = read({
	...shown,
	route: 'GET /v3/spaces',
	path: {},
	filters: { names: inV3List(spaceName), organization_guids: inV3List(spacesIn) },
	gives: v3List,
});

export const getAllSpaces = inVariants(
	v2,
	({ organizationGuid }) => (organizationGuid === undefined ? v2 : v2InOrganization),
	v3,
);

/** For words and for the list in the panel: with their organizations; v3 finds names in any case, as those of organizations. */
export const getByPath = inVersions<Read>(
	{ ...v2, filters: {}, always: { 'inline-relations-depth': '1' } },
	{ ...v3, filters: { names: spaceCalled }, always: { include: 'organization' }, gives: v3SpacesWithOrganizations },
);
