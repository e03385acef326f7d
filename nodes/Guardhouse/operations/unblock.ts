import { everyChange } from '../../operation/panel';
import { change } from '../../operation/model';
import { unblocked, unlessSo } from '../blocking';
import { userId } from '../parameters';
import { empty, unknownUser } from '../refusals';

export const unblock = change({
	name: 'Unblock',
	action: 'Unblock user',
	description: 'Let a user sign in again who was blocked',
	docs: 'https://guardhouse.cloud/docs/api/endpoints/users/unblock-user-by-id',
	route: 'PATCH /api/v1/users/{userId}/unblock',
	path: { userId },
	// Every field of it is optional, and the page wants JSON.
	body: {},
	subject: userId,
	success: { 204: empty },
	refusals: [unknownUser],
	prepare: unlessSo(unblocked),
	looksFirst: true,
	state: unblocked,
	options: everyChange,
});
