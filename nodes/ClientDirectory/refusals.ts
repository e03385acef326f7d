import type { Parameter, Refusal } from '../operation/model';
import { departmentId, userId, userIds } from './parameters';

const noRights: Refusal = {
	status: 403,
	message: 'The credential has no rights for the client {clientId}',
	description: "Check 'Client ID', or have the credential's account given rights for this client.",
};

type Missing = Readonly<Record<string, Parameter>>;

/** Of an answer that isn't the API's: its own names what is missing, or at least says that something is. */
const baseUrlHint = "and that the credential's 'Base URL' ends as the API's does (such as /v2).";

/** A 404 names in its details what is missing. */
const missingIn = (detail: string, what: string, label: string, missing?: Missing): Refusal => ({
	status: 404,
	detail,
	message: `The ${what} doesn't exist`,
	description: `Check '${label}'.`,
	missing,
});

const noClient = missingIn('client_id', 'client {clientId}', 'Client ID');

/** A 404 that doesn't say which of several is missing. */
const oneOf = (what: string, labels: string, missing?: Missing): readonly Refusal[] => {
	const told = { status: 404, message: `The ${what} doesn't exist`, missing };
	return [
		{ ...told, code: 'not_found', description: `Check ${labels}.` },
		{ ...told, description: `Check ${labels}, ${baseUrlHint}` },
	];
};

export const unknownDepartment: readonly Refusal[] = [
	noRights,
	missingIn('department_id', 'department {departmentId}', 'Department', { departmentId }),
	noClient,
	...oneOf('department {departmentId} or the client {clientId}', "'Department' and 'Client ID'", { departmentId }),
];

/** What the pages of department members document beside 200. */
export const refusals: readonly Refusal[] = [
	{
		status: 400,
		message: "The client directory didn't accept the IDs",
		description: "Check 'Users', 'Department' and 'Client ID': one of them isn't formed as it should be.",
		missing: { departmentId, userIds },
	},
	...unknownDepartment,
];

export const unknownClient: readonly Refusal[] = [noRights, ...oneOf('client {clientId}', "'Client ID'")];

/** `of`: what the user was given by. */
const unknownUserOf = (label: string, of: Parameter): readonly Refusal[] => [
	noRights,
	missingIn('user_id', 'user {userId}', label, { userId: of }),
	noClient,
	...oneOf('user {userId} or the client {clientId}', `'${label}' and 'Client ID'`, { userId: of }),
];

export const unknownUser = unknownUserOf('User', userId);

/** Of a user who is read as one of the members of a change. */
export const unknownMember = unknownUserOf('Users', userIds);
