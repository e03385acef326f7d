import { batchSize, everyChange, output, partialFailure } from '../../operation/panel';
import { change } from '../../operation/model';
import { bulkOf, withMembers } from '../members';
import { clientId, departmentId, userId, userIds } from '../parameters';
import { refusals } from '../refusals';
import { memberResult } from '../samples';
import { added } from '../state';

export const addMembers = change({
	name: 'Add Members',
	action: 'Add members to department',
	description: 'Make one or several users members of a department; their other departments stay',
	docs: 'https://api-docs.amm-scalepad.com',
	route: 'POST /clients/{client_id}/departments/{department_id}/members',
	path: { client_id: clientId, department_id: departmentId },
	body: { user_ids: userIds },
	subject: userId,
	bulk: bulkOf('added'),
	sample: memberResult,
	success: { 200: withMembers },
	refusals,
	state: added,
	options: [batchSize, output, partialFailure, ...everyChange],
});
