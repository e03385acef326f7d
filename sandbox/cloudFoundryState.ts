import { daysAfter, people, uuidOf } from './people';
import type { Call, TokenFlags } from './provider';

export type OrganizationRole =
	| 'organization_user'
	| 'organization_manager'
	| 'organization_billing_manager'
	| 'organization_auditor';
export type SpaceRole = 'space_developer' | 'space_manager' | 'space_auditor' | 'space_supporter';

/** Membership is a role as well (organization_user): v2 and v3 look at the same list. */
export interface CloudFoundryRole {
	guid: string;
	type: OrganizationRole | SpaceRole;
	user_guid: string;
	organization_guid: string | null;
	space_guid: string | null;
}

export interface CloudFoundryUser {
	guid: string;
	/** Absent for UAA clients. */
	username?: string;
	/** The identity provider; `uaa` where absent. */
	origin?: string;
	admin: boolean;
	active: boolean;
	default_space_guid: string | null;
	created_at: string;
	updated_at: string | null;
}

export interface CloudFoundryOrganization {
	guid: string;
	name: string;
	status: 'active' | 'suspended' | 'deleting';
	created_at: string;
}

export interface CloudFoundrySpace {
	guid: string;
	name: string;
	organization_guid: string;
	created_at: string;
}

export interface JobError {
	code: number;
	title: string;
	detail: string;
}

export interface CloudFoundryJob {
	guid: string;
	role_guid: string;
	state: 'PROCESSING' | 'COMPLETE' | 'FAILED';
	pollsLeft: number;
	errors: JobError[];
}

export interface CloudFoundryState extends TokenFlags {
	users: CloudFoundryUser[];
	organizations: CloudFoundryOrganization[];
	spaces: CloudFoundrySpace[];
	roles: CloudFoundryRole[];
	jobs: CloudFoundryJob[];
	/** Which Cloud Controller answers on v2: that of the provider's page, or today's. */
	era: '2015' | 'today';
	v2Disabled: boolean;
	/** As the root tells it. */
	v3Version: string;
	/** Whether the root still tells of v2 where it is disabled, as from May 2019 until October 2024; then /v2/info is off too. */
	v2Advertised: boolean;
	/** The 404 of a disabled v2: of nginx, or of the Cloud Controller that has no such routes any more. */
	v2Refusal: 'text' | 'json';
	/**
	 * What the token may do: its scope is `cloud_controller.admin`, `.admin_read_only`, `.global_auditor` or `.read`; `write`
	 * has `.read` as well, as tokens of users have, `write_only` hasn't, and `none` has nothing of the Cloud Controller.
	 */
	scope: 'admin' | 'admin_read_only' | 'global_auditor' | 'write' | 'write_only' | 'read' | 'none';
	/** The user whose token it is: without one of the administrators' scopes, the user's own roles count. */
	actor?: string;
	/** `cc.renderer.max_total_results`: page times per_page beyond it is refused in v3. */
	maxTotalResults?: number;
	/** Another spelling of a GUID names the same record, as on MySQL. */
	ignoresCase: boolean;
	/** The UAA client with the grant `client_credentials`. */
	client: { id: string; secret: string };
	/** Whether the UAA URL-decodes HTTP Basic; the header X-CF-ENCODED-CREDENTIALS asks for it everywhere. */
	decodesBasic: boolean;
	/** The identity provider of the user `admin`, where the UAA has several: the password way has to name it. */
	identityProvider?: string;
	/** So many times a job says PROCESSING; its role goes when it turns COMPLETE. */
	jobPolls: number;
	/** Jobs fail with these when there are any, and their roles stay. */
	jobErrors: JobError[];
}

export type CloudFoundryCall = Call<CloudFoundryState>;

export const isSpaceRole = ({ type }: CloudFoundryRole): boolean => type.startsWith('space_');

/** The user's roles in spaces of the organization. */
export const spaceRolesIn = (state: CloudFoundryState, userGuid: string, organizationGuid: string) => {
	const inside = state.spaces.filter((space) => space.organization_guid === organizationGuid).map(({ guid }) => guid);
	return state.roles.filter(
		({ user_guid, space_guid }) => user_guid === userGuid && space_guid !== null && inside.includes(space_guid),
	);
};

export const newRole = (type: CloudFoundryRole['type'], user_guid: string, place: string): CloudFoundryRole => {
	const role = { guid: uuidOf(`role ${type} ${user_guid} ${place}`), type, user_guid };
	return type.startsWith('space_')
		? { ...role, organization_guid: null, space_guid: place }
		: { ...role, organization_guid: place, space_guid: null };
};

export const hasRole = (state: CloudFoundryState, wanted: CloudFoundryRole): boolean =>
	state.roles.some(
		({ type, user_guid, organization_guid, space_guid }) =>
			type === wanted.type &&
			user_guid === wanted.user_guid &&
			organization_guid === wanted.organization_guid &&
			space_guid === wanted.space_guid,
	);

const PAGE_USER = 'uaa-id-128';
const PAGE_SPACE = '9decf038-91ca-4605-b796-f7f629e0886b';

export const cloudFoundrySeed = (): CloudFoundryState => {
	const organizations = ['acme-production', 'acme-staging', 'data-platform', 'partner-portal'].map((name, index) => ({
		guid: index === 0 ? '1cc9d243-1c0d-43f6-a54e-1a8d8cc68f96' : uuidOf(`organization ${name}`),
		name,
		status: 'active' as const,
		created_at: daysAfter('2015-08-06T00:36:37Z', index),
	}));
	const spaces = organizations.flatMap(({ guid, name }, index) =>
		['web', 'jobs'].map((space) => ({
			guid: index === 0 && space === 'web' ? PAGE_SPACE : uuidOf(`space ${name} ${space}`),
			name: space,
			organization_guid: guid,
			created_at: daysAfter('2015-09-01T08:00:00Z', index),
		})),
	);
	const users: CloudFoundryUser[] = [
		{
			guid: PAGE_USER,
			admin: false,
			active: false,
			default_space_guid: PAGE_SPACE,
			created_at: '2015-08-06T00:36:37Z',
			updated_at: null,
		},
		...people.map(({ login, email }, index) => ({
			guid: uuidOf(`cloud foundry ${login}`),
			username: email,
			admin: false,
			active: true,
			default_space_guid: null,
			created_at: daysAfter('2020-01-07T08:00:00Z', index * 30),
			updated_at: null,
		})),
	];
	const memberships = users.flatMap(({ guid }, index) => {
		const first = organizations[index < 5 ? 0 : index % organizations.length];
		const second = organizations[(index + 1) % organizations.length];
		const places = index === 0 || first === second ? [first] : [first, second];
		return places.map((organization) => newRole('organization_user', guid, organization.guid));
	});
	return {
		users,
		organizations,
		spaces,
		roles: [
			...memberships,
			newRole('organization_manager', users[1].guid, organizations[0].guid),
			newRole('organization_billing_manager', users[2].guid, organizations[0].guid),
			newRole('organization_auditor', users[2].guid, organizations[0].guid),
			newRole('space_developer', users[3].guid, PAGE_SPACE),
		],
		jobs: [],
		era: 'today',
		v2Disabled: false,
		v3Version: '3.228.0',
		v2Advertised: false,
		v2Refusal: 'text',
		scope: 'admin',
		ignoresCase: false,
		client: { id: 'sandbox-client', secret: 'sandbox-secret' },
		decodesBasic: true,
		jobPolls: 1,
		jobErrors: [],
		staticTokenExpires: false,
	};
};
