import type { Parameter } from '../operation/parameter';
import { isUnreadable } from '../operation/parameter';
import { choice, idPicker, idText, text } from '../operation/parameters';
import { unreadable } from '../operation/reading';

export const userGuid = idPicker(
	{
		displayName: 'User GUID',
		name: 'userGuid',
		placeholder: 'e.g. uaa-id-128',
		description: "The user's GUID: the ID of the user, or of the client, in the UAA",
	},
	'users',
);

const organization = {
	displayName: 'Organization GUID',
	name: 'organizationGuid',
	placeholder: 'e.g. 1cc9d243-1c0d-43f6-…',
	description: "The organization's GUID, which 'cf org NAME --guid' prints",
};

export const organizationGuid = idPicker(organization, 'organizations');

/** An organization that the chosen user is a member of. */
export const heldOrganizationGuid = idPicker(organization, 'organizationsOfUser');

export const apiVersion = choice(
	{ displayName: 'API Version', name: 'apiVersion', description: 'Which API of Cloud Foundry to use' },
	[
		{ name: 'Auto', value: 'auto', description: 'Ask the API which it offers: v2 where it does, else v3' },
		{ name: 'V2', value: 'v2', description: 'The API that new platforms have switched off' },
		{ name: 'V3', value: 'v3', description: 'The API of today, where a membership is a role' },
	],
	'auto',
);

/** Found out by the node itself. */
export const roleGuid = idText({ displayName: 'Role GUID', name: 'roleGuid', description: 'The role of API v3' });

// v2 separates a query by ; and : and v3 its lists by commas, and neither can escape them everywhere.
const withoutSeparators = (parameter: Parameter): Parameter => ({
	...parameter,
	read: (raw) => {
		const read = parameter.read(raw);
		if (isUnreadable(read) || !/[;:,]/.test(String(read))) return read;
		return unreadable(
			'holds a comma, a colon or a semicolon',
			'Cloud Foundry separates values by them; filter in the workflow',
		);
	},
});

export const name = withoutSeparators(
	text({ displayName: 'Name', name: 'name', description: 'Only the organization of this name' }),
);

export const username = withoutSeparators(
	text({
		displayName: 'Username',
		name: 'username',
		description: 'Only the user of this name; API v3 alone can do that',
	}),
);

export const memberOf = idText({
	displayName: 'Organization GUID',
	name: 'organizationGuid',
	placeholder: 'e.g. 1cc9d243-1c0d-43f6-…',
	description: 'Only the members of this organization',
});

/** v3 decodes each value of a list once more than the rest of a query (base_message.rb of the Cloud Controller). */
export const inV3List = (parameter: Parameter): Parameter => ({
	...parameter,
	wire: (value) => String(value).replace(/[%,]/g, encodeURIComponent),
});
