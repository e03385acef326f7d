import type { Rights } from '../operation/model';

/** What tokens may do (lib/cloud_controller/roles.rb); `read` and `write` count with the roles of the account alone. */
const scopes = {
	admin: 'cloud_controller.admin',
	readOnly: 'cloud_controller.admin_read_only',
	auditor: 'cloud_controller.global_auditor',
	read: 'cloud_controller.read',
	write: 'cloud_controller.write',
} as const;

export const toAdminister = `the scope '${scopes.admin}'`;
export const toRead = `'${scopes.read}'`;
export const toReadUsersByV2 = `'${scopes.readOnly}'`;

/** With one of these an account sees everything. */
export const everyScope: readonly string[] = [scopes.admin, scopes.readOnly, scopes.auditor];

export const toSeeAll = `the scope '${scopes.admin}', '${scopes.readOnly}' or '${scopes.auditor}'`;

const ofOrganization = 'manager of the organization';
const ofSpace = 'manager of the space or of its organization';

/** What makes it change roles in one of these (roles_controller.rb). */
export const toChange = {
	organization: `'${scopes.write}' as ${ofOrganization}, or '${scopes.admin}'`,
	space: `'${scopes.write}' as ${ofSpace}, or '${scopes.admin}'`,
} as const;
export const scopeToChange = `'${scopes.write}' or '${scopes.admin}'`;

/** What makes an account see one of these (permissions.rb). */
export const toSee = {
	user: `the scope '${scopes.read}' with a role in an organization of the user, or '${scopes.readOnly}'`,
	organization: `the scope '${scopes.read}' with a role in it, or '${scopes.readOnly}'`,
	space: `the scope '${scopes.read}' with a role in it or as manager of its organization, or '${scopes.readOnly}'`,
} as const;

const [admin, readOnly, auditor, read, write] = Object.values(scopes).map((scope) => `\`${scope}\``);

const both = `${read} and ${write}`;
const same = (needs: string): readonly string[] => [needs, 'the same'];

export const rights: Rights = {
	least: `The account needs the scopes ${scopes.read} and ${scopes.write} as manager of the organizations that it changes, or ${scopes.admin} for everything. To read everybody's access takes ${scopes.readOnly}.`,
	heads: ['By API v3', 'By API v2'],
	rows: [
		{
			of: ['user.addOrganization', 'user.addOrganizationRole', 'organization.setUsers'],
			needs: [`${both}, ${ofOrganization}`, admin],
		},
		{
			of: ['user.removeOrganization', 'user.removeOrganizationRole'],
			needs: [`${both}, ${ofOrganization}`, `${write}, ${ofOrganization}`],
		},
		{ of: ['user.addSpaceRole', 'space.setUsers'], needs: [`${both}, ${ofSpace}`, admin] },
		{ of: ['user.removeSpaceRole'], needs: [`${both}, ${ofSpace}`, `${write}, ${ofSpace}`] },
		{
			of: ['user.removeAllRoles'],
			needs: [`${both}, manager of every organization in which the user has a role`, admin],
		},
		{ of: ['change.apply', 'change.undo'], needs: ['what the changes need', admin] },
		{
			of: ['option.dryRun'],
			needs: [`${read}, a role in the organization; in a space, a role in it or ${ofOrganization}`, readOnly],
		},
		{
			of: ['option.verify', 'option.ifUnchanged', 'option.reportRemaining'],
			needs: ['what the change needs', admin],
		},
		{
			of: ['user.get', 'user.getAll', 'list.users', 'list.organizationsOfUser', 'word.users', 'option.protectedUsers'],
			needs: [`${read}; it sees users of organizations in which it has a role`, readOnly],
		},
		{ of: ['user.getAll'], where: 'of one organization', needs: same(`${read}, a role in the organization`) },
		{
			of: ['organization.getAll', 'list.organizations', 'word.organizations'],
			needs: same(`${read}; it sees those in which it has a role`),
		},
		{
			of: ['space.getAll', 'list.spaces', 'word.spaces'],
			needs: same(`${read}; it sees those in which it has a role, and those of organizations that it manages`),
		},
		{ of: ['access.getAll', 'trigger'], where: 'of everybody', needs: same(`${readOnly} or ${auditor}`) },
		{
			of: ['access.getAll', 'trigger'],
			where: 'of one user',
			needs: [
				`${readOnly} or ${auditor}; or ${read}, the user's own account`,
				`${readOnly}; or ${read}, the user's own account`,
			],
		},
		{
			of: ['access.getAll', 'trigger'],
			where: 'of one organization',
			needs: same(`${read}, ${ofOrganization}`),
		},
		{
			of: ['access.getAll', 'trigger'],
			where: 'of one space',
			needs: same(`${read}, a role in the space or manager of its organization`),
		},
	],
};
