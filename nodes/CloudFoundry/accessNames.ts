import type { IDataObject } from 'n8n-workflow';

import { isPassingStatus } from '../operation/wire';
import type { Read, Reader, Refused } from '../operation/model';
import { isObject, read, whileMoving } from '../operation/model';
import { namedUsers } from './accessParameters';
import { organizationAround } from './accessRows';
import { asV3Value, organizationGuids, spaceGuids } from './parameters';
import { organizationOf, spaceOf, userOf, v3List, v3Spaces } from './reads';
import { toSee } from './rights';
import { list, mostAtOnce } from './roles';

const listed = { ...list, path: {}, gives: v3List } as const;

/** v3, some of them by their GUIDs. */
const byGuids = {
	user: read({
		...listed,
		name: 'List Users',
		action: 'List users',
		description: 'What users are called',
		route: 'GET /v3/users',
		query: { guids: namedUsers },
	}),
	organization: read({
		...listed,
		name: 'List Organizations',
		action: 'List organizations',
		description: 'What organizations are called',
		route: 'GET /v3/organizations',
		query: { guids: organizationGuids },
	}),
	space: read({
		...listed,
		name: 'List Spaces',
		action: 'List spaces',
		description: 'Whose spaces are, and what they are called',
		route: 'GET /v3/spaces',
		query: { guids: spaceGuids },
		gives: v3Spaces,
	}),
};

type Kind = keyof typeof byGuids;

/** The reads of names that a list of roles left out. */
export const readsOfNames: readonly Read[] = Object.values(byGuids);

/** As many at once as an address of moderate length holds. */
export const inParts = (guids: readonly string[]): string[][] =>
	Array.from({ length: Math.ceil(guids.length / mostAtOnce) }, (_, index) =>
		guids.slice(index * mostAtOnce, (index + 1) * mostAtOnce),
	);

/** Several GUIDs as one value of a query. */
export const together = (guids: readonly string[]): string => guids.map(asV3Value).join(',');

/** The provider's own refusal of a question, which it would repeat. */
const isFinal = ({ status = 0 }: Refused): boolean =>
	status >= 400 && status < 500 && status !== 401 && !isPassingStatus(status);

const askedBy = { user: namedUsers, organization: organizationGuids, space: spaceGuids } as const;

/** Users and places that have been met in one reading; `null` where one isn't shown. */
export type Names = Record<Kind, Map<string, IDataObject | null>>;

export const noNames = (): Names => ({ user: new Map(), organization: new Map(), space: new Map() });

/** Reads those that aren't known yet. What the account isn't shown, or can't ask for, stays without a name. */
export const learn = async (
	names: Names,
	kind: Kind,
	wanted: readonly unknown[],
	reader: Reader,
): Promise<Refused | undefined> => {
	const known = names[kind];
	const unknown = [...new Set(wanted)].filter((guid): guid is string => typeof guid === 'string' && !known.has(guid));
	for (const some of inParts(unknown)) {
		const found = await reader.read(byGuids[kind], { [askedBy[kind].property.name]: together(some) });
		if ('message' in found && !isFinal(found)) return found;
		for (const guid of some) known.set(guid, null);
		if ('message' in found) continue;
		for (const one of found) known.set(String(one.guid), one);
	}
	return undefined;
};

const notShown = (guid: unknown): Refused =>
	whileMoving({
		message: `Cloud Foundry doesn't show the space ${String(guid)}, in which there is a role`,
		description: `Use a credential that sees it. That takes ${toSee.space}.`,
	});

const met = (names: Names, roles: readonly IDataObject[]): void => {
	for (const { user, organization, space } of roles)
		for (const [kind, one] of Object.entries({ user, organization, space }))
			if (isObject(one) && (kind !== 'space' || organizationOf(one) !== undefined))
				names[kind as Kind].set(String(one.guid), one as IDataObject);
};

const placed = (names: Names, role: IDataObject): IDataObject => ({
	...role,
	space: names.space.get(String(spaceOf(role))),
});

/** Roles with the users and places that their list left out. */
export const withNames =
	(names: Names) =>
	async (roles: readonly IDataObject[], reader: Reader): Promise<readonly IDataObject[] | Refused> => {
		met(names, roles);
		const spaces = await learn(names, 'space', roles.map(spaceOf), reader);
		if (spaces) return spaces;
		const hidden = roles.map(spaceOf).find((guid) => guid !== undefined && !names.space.get(String(guid)));
		if (hidden !== undefined) return notShown(hidden);
		const inside = roles.map((role) => placed(names, role));
		const organizations = await learn(names, 'organization', inside.map(organizationAround), reader);
		const users = organizations ?? (await learn(names, 'user', inside.map(userOf), reader));
		if (users) return users;
		return inside.map((role) => ({
			...role,
			organization: names.organization.get(String(organizationAround(role))),
			user: names.user.get(String(userOf(role))),
		}));
	};
