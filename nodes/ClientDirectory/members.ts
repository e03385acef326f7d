import type { Answer, Bulk, Members, Shape } from '../operation/model';
import { isObject, visible } from '../operation/model';
import { userIds } from './parameters';

/** `BulkMemberResult`: the page answers 200 even when every member failed. */
const isMemberResult = (json: unknown): json is Members =>
	isObject(json) &&
	Array.isArray(json.succeeded) &&
	json.succeeded.every((id) => typeof id === 'string') &&
	Array.isArray(json.failed) &&
	json.failed.every((failure) => isObject(failure) && typeof failure.id === 'string');

export const withMembers: Shape = ({ json }) => isMemberResult(json);

/** Why a member failed: a text on the pages, perhaps an object as in other errors. */
const reasonIn = (error: unknown): string => {
	const texts = [error].flat().map((one) => (isObject(one) ? one.message : one));
	const told = texts.filter((text) => typeof text === 'string' && text !== '').join('; ');
	return told === '' ? 'No reason given' : visible(told);
};

export const bulkOf = (done: string): Bulk => ({
	of: userIds,
	wire: 'user_ids',
	malformed: ({ status }) => status === 400,
	isStranger: (error) => /^user not found/i.test(error),
	done,
	outcome: ({ json }: Answer) => {
		const { succeeded, failed } = json as Members;
		return { succeeded, failed: failed.map(({ id, error }) => ({ id, error: reasonIn(error) })) };
	},
});
