const metadata = {
	guid: 'uaa-id-128',
	url: '/v2/users/uaa-id-128',
	created_at: '2015-08-06T00:36:37Z',
	updated_at: '2015-08-06T00:36:37Z',
};

/** The user of the provider's page. */
export const user = {
	metadata,
	entity: {
		admin: false,
		active: false,
		default_space_guid: '9decf038-91ca-4605-b796-f7f629e0886b',
		username: 'john.smith@example.com',
		spaces_url: '/v2/users/uaa-id-128/spaces',
		organizations_url: '/v2/users/uaa-id-128/organizations',
	},
};

export const organization = {
	metadata: { ...metadata, guid: '1cc9d243-1c0d-43f6-a54e-1a8d8cc68f96' },
	entity: { name: 'acme-production', billing_enabled: false, quota_definition_guid: 'default', status: 'active' },
};
