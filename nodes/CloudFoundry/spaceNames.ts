import type { IDataObject } from 'n8n-workflow';

import type { Given, Lookup, Parameter } from '../operation/model';
import { isObject, objectsIn, read, refuse, text } from '../operation/model';
import { asV3Value, organizationGuids } from './parameters';
import { guidOf, organizationOf, textIn, v3List, v3Spaces } from './reads';
import { toSee } from './rights';
import { list, mostAtOnce } from './roles';

/** A space is called by its organization and its own name; names may hold slashes, so each of them may be the one between. */
const partsOf = (word: string): string[] => {
	const parts = word.split('/');
	const names = parts.map((_, index) => parts.slice(index).join('/').trim()).filter((name) => name !== '');
	return names.length > 1 ? names.slice(1) : names;
};

/** In a list of v3: every name that the space of such a word may have. */
export const spaceCalled: Parameter = {
	...text({ displayName: 'Space', name: 'spaceCalled', description: 'Spaces of organization/space' }),
	wire: (word) => partsOf(String(word)).map(asV3Value).join(','),
};

/** By v2 the organization stands in the space; by v3 it comes beside it. */
const organizationIn = ({ entity, organization }: IDataObject): IDataObject | undefined => {
	const found = isObject(entity) ? entity.organization : organization;
	return isObject(found) ? found : undefined;
};

/** What tells a space from those of the same name; its own name alone where its organization isn't shown. */
export const pathOf = (space: IDataObject): string => {
	const organization = organizationIn(space);
	const name = textIn(space, 'name') ?? String(guidOf(space));
	return organization === undefined ? name : `${textIn(organization, 'name') ?? String(guidOf(organization))}/${name}`;
};

/** Spaces of v3, each with its organization where the answer brings that along; Korifi's doesn't. */
export const v3SpacesWithOrganizations: Given = {
	...v3Spaces,
	items: (json) => {
		const included = isObject(json) && isObject(json.included) ? objectsIn(json.included.organizations) : undefined;
		const byGuid = new Map(included?.map((one) => [one.guid, one]));
		return v3Spaces
			.items(json)
			?.map((space) => ({ ...space, organization: byGuid.get(String(organizationOf(space))) }));
	},
};

const organizationsOf = read({
	...list,
	name: 'List Organizations',
	action: 'List organizations',
	description: 'What the organizations of spaces are called',
	route: 'GET /v3/organizations',
	path: {},
	query: { guids: organizationGuids },
	gives: v3List,
});

/** Korifi leaves organizations out: there they are read by their GUIDs. */
export const withOrganizations: Lookup['completed'] = async (spaces, reader) => {
	const lacking = spaces.filter((space) => organizationIn(space) === undefined && !isObject(space.entity));
	const guids = [...new Set(lacking.map((space) => String(organizationOf(space))))];
	const known = new Map<unknown, IDataObject>();
	for (let from = 0; from < guids.length; from += mostAtOnce) {
		const some = guids.slice(from, from + mostAtOnce).map(asV3Value);
		const found = await reader.read(organizationsOf, { organizationGuids: some.join(',') });
		if ('message' in found) return found;
		for (const organization of found) known.set(organization.guid, organization);
	}
	const complete = (space: IDataObject) => ({ ...space, organization: known.get(organizationOf(space)) });
	const all = spaces.map((space) => (lacking.includes(space) ? complete(space) : space));
	const unknown = all.find((space) => organizationIn(space) === undefined);
	return unknown === undefined
		? all
		: refuse(
				`Cloud Foundry doesn't show the organization of the space ${String(guidOf(unknown))}`,
				`Use the ID of the space, or a credential that sees the organization. That takes ${toSee.organization}.`,
			);
};

/** What tells spaces apart that one word fits. */
export const placeOf = (space: IDataObject): string =>
	`${textIn(space, 'name')} in organization ${textIn(organizationIn(space) ?? {}, 'name')}`;

/** All that a space is called by; its own name alone needs an ID beside it. */
export const wordsFor = (space: IDataObject): readonly unknown[] => {
	const name = textIn(space, 'name');
	const organization = textIn(organizationIn(space) ?? {}, 'name');
	if (name === undefined || organization === undefined) return [];
	return [`${organization}/${name}`, `${organization} / ${name}`, ...(name.includes('/') ? [] : [name])];
};
