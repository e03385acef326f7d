import type { IDataObject } from 'n8n-workflow';

import type { Read, Reader, Refused, Values } from '../operation/model';
import { isObject, otherSpelling, read } from '../operation/model';
import { asV3Value, spaceGuids, userGuid } from './parameters';
import { guidOf, organizationOf, spaceOf, userOf, v3Spaces } from './reads';
import { toSee } from './rights';
import { list, mostAtOnce, notAskedFor, rolesOfUser, v2SpaceLists } from './roles';
import { isV3 } from './versions';

const failing = ({ message, description }: Refused) => Object.assign(new Error(message), { description });

/** What a list holds; throws where it can't be read. */
export const objects = async (reader: Reader, list: Read, values: Values): Promise<readonly IDataObject[]> => {
	const found = await reader.read(list, values);
	if ('message' in found) throw failing(found);
	return found;
};

/** The spaces of roles whose list didn't bring them. */
const spacesOf = read({
	...list,
	name: 'List Spaces',
	action: 'List spaces',
	description: 'Whose spaces are, and what they are called',
	route: 'GET /v3/spaces',
	path: {},
	query: { guids: spaceGuids },
	gives: v3Spaces,
});

/** Roles with the spaces that their list left out: the organization of each has to be known. */
const withSpaces = async (roles: readonly IDataObject[], reader: Reader): Promise<readonly IDataObject[]> => {
	const isKnown = ({ space }: IDataObject) => !isObject(space) || organizationOf(space) !== undefined;
	const guids = [...new Set(roles.filter((role) => !isKnown(role)).map((role) => String(spaceOf(role))))];
	const spaces = new Map<string, IDataObject>();
	for (let from = 0; from < guids.length; from += mostAtOnce) {
		const some = guids.slice(from, from + mostAtOnce);
		for (const space of await objects(reader, spacesOf, { spaceGuids: some.map(asV3Value).join(',') }))
			spaces.set(String(space.guid), space);
	}
	const unknown = guids.find((guid) => !spaces.has(guid));
	if (unknown !== undefined) throw notShown(unknown);
	return roles.map((role) => (isKnown(role) ? role : { ...role, space: spaces.get(String(spaceOf(role))) }));
};

const notShown = (guid: string) =>
	failing({
		message: `Cloud Foundry doesn't show the space ${guid}, in which the user has a role`,
		description: `Use a credential that sees it. That takes ${toSee.space}.`,
	});

/** All roles of a user; `undefined` where v2 has to tell. */
export const rolesInV3 = async (values: Values, reader: Reader): Promise<readonly IDataObject[] | undefined> => {
	const isNewer = await isV3(values, reader);
	if (typeof isNewer !== 'boolean') throw failing(isNewer);
	if (!isNewer) return undefined;
	const roles = await objects(reader, rolesOfUser, values);
	const isOther = roles.some((role) => userOf(role) !== values.userGuid);
	if (isOther) throw failing(otherSpelling(roles.map(userOf), userGuid, values) ?? notAskedFor);
	return await withSpaces(roles, reader);
};

/** One access of a user. */
export interface Role {
	/** As v3 calls it. */
	readonly type: string;
	readonly organizationGuid: string;
	/** Of a role in a space. */
	readonly space?: { readonly guid: string; readonly name: unknown };
	/** What was read, as the state of a change of that role reads it. */
	readonly seen: IDataObject;
}

export const byV3 = (roles: readonly IDataObject[]): Role[] =>
	roles.map((seen) => {
		const { type, space } = seen;
		const inside = isObject(space) ? { guid: String(spaceOf(seen)), name: space.name } : undefined;
		const organizationGuid = String(organizationOf(isObject(space) ? space : seen));
		return { type: String(type), organizationGuid, space: inside, seen };
	});

export const byV2Spaces = async (values: Values, reader: Reader): Promise<Role[]> => {
	const roles: Role[] = [];
	for (const [kind, list] of Object.entries(v2SpaceLists))
		for (const seen of await objects(reader, list, values)) {
			const { organization_guid: organizationGuid, name } = seen.entity as IDataObject;
			const space = { guid: String(guidOf(seen)), name };
			const type = `space_${kind}`;
			roles.push({ type, organizationGuid: String(organizationGuid), space, seen });
		}
	return roles;
};

/** Those in spaces, as results and messages name them. */
export const inSpaces = (roles: readonly Role[]) =>
	roles.flatMap(({ type, organizationGuid, space }) =>
		space
			? [{ role: type.replace(/^space_/, ''), organizationGuid, spaceGuid: space.guid, spaceName: space.name }]
			: [],
	);

/** The roles that a user has in spaces of the organization of a change; v2 doesn't tell of space supporters. */
export const spaceRoles = async (values: Values, reader: Reader) => {
	const roles = await rolesInV3(values, reader);
	const everywhere = inSpaces(roles ? byV3(roles) : await byV2Spaces(values, reader));
	return everywhere.filter(({ organizationGuid }) => organizationGuid === values.organizationGuid);
};
