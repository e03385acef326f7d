import type { Change, Read, Reader, Refused, Values } from '../operation/model';
import { read } from '../operation/model';
import { get } from './operations/get';
import { apiVersion, organizationGuid, spaceGuid } from './parameters';
import { v2One, v3One } from './reads';
import { unknownOrganization, unknownSpace } from './unknownRefusals';
import { membershipIn, membershipRole } from './roles';
import { inVersions } from './variants';
import { orByUsername } from './unseenRefusals';
import { isV3, v2Docs } from './versions';

const v2 = read({
	name: 'Get',
	action: 'Get organization',
	description: 'Read an organization',
	docs: v2Docs,
	route: 'GET /v2/organizations/{guid}',
	path: { guid: organizationGuid },
	chooses: [apiVersion],
	gives: v2One,
	refusals: unknownOrganization,
});

export const organization = inVersions(
	v2,
	read({
		...v2,
		route: 'GET /v3/organizations/{guid}',
		path: { guid: organizationGuid },
		gives: v3One,
	}),
);

export const space = inVersions(
	read({
		...v2,
		action: 'Get space',
		description: 'Read a space',
		route: 'GET /v2/spaces/{guid}',
		path: { guid: spaceGuid },
		refusals: unknownSpace,
	}),
	read({
		...v2,
		action: 'Get space',
		description: 'Read a space',
		route: 'GET /v3/spaces/{guid}',
		path: { guid: spaceGuid },
		gives: v3One,
		refusals: unknownSpace,
	}),
);

const unseenIn = async (reads: readonly Read[], values: Values, reader: Reader): Promise<Refused | undefined> => {
	for (const read of reads) {
		const found = await reader.read(read, values);
		if ('message' in found) return found;
	}
	return undefined;
};

type Unseen = (values: Values, reader: Reader, had?: boolean) => Promise<Refused | undefined>;

/**
 * Why "no role" can't be concluded. v3 gives no roles for users and places that don't exist, and hides those of places that the
 * account may not see (app/fetchers/role_list_fetcher.rb); v2's lists of a user hide none, and tell whether the user exists.
 * What was seen before exists, and may well be out of sight once it has gone.
 */
const unseenAt =
	(place: Read): Unseen =>
	async (values, reader, had = false) => {
		const isHiding = (await isV3(values, reader)) === true;
		const user = isHiding && !had ? [get] : [];
		return await unseenIn(isHiding || !had ? [place, ...user] : [], values, reader);
	};

/** The same of what gives access, which has another way. */
const toGive =
	(unseen: Unseen): Unseen =>
	async (values, reader, had) => {
		const refused = await unseen(values, reader, had);
		return refused && orByUsername(refused);
	};

export const unseen = unseenAt(organization);
export const unseenInSpace = unseenAt(space);
export const unseenToGive = toGive(unseen);
export const unseenToGiveInSpace = toGive(unseenInSpace);

/** By v3 a membership ends with its role, which has to be found first. */
export const findRole: Change['prepare'] = async (values, reader) => {
	const roles = await reader.read(membershipRole, values);
	if ('message' in roles) return roles;
	const found = membershipIn(roles, values);
	if ('message' in found) return found;
	if (found.role) return { ...values, roleGuid: String(found.role.guid) };
	return (await unseen(values, reader)) ?? 'unchanged';
};

/**
 * Nobody is added who isn't there: v3 creates a user that doesn't exist (roles_controller.rb), v2 answers 500 for one, and
 * for a place (users_controller.rb). By username, v3 itself looks for the user. Where v2 keeps the account from reading, it goes on: it says by itself who may add.
 */
const findAt =
	(place: Read): Change['prepare'] =>
	async (values, reader) => {
		const user = values.userGuid === undefined ? undefined : await unseenIn([get], values, reader);
		if ((await isV3(values, reader)) === true) return user ? orByUsername(user) : values;
		const refused = user ?? (await unseenIn([place], values, reader));
		return refused === undefined || refused.status === 403 ? values : refused;
	};

export const findBoth = findAt(organization);
export const findUserAndSpace = findAt(space);
