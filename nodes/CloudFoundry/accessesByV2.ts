import type { IDataObject } from 'n8n-workflow';

import type { AccessSource, Read, Reader, Refused, Values } from '../operation/model';
import { orRefused, read, variantOf, whileMoving } from '../operation/model';
import type { V2Place } from './accessRows';
import { rowOfV2 } from './accessRows';
import { everyRole } from './everyRole';
import { organization, space } from './existence';
import { v2HoldersIn } from './holders';
import { get } from './operations/get';
import { inOrganization as organizationPlace, inSpace as spacePlace } from './oneRole';
import { organizationGuid } from './parameters';
import { guidOf, textIn, v2List, v2Spaces } from './reads';
import { list } from './roles';
import type { Role } from './spaceRoles';
import { changing, steadily } from './steadily';
import { unknownOrganization } from './unknownRefusals';
import { v2Docs, v2Missing } from './versions';

type Rows = readonly IDataObject[];

/** v2 has a list for each role, but none of space supporters. */
const usersOfOrganization = v2HoldersIn(organizationPlace);
const usersOfSpace = v2HoldersIn(spacePlace);

const everything = { ...list, docs: v2Docs, path: {}, refusals: v2Missing } as const;
const organizations = read({ ...everything, route: 'GET /v2/organizations', gives: v2List });
const spaces = read({ ...everything, route: 'GET /v2/spaces', gives: v2Spaces });
const spacesInside = read({
	...everything,
	route: 'GET /v2/organizations/{guid}/spaces',
	path: { guid: organizationGuid },
	refusals: [...v2Missing, ...unknownOrganization],
	gives: v2Spaces,
});

export const listsOfV2: readonly Read[] = [
	organizations,
	...usersOfOrganization.map(([, one]) => one),
	spaces,
	spacesInside,
	...usersOfSpace.map(([, one]) => one),
];

const placeOf = (found: IDataObject): V2Place => ({
	organizationGuid: String(guidOf(found)),
	organizationName: textIn(found, 'name') ?? null,
});

/** It was there a moment ago. */
const gone = (refused: Refused): Refused =>
	whileMoving({ ...refused, description: 'Cloud Foundry had listed it. Nothing is concluded from it. Try again.' });

const placesIn =
	(lists: ReadonlyArray<readonly [string, Read]>) =>
	async (values: Values, place: V2Place, reader: Reader): Promise<Rows | Refused> => {
		const rows: IDataObject[] = [];
		for (const [role, users] of lists) {
			const found = await steadily(reader, users, values);
			if ('message' in found) return found.status === 404 ? gone(found) : found;
			rows.push(...found.map((user) => rowOfV2(user, role, place)));
		}
		return rows;
	};

const inTheOrganization = placesIn(usersOfOrganization);
const inTheSpace = placesIn(usersOfSpace);

/** Read one after the other, so that a space may be of an organization that came later. */
const newer: Refused = whileMoving({
	message: "Cloud Foundry gave a space of an organization that it didn't list",
	description: 'Nothing is concluded from it. Try again.',
});

type Places = Map<unknown, V2Place>;

const rolesInOrganizations = (list: Read, values: Values, places: Places): AccessSource => ({
	list,
	values,
	lookInto: async (found, reader) => {
		const place = placeOf(found);
		places.set(place.organizationGuid, place);
		return await inTheOrganization({ organizationGuid: place.organizationGuid }, place, reader);
	},
});

const rolesInSpaces = (list: Read, values: Values, places: Places): AccessSource => ({
	list,
	values,
	lookInto: async (found, reader) => {
		const place = places.get((found.entity as IDataObject).organization_guid);
		return place ? await inTheSpace({ spaceGuid: String(guidOf(found)) }, { ...place, space: found }, reader) : newer;
	},
});

const saidOf = (roles: readonly Role[]): string =>
	JSON.stringify(roles.map(({ type, organizationGuid: guid, space: inside }) => [type, guid, inside?.guid]));

const pageful = v2List.paging?.most ?? 0;

/** All roles of a user, with what their places are called. */
const rolesOf = async (user: IDataObject, values: Values, reader: Reader): Promise<Rows | Refused> =>
	await orRefused(async () => {
		const roles = await everyRole(values, reader);
		if (roles.length > pageful && saidOf(await everyRole(values, reader.fresh())) !== saidOf(roles)) return changing;
		const places: Places = new Map();
		for (const { space: inside, seen } of roles) if (!inside) places.set(guidOf(seen), placeOf(seen));
		const rows: IDataObject[] = [];
		for (const { type, organizationGuid: guid, space: inside, seen } of roles) {
			const [known] = places.has(guid) ? [] : await namedBy(guid, reader);
			if (known) places.set(guid, placeOf(known));
			const place = places.get(guid) ?? { organizationGuid: guid, organizationName: null };
			rows.push(rowOfV2(user, type, inside ? { ...place, space: seen } : place));
		}
		return rows;
	});

/** An organization in whose spaces somebody has a role without being a member; what it is called may not be shown. */
const namedBy = async (guid: string, reader: Reader): Promise<Rows> => {
	const found = await reader.read(organization, { organizationGuid: guid, apiVersion: 'v2' });
	return 'message' in found ? [] : found;
};

/** By v2 the lists of each place; those of a user where one is asked for. */
export const accessesByV2 = async (values: Values, reader: Reader): Promise<readonly AccessSource[] | Refused> => {
	const places: Places = new Map();
	if (values.of === 'everybody')
		return [rolesInOrganizations(organizations, {}, places), rolesInSpaces(spaces, {}, places)];
	const one = { user: get, organization, space }[values.of as 'organization' | 'space' | 'user'];
	const list = await variantOf(one, values, reader);
	if ('message' in list) return list;
	if (values.of === 'user') return [{ list, values, lookInto: async (user) => await rolesOf(user, values, reader) }];
	if (values.of === 'organization')
		return [rolesInOrganizations(list, values, places), rolesInSpaces(spacesInside, values, places)];
	const found = await reader.read(list, values);
	if ('message' in found) return found;
	const { organization_guid: around } = found[0].entity as IDataObject;
	const [known] = await namedBy(String(around), reader);
	places.set(around, known ? placeOf(known) : { organizationGuid: String(around), organizationName: null });
	return [rolesInSpaces(list, values, places)];
};
