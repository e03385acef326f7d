import { isObject } from '../operation/answer';
import type { Answer } from '../operation/answer';
import type { Bulk, Members, Shape } from '../operation/operation';
import type { Refusal } from '../operation/refusal';
import { userIds } from './parameters';

/** `BulkMemberResult`: the page answers 200 even when every member failed. */
const isMemberResult = (json: unknown): json is Members =>
	isObject(json) &&
	Array.isArray(json.succeeded) &&
	json.succeeded.every((id) => typeof id === 'string') &&
	Array.isArray(json.failed) &&
	json.failed.every((failure) => isObject(failure) && typeof failure.id === 'string');

export const withMembers: Shape = ({ json }) => isMemberResult(json);

export const bulkOf = (done: string): Bulk => ({
	of: userIds,
	each: 'userId',
	done,
	outcome: ({ json }: Answer) => {
		const { succeeded, failed } = json as Members;
		return { succeeded, failed: failed.map(({ id, error }) => ({ id, error: String(error) })) };
	},
});

/** What the pages of departments document beside 200. */
export const refusals: readonly Refusal[] = [
	{
		status: 400,
		message: "The client directory didn't accept the IDs",
		description: "Check 'User IDs', 'Department ID' and 'Client ID': one of them isn't formed as it should be.",
	},
	{
		status: 403,
		message: "The credential has no rights for the client of 'Client ID'",
		description: "Check 'Client ID', or have the credential's account given rights for this client.",
	},
	{
		status: 404,
		message: "The department of 'Department ID' or the client of 'Client ID' doesn't exist",
		description:
			"Check 'Department ID' and 'Client ID', and that the credential's 'Base URL' ends as the API's does (such as /v2).",
	},
];
