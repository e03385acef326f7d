import { operation } from '../../operation/operation';
import { batchSize, everyChange, output, partialFailure } from '../../operation/options';
import { bulkOf, withMembers } from '../members';
import { clientId, departmentId, userIds } from '../parameters';
import { refusals } from '../refusals';
import { added } from '../state';
import { memberResult } from '../samples';

export const addMembers = operation({
	name: 'Add Members',
	action: 'Add members to department',
	description: 'Make one or several users members of a department; their other departments stay',
	docs: 'https://api-docs.amm-scalepad.com',
	route: 'POST /clients/{client_id}/departments/{department_id}/members',
	path: { client_id: clientId, department_id: departmentId },
	body: { user_ids: userIds },
	bulk: bulkOf('added'),
	sample: memberResult,
	success: { 200: withMembers },
	refusals,
	state: added,
	options: [batchSize, output, partialFailure, ...everyChange],
});
