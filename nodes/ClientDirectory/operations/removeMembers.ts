import { batchSize, everyChange, output, partialFailure, reportRemaining } from '../../operation/panel';
import { change } from '../../operation/model';
import { bulkOf, withMembers } from '../members';
import { clientId, departmentId, userId, userIds } from '../parameters';
import { refusals } from '../refusals';
import { memberResult } from '../samples';
import { removed } from '../state';

export const removeMembers = change({
	name: 'Remove Members',
	action: 'Remove members from department',
	description: 'End the membership of one or several users in a department; their other departments stay',
	docs: 'https://api-docs.amm-scalepad.com/departments/members-remove',
	route: 'POST /clients/{client_id}/departments/{department_id}/members/remove',
	path: { client_id: clientId, department_id: departmentId },
	body: { user_ids: userIds },
	subject: userId,
	bulk: bulkOf('removed'),
	sample: memberResult,
	success: { 200: withMembers },
	refusals,
	state: removed,
	options: [batchSize, output, partialFailure, reportRemaining, ...everyChange],
});
