import { everyChange, reportRemaining } from '../../operation/panel';
import { change } from '../../operation/model';
import { heldRoleId, instantLogout, userId } from '../parameters';
import { empty, unknownUser } from '../refusals';
import { unassigned } from '../state';

export const unassignRole = change({
	name: 'Unassign Role',
	action: 'Unassign role from user',
	description: 'Take a role away from a user; a role that the user does not have is no reason to fail',
	docs: 'https://guardhouse.cloud/docs/api/endpoints/users/unassign-user-from-role',
	route: 'DELETE /api/v1/users/{userId}/roles/{roleId}',
	path: { userId, roleId: heldRoleId },
	body: { instantLogout },
	subject: userId,
	success: { 204: empty },
	refusals: [unknownUser],
	state: unassigned,
	options: [reportRemaining, ...everyChange],
});
