import { everyChange } from '../../operation/panel';
import { change } from '../../operation/model';
import { roleId, userId } from '../parameters';
import { empty, unknownRole, unknownUser } from '../refusals';
import { assigned } from '../state';

export const assignRole = change({
	name: 'Assign Role',
	action: 'Assign role to user',
	description: 'Give a user a role; a role that the user has already is no reason to fail',
	docs: 'https://guardhouse.cloud/docs/api',
	route: 'POST /api/v1/users/{userId}/roles/{roleId}',
	path: { userId, roleId },
	subject: userId,
	success: { 204: empty },
	refusals: [unknownUser, unknownRole],
	state: assigned,
	options: everyChange,
});
