import type { IDataObject } from 'n8n-workflow';

import type { Read, Reader, Refused, Values } from '../operation/words';
import { isObject } from '../operation/words';
import { guidOf, organizationOf, spaceOf } from './reads';
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

/** One access of a user. */
export interface Role {
	/** As v3 calls it. */
	readonly type: string;
	readonly organizationGuid: string;
	/** Of a role in a space. */
	readonly space?: { readonly guid: string; readonly name: unknown };
	/** The version that tells of it. */
	readonly apiVersion: 'v2' | 'v3';
	/** What was read, as the state of a change of that role reads it. */
	readonly seen: IDataObject;
}

export const byV3 = (roles: readonly IDataObject[]): Role[] =>
	roles.map((seen) => {
		const { type, space } = seen;
		const inside = isObject(space) ? { guid: String(spaceOf(seen)), name: space.name } : undefined;
		const organizationGuid = String(organizationOf(isObject(space) ? space : seen));
		return { type: String(type), organizationGuid, space: inside, apiVersion: 'v3', seen };
	});

export const byV2Spaces = async (values: Values, reader: Reader): Promise<Role[]> => {
	const roles: Role[] = [];
	for (const [kind, list] of Object.entries(v2SpaceLists))
		for (const seen of await objects(reader, list, values)) {
			const { organization_guid: organizationGuid, name } = seen.entity as IDataObject;
			const space = { guid: String(guidOf(seen)), name };
			const type = `space_${kind}`;
			roles.push({ type, organizationGuid: String(organizationGuid), space, apiVersion: 'v2', seen });
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
