import { everyChange } from '../../operation/panel';
import { change } from '../../operation/model';
import { blocked, unlessSo } from '../blocking';
import { blockedByUserId, notifyUserViaEmail, suspensionReason, userId } from '../parameters';
import { empty, refusedBlock, unknownUser } from '../refusals';

export const block = change({
	name: 'Block',
	action: 'Block user',
	description: 'Keep a user from signing in, and end the sessions there are; the roles stay',
	docs: 'https://guardhouse.cloud/docs/api/endpoints/users/block-user-by-id',
	route: 'PATCH /api/v1/users/{userId}/block',
	path: { userId },
	body: { blockedByUserId, suspensionReason, notifyUserViaEmail },
	subject: userId,
	success: { 204: empty },
	refusals: [unknownUser, refusedBlock],
	prepare: unlessSo(blocked),
	looksFirst: true,
	state: blocked,
	options: everyChange,
});
