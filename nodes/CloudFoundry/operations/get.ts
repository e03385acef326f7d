import { read } from '../../operation/model';
import { apiVersion, userGuid } from '../parameters';
import { v2One, v3One } from '../reads';
import { unknownUser } from '../unknownRefusals';
import { user } from '../samples';
import { inVersions } from '../variants';
import { v2Docs } from '../versions';

const v2 = read({
	name: 'Get',
	action: 'Get user',
	description: 'Read a user',
	docs: v2Docs,
	route: 'GET /v2/users/{guid}',
	path: { guid: userGuid },
	chooses: [apiVersion],
	sample: user,
	gives: v2One,
	refusals: unknownUser,
});

const v3 = read({
	...v2,
	route: 'GET /v3/users/{guid}',
	path: { guid: userGuid },
	gives: v3One,
});

export const get = inVersions(v2, v3);
