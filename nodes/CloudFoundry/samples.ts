/** As v3 gives them: previews show what comes where nobody chooses 'API Version'. */
const resource = {
	guid: 'uaa-id-128',
	created_at: '2015-08-06T00:36:37Z',
	updated_at: '2015-08-06T00:36:37Z',
};

const metadata = { labels: {}, annotations: {} };

/** The user of the provider's page. */
export const user = {
	...resource,
	username: 'john.smith@example.com',
	presentation_name: 'john.smith@example.com',
	origin: 'uaa',
	metadata,
	links: { self: { href: 'https://api.example.com/v3/users/uaa-id-128' } },
};

const guid = '1cc9d243-1c0d-43f6-a54e-1a8d8cc68f96';

export const organization = {
	...{ ...resource, guid },
	name: 'acme-production',
	suspended: false,
	metadata,
	links: { self: { href: `https://api.example.com/v3/organizations/${guid}` } },
};

/** A membership. */
export const role = {
	...{ ...resource, guid: '40557c70-d1bd-4976-a2ab-a85f5e882418' },
	type: 'organization_user',
	relationships: { user: { data: { guid: 'uaa-id-128' } }, organization: { data: { guid } } },
	links: { self: { href: 'https://api.example.com/v3/roles/40557c70-d1bd-4976-a2ab-a85f5e882418' } },
};

const spaceGuid = '9decf038-91ca-4605-b796-f7f629e0886b';

export const space = {
	...{ ...resource, guid: spaceGuid },
	name: 'web',
	relationships: { organization: { data: { guid } } },
	metadata,
	links: { self: { href: `https://api.example.com/v3/spaces/${spaceGuid}` } },
};

export const spaceRole = {
	...role,
	type: 'space_developer',
	relationships: { user: { data: { guid: 'uaa-id-128' } }, space: { data: { guid: spaceGuid } } },
};

/** A row of an access. */
export const access = {
	username: 'john.smith@example.com',
	role: 'space_developer',
	organizationName: 'acme-production',
	spaceName: 'web',
	origin: 'uaa',
	userGuid: 'uaa-id-128',
	organizationGuid: guid,
	spaceGuid,
};
