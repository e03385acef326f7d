import { read } from '../../operation/model';
import { roleId } from '../parameters';
import { oneRole } from '../reads';
import { unknownRole } from '../refusals';

/** Not shown in the panel: it tells whether a role exists. */
export const getRole = read({
	name: 'Get',
	action: 'Get role',
	description: 'Read a role',
	docs: 'https://guardhouse.cloud/docs/api',
	route: 'GET /api/v1/roles/{roleId}',
	path: { roleId },
	gives: oneRole,
	refusals: [unknownRole],
});
