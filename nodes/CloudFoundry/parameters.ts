import type { Parameter, Word } from '../operation/model';
import { choice, idList, idPicker, idText, mayBeEmpty, text } from '../operation/model';

export const userGuid = idPicker(
	{
		displayName: 'User',
		name: 'userGuid',
		placeholder: 'e.g. uaa-id-128',
		description: 'The user: from the list, by username, or by the ID that the user, or a client, has in the UAA',
	},
	'users',
	{ kind: 'username', fields: ['username'], lookup: 'users', placeholder: 'e.g. john.smith@example.com' },
);

export const userIds: Parameter = {
	...mayBeEmpty(
		idList(
			{
				displayName: 'Users',
				name: 'userIds',
				placeholder: 'e.g. uaa-id-128, uaa-id-129',
				description:
					"Everybody who is to be a member, by what 'Users Are' says: a list from an expression, JSON, or text with commas, spaces or new lines in between. Usernames that hold spaces need commas or new lines.",
			},
			{
				kind: 'username',
				fields: ['usernames', 'username'],
				one: ['username'],
				lookup: 'users',
				placeholder: 'e.g. john.smith@example.com',
			},
		),
	),
	also: ['userGuids'],
	alsoOne: ['userGuid'],
};

const organization = {
	displayName: 'Organization',
	name: 'organizationGuid',
	placeholder: 'e.g. 1cc9d243-1c0d-43f6-…',
	description: "The organization: from the list, by name, or by the GUID that 'cf org NAME --guid' prints",
};

const organizationName: Word = {
	kind: 'name',
	fields: ['organizationName'],
	lookup: 'organizations',
	placeholder: 'e.g. acme-production',
};

export const organizationGuid = idPicker(organization, 'organizations', organizationName);

/** An organization that the chosen user is a member of. */
export const heldOrganizationGuid = idPicker(organization, 'organizationsOfUser', organizationName);

export const apiVersion = choice(
	{ displayName: 'API Version', name: 'apiVersion', description: 'Which API of Cloud Foundry to use' },
	[
		{
			name: 'Auto',
			value: 'auto',
			description: 'V3 wherever the platform lists it with roles (3.80 or newer), else v2; found out once in a run',
		},
		{ name: 'V2', value: 'v2', description: 'The API that new platforms have switched off; mostly for administrators' },
		{ name: 'V3', value: 'v3', description: 'The API of today, where a membership is a role' },
	],
	'auto',
);

/** Found out by the node itself. */
export const roleGuid = idText({ displayName: 'Role GUID', name: 'roleGuid', description: 'The role of API v3' });

export const name = text({ displayName: 'Name', name: 'name', description: 'Only the organization of this name' });

export const username = text({
	displayName: 'Username',
	name: 'username',
	description: 'Only the user of this name; API v3 alone can do that',
});

/** What people type into the list of users. */
export const partOfUsername = text({
	displayName: 'Part of Username',
	name: 'partOfUsername',
	description: 'Users with this in their name',
});

export const memberOf = idText({
	displayName: 'Organization',
	name: 'organizationGuid',
	placeholder: 'e.g. 1cc9d243-1c0d-43f6-…',
	description: 'Only the users of this organization: plain members by API v2, holders of any role there by v3',
});

/** In a condition of v2 a semicolon is doubled, and the first operator alone separates (lib/vcap/rest_api/query.rb). */
export const inV2Condition = (parameter: Parameter): Parameter => ({
	...parameter,
	wire: (value) => `${parameter.property.name}:${String(value).replaceAll(';', ';;')}`,
});

/** v3 decodes each value of a list once more than the rest of a query (app/messages/base_message.rb). */
export const asV3Value = (value: unknown): string => String(value).replace(/[%,]/g, encodeURIComponent);

export const inV3List = (parameter: Parameter): Parameter => ({ ...parameter, wire: asV3Value });

export const spaceGuid = idPicker(
	{
		displayName: 'Space',
		name: 'spaceGuid',
		placeholder: 'e.g. 9decf038-91ca-4605-…',
		description:
			"The space: from the list, by name as organization/space, or by the GUID that 'cf space NAME --guid' prints",
	},
	'spaces',
	{ kind: 'name', fields: ['spaceName'], lookup: 'spaces', placeholder: 'e.g. acme-production/web' },
);

/** Found out by the node itself: several, with commas. */
export const organizationGuids = idText({
	displayName: 'Organization GUIDs',
	name: 'organizationGuids',
	description: 'Organizations of API v3',
});

export const spaceGuids = idText({ displayName: 'Space GUIDs', name: 'spaceGuids', description: 'Spaces of API v3' });

export const spaceName = text({ displayName: 'Name', name: 'name', description: 'Only spaces of this name' });

export const spacesIn = idText({
	displayName: 'Organization',
	name: 'organizationGuid',
	placeholder: 'e.g. 1cc9d243-1c0d-43f6-…',
	description: 'Only the spaces of this organization',
});
