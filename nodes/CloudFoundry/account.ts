import type { IDataObject } from 'n8n-workflow';

import type { Reader, Refused, Values } from '../operation/model';
import { isObject, read, variantOf } from '../operation/model';
import { getAllOrganizations } from './operations/getAllOrganizations';
import { everyScope, toSeeAll } from './rights';
import { root, v3Docs } from './versions';

export const needs = `a credential with ${toSeeAll}`;

/** Korifi tells who asks: its tokens are those of the cluster (api/handlers/whoami.go). */
const whoAmI = read({
	name: 'Who Am I',
	action: 'Read own account',
	description: 'Whose token it is',
	docs: v3Docs,
	route: 'GET /whoami',
	path: {},
	gives: { items: (json) => (isObject(json) && typeof json.name === 'string' ? [json] : undefined) },
});

/** The first question of a run makes a token. */
export const claimsBy = async (reader: Reader): Promise<IDataObject | Refused> => {
	const known = reader.claims();
	if (known) return known;
	const answer = await reader.read(root, {});
	const isUnanswered = 'message' in answer && answer.status !== 404;
	return reader.claims() ?? (isUnanswered ? answer : {});
};

export const isRefused = (found: IDataObject | Refused): found is Refused =>
	'message' in found && 'description' in found;

const scopesOf = ({ scope }: IDataObject): unknown[] => (Array.isArray(scope) ? scope : String(scope ?? '').split(' '));

export const seesAll = (claims: IDataObject): boolean =>
	scopesOf(claims).some((scope) => everyScope.includes(String(scope)));

/** Tokens of the UAA always say what they are for; others say nothing about Cloud Foundry. */
export const saysNothing = ({ scope }: IDataObject): boolean => scope === undefined;

/** The account's own GUID; a client has its ID for one (lib/cloud_controller/security_context). */
export const ownGuid = async (claims: IDataObject, reader: Reader): Promise<unknown> => {
	if (!saysNothing(claims)) return claims.user_id ?? claims.client_id;
	const answer = await reader.read(whoAmI, {});
	return 'message' in answer ? undefined : answer[0].name;
};

/** Whether the token had expired, or was taken back: what it says may not hold for the one that comes after it. */
export const isRenewed = async (claims: IDataObject, values: Values, reader: Reader): Promise<boolean> => {
	const anything = await variantOf(getAllOrganizations, values, reader);
	if ('message' in anything) return false;
	await reader.send(anything, {});
	return JSON.stringify(reader.claims() ?? {}) !== JSON.stringify(claims);
};
