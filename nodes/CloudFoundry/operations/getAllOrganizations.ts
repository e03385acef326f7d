import { read } from '../../operation/model';
import { apiVersion, inV2Condition, inV3List, name } from '../parameters';
import { v2List, v3List } from '../reads';
import { organization } from '../samples';
import { inVersions } from '../variants';
import { v2Docs } from '../versions';

const v2 = read({
	name: 'Get Many',
	action: 'Get many organizations',
	description: 'List organizations, all that the account of the credential may see or those that the filters describe',
	docs: v2Docs,
	route: 'GET /v2/organizations',
	path: {},
	chooses: [apiVersion],
	filters: { q: inV2Condition(name) },
	sample: organization,
	gives: v2List,
});

const v3 = read({
	...v2,
	route: 'GET /v3/organizations',
	path: {},
	filters: { names: inV3List(name) },
	gives: v3List,
});

export const getAllOrganizations = inVersions(v2, v3);

/** For words: names of organizations ignore case in v3 (the first migration declares them so). */
export const getByName = inVersions({ ...v2, filters: {} }, v3);
