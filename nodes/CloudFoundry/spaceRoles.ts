import type { IDataObject } from 'n8n-workflow';

import type { Read, Reader, Refused, Values } from '../operation/words';
import { isObject } from '../operation/words';
import { organizationOf, spaceOf } from './reads';
import { rolesOfUser, v2SpaceLists } from './roles';
import { isV3, mayAskV3 } from './versions';

type Found = readonly IDataObject[] | Refused;

/** What was read; throws where it couldn't be. */
const readable = (read: Found): readonly IDataObject[] => {
	if ('message' in read) throw Object.assign(new Error(read.message), { description: read.description });
	return read;
};

/** What a list holds; throws where it can't be read. */
export const objects = async (reader: Reader, list: Read, values: Values): Promise<readonly IDataObject[]> =>
	readable(await reader.read(list, values));

/** All roles of a user; `undefined` where v2 has to tell: where v3 isn't asked, or is older than its list of roles. */
export const rolesInV3 = async (values: Values, reader: Reader): Promise<readonly IDataObject[] | undefined> => {
	if (!(await mayAskV3(values, reader))) return undefined;
	const read: Found = await reader.read(rolesOfUser, values);
	const isMissing = 'message' in read && read.status === 404;
	return isMissing && (await isV3(values, reader)) === false ? undefined : readable(read);
};

interface SpaceRole {
	readonly role: string;
	readonly organizationGuid: unknown;
	readonly spaceGuid: unknown;
	readonly spaceName: unknown;
}

/** Those of a user's roles of v3 that are in spaces. */
export const inSpaces = (roles: readonly IDataObject[]): SpaceRole[] =>
	roles.flatMap((role) => {
		const { space } = role;
		if (!isObject(space)) return [];
		return [
			{
				role: String(role.type).replace(/^space_/, ''),
				organizationGuid: organizationOf(space),
				spaceGuid: spaceOf(role),
				spaceName: space.name,
			},
		];
	});

export const inV2Spaces = async (values: Values, reader: Reader): Promise<SpaceRole[]> => {
	const found: SpaceRole[] = [];
	for (const [role, list] of Object.entries(v2SpaceLists))
		for (const { metadata, entity } of await objects(reader, list, values))
			if (isObject(entity) && isObject(metadata))
				found.push({
					role,
					organizationGuid: entity.organization_guid,
					spaceGuid: metadata.guid,
					spaceName: entity.name,
				});
	return found;
};

/** The roles that a user has in spaces of the organization of a change; v2 doesn't tell of space supporters. */
export const spaceRoles = async (values: Values, reader: Reader): Promise<SpaceRole[]> => {
	const roles = await rolesInV3(values, reader);
	const everywhere = roles ? inSpaces(roles) : await inV2Spaces(values, reader);
	return everywhere.filter(({ organizationGuid }) => organizationGuid === values.organizationGuid);
};
