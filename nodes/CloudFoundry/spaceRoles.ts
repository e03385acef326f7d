import type { IDataObject } from 'n8n-workflow';

import { isObject } from '../operation/answer';
import type { Operation, Reader } from '../operation/operation';
import type { Values } from '../operation/parameter';
import type { Refused } from '../operation/refusal';
import { organizationOf, spaceOf } from './reads';
import { rolesOfUser, v2SpaceLists } from './roles';
import { mayAskV3 } from './versions';

/** What a list holds; throws where it can't be read. */
export const objects = async (
	reader: Reader,
	operation: Operation,
	values: Values,
): Promise<readonly IDataObject[]> => {
	const read: readonly IDataObject[] | Refused = await reader.read(operation, values);
	if ('message' in read) throw Object.assign(new Error(read.message), { description: read.description });
	return read;
};

interface SpaceRole {
	readonly role: string;
	readonly spaceGuid: unknown;
	readonly spaceName: unknown;
}

/** Those of a user's roles of v3 that are in spaces of an organization. */
export const inSpaces = (roles: readonly IDataObject[], { organizationGuid: organization }: Values): SpaceRole[] =>
	roles.flatMap((role) => {
		const space = isObject(role.space) ? role.space : undefined;
		if (!space || organizationOf(space) !== organization) return [];
		return [{ role: String(role.type).replace(/^space_/, ''), spaceGuid: spaceOf(role), spaceName: space.name }];
	});

export const inV2Spaces = async (values: Values, reader: Reader): Promise<SpaceRole[]> => {
	const found: SpaceRole[] = [];
	for (const [role, list] of Object.entries(v2SpaceLists))
		for (const { metadata, entity } of await objects(reader, list, values))
			if (isObject(entity) && isObject(metadata) && entity.organization_guid === values.organizationGuid)
				found.push({ role, spaceGuid: metadata.guid, spaceName: entity.name });
	return found;
};

/** The roles that a user has in spaces of an organization; v2 doesn't tell of space supporters. */
export const spaceRoles = async (values: Values, reader: Reader): Promise<SpaceRole[]> =>
	(await mayAskV3(values, reader))
		? inSpaces(await objects(reader, rolesOfUser, values), values)
		: await inV2Spaces(values, reader);
