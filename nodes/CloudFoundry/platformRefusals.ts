import type { Refusal } from '../operation/model';
import { scopeToChange, toAdminister, toChange, toRead, toReadUsersByV2 } from './rights';

/** The end of an advice: v3 helps where v2 was chosen; `auto` took v2 because the platform has no v3 with roles. */
export const orV3 = (apiVersion: unknown): string =>
	apiVersion === 'v2' ? ", or set 'API Version' to V3 where the platform has it (3.80 or newer)" : '';

/** By nginx in front of the API, or by the API that has no such routes any more: either way nothing was done. */
export const v2Off: Refusal = {
	status: 404,
	message: 'This Cloud Foundry has API v2 switched off',
	description: '',
};

export const v2OffSigns: ReadonlyArray<Pick<Refusal, 'says' | 'code'>> = [
	{ says: /^V2 endpoints disabled/ },
	{ code: 'CF-NotFound' },
];

/** For all but removals, which are open to managers of the organization too (app/access/user_access.rb). */
export const v2Closed: Refusal = {
	status: 403,
	code: 'CF-NotAuthorized',
	message: 'API v2 of Cloud Foundry allows this to administrators alone',
	description: `By v2, it needs ${toAdminister}; to read users, ${toReadUsersByV2} is enough.`,
};

/** For a missing scope, v3 answers the same as for a missing role (application_controller.rb); for a suspended organization, v2 does. */
const noRights = (place: keyof typeof toChange): Refusal => ({
	status: 403,
	code: 'CF-NotAuthorized',
	message: `The account of the credential has no rights for this: it takes ${toChange[place]}`,
	description:
		'Have the account given that, or use another credential. Where the organization is suspended, only the second helps.',
});

/** Of changes. */
export const noRightsIn = { organization: noRights('organization'), space: noRights('space') } as const;

/** Whether v2 helps, only its root tells. */
export const noSuchV3: Refusal = {
	status: 404,
	code: 'CF-NotFound',
	message: "This Cloud Foundry doesn't offer what is needed of API v3",
	description: 'It may be too old, or offer a part of API v3 alone, as Korifi does.',
};

/** Whatever is asked for. */
export const everywhere: readonly Refusal[] = [
	{
		code: 'CF-NotAuthorized',
		message: 'The account of the credential has no rights for this',
		description: `To read, it needs ${toRead}. To change, it needs ${toChange.organization}.`,
	},
	{
		code: 'CF-InsufficientScope',
		message: `The credential's token has no scope for this: it takes ${scopeToChange}`,
		description: `To read, ${toRead} is enough. Have the account given the scope, or use another credential.`,
	},
	{
		code: 'CF-UaaUnavailable',
		message: "Cloud Foundry can't reach its UAA",
		description: 'Try again later.',
		passing: true,
	},
	{
		code: 'CF-ServiceUnavailable',
		message: "Cloud Foundry's API isn't available",
		description: 'Try again later.',
		passing: true,
	},
	// nginx_maintenance.conf.erb of https://github.com/cloudfoundry/capi-release
	{
		status: 503,
		says: /^API down for maintenance/,
		message: "Cloud Foundry's API is down for maintenance",
		description: 'Try again when that is over.',
		passing: true,
	},
];
