import type { Refusal } from '../operation/model';

const noRights: Refusal = {
	status: 403,
	message: "The credential has no rights for the client of 'Client ID'",
	description: "Check 'Client ID', or have the credential's account given rights for this client.",
};

const baseUrlHint = "and that the credential's 'Base URL' ends as the API's does (such as /v2).";

/** A 404 names in its details what is missing. */
const missing = (detail: string, message: string, label: string): Refusal => ({
	status: 404,
	detail,
	message,
	description: `Check '${label}'.`,
});

const noClient = missing('client_id', "The client of 'Client ID' doesn't exist", 'Client ID');

const noDepartment: Refusal = {
	status: 404,
	message: "The department of 'Department' or the client of 'Client ID' doesn't exist",
	description: `Check 'Department' and 'Client ID', ${baseUrlHint}`,
};

export const unknownDepartment: readonly Refusal[] = [
	noRights,
	missing('department_id', "The department of 'Department' doesn't exist", 'Department'),
	noClient,
	noDepartment,
];

/** What the pages of department members document beside 200. */
export const refusals: readonly Refusal[] = [
	{
		status: 400,
		message: "The client directory didn't accept the IDs",
		description: "Check 'Users', 'Department' and 'Client ID': one of them isn't formed as it should be.",
	},
	...unknownDepartment,
];

export const unknownClient: readonly Refusal[] = [
	noRights,
	{
		status: 404,
		message: "The client of 'Client ID' doesn't exist",
		description: `Check 'Client ID', ${baseUrlHint}`,
	},
];

export const unknownUser: readonly Refusal[] = [
	noRights,
	missing('user_id', "The user of 'User' doesn't exist", 'User'),
	noClient,
	{
		status: 404,
		message: "The user of 'User' or the client of 'Client ID' doesn't exist",
		description: `Check 'User' and 'Client ID', ${baseUrlHint}`,
	},
];

/** Of a user who is read as one of the members of a change. */
export const unknownMember: readonly Refusal[] = [
	noRights,
	missing('user_id', "A user of 'Users' doesn't exist", 'Users'),
	noClient,
	{
		status: 404,
		message: "A user of 'Users' or the client of 'Client ID' doesn't exist",
		description: `Check 'Users' and 'Client ID', ${baseUrlHint}`,
	},
];
