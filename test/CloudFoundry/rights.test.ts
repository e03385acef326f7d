import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { IDataObject } from 'n8n-workflow';

import { uuidOf } from '../../sandbox';
import { elsewhere, home } from '../support/cloudFoundry';
import type { Account, Held, Version } from '../support/cloudFoundryRights';
import {
	account,
	actAs,
	actor,
	arrange,
	come,
	gone,
	guidsIn,
	holdersIn,
	inMode,
	listed,
	moved,
	organizationsSeen,
	person,
	rolesNow,
	runAs,
	seesAll,
	spacesSeen,
	usersSeen,
	watched,
	web,
} from '../support/cloudFoundryRights';
import { sandbox, setUp } from '../support/setUp';

// Each row of the table in docs/cloud-foundry.md#rights: what it is for works under just these rights, and says with one right
// less which that is. The sandbox goes by permissions.rb, application_controller.rb and app/access of the Cloud Controller at
// 3bbba906.

setUp();

/** What is done, and what comes of it. */
interface Doing {
	/** Roles of the person before. */
	readonly has?: readonly Held[];
	/** What an administrator does before, for `run` to go on with. */
	readonly first?: (version: Version) => Promise<unknown>;
	readonly run: (version: Version, first: unknown) => Promise<unknown>;
	readonly gives: (version: Version) => unknown;
	/** Roles that have come and gone. */
	readonly moves?: readonly string[];
	/** What comes of it where the account doesn't see what it is about; it fails where this is absent. */
	readonly unseen?: { readonly gives: unknown; readonly moves?: readonly string[] };
}

/** One right less, and what the failure names. */
interface Less {
	readonly without: string;
	readonly who: Account;
	readonly names: string;
	/** It is sight that lacks. */
	readonly isBlind?: true;
}

interface Case {
	/** Just these rights; each of several accounts is enough. */
	readonly under: readonly Account[];
	readonly less: readonly Less[];
}

interface Row {
	readonly what: string;
	/** As the table has it, by v3 and by v2. */
	readonly needs: readonly [string, string];
	readonly doing: Readonly<Record<string, Doing>>;
	readonly cases: Readonly<Record<Version, Case>>;
}

const member: Held = ['organization_user', home];
const away: Held = ['organization_user', elsewhere];
const auditorThere: Held = ['organization_auditor', home];
const auditorInside: Held = ['space_auditor', web];
const developerInside: Held = ['space_developer', web];
const managerInside: Held = ['space_manager', web];

const [admin, readOnly, globalAuditor] = [account('admin'), account('admin_read_only'), account('global_auditor')];
const managing = (scope: Account['scope']) => account(scope, ['organization_manager', home]);
const auditing = (scope: Account['scope']) => account(scope, auditorThere);
const managingSpace = (scope: Account['scope']) => account(scope, member, managerInside);
const auditingSpace = (scope: Account['scope']) => account(scope, member, auditorInside);

const lacking = (without: string, who: Account, names: string): Less => ({ without, who, names });
const noWrite = (who: Account) => lacking('.write', who, "'cloud_controller.write'");
const noRead = (who: Account) => lacking('.read', who, "'cloud_controller.read'");
const blind = (who: Account, names: string): Less => ({ ...lacking('a role there', who, names), isBlind: true });

const byManager: Case = {
	under: [managing('write')],
	less: [
		noWrite(managing('read')),
		noRead(managing('write_only')),
		lacking('being manager', auditing('write'), 'manager of the organization'),
	],
};
const bySpaceManager: Case = {
	under: [managingSpace('write'), managing('write')],
	less: [
		noWrite(managingSpace('read')),
		noRead(managingSpace('write_only')),
		lacking('being manager', auditingSpace('write'), 'manager of the space'),
	],
};
/** By v2, where nothing is read before. */
const byManagerWhoOnlyWrites: Case = {
	under: [managing('write_only')],
	less: [noWrite(managing('read')), lacking('being manager', auditing('write_only'), 'manager of the organization')],
};
const bySpaceManagerWhoOnlyWrites: Case = {
	under: [managingSpace('write_only'), managing('write_only')],
	less: [noWrite(managingSpace('read')), lacking('being manager', auditingSpace('write_only'), 'manager of the space')],
};
const byAdministrator: Case = {
	under: [admin],
	less: [
		lacking('changing', readOnly, "'cloud_controller.admin'"),
		{ ...lacking('being administrator', managing('write'), 'administrators alone'), isBlind: true },
	],
};
/** By v2, users are for administrators. */
const byReader: Case = {
	under: [readOnly],
	less: [
		lacking('seeing users', globalAuditor, "'cloud_controller.admin_read_only'"),
		lacking('being administrator', managing('write'), "'cloud_controller.admin_read_only'"),
	],
};
const everywhere = [readOnly, globalAuditor];
const always = (one: Case): Row['cases'] => ({ v3: one, v2: one });

// As the table writes it.
const [read, write] = ['`cloud_controller.read`', '`cloud_controller.write`'];
const [administrator, reader, auditor] = ['admin', 'admin_read_only', 'global_auditor'].map(
	(name) => `\`cloud_controller.${name}\``,
);
const manager = `${read} and ${write}, manager of the organization`;
const spaceManager = `${read} and ${write}, manager of the space or of its organization`;

const inOrganization = { organizationGuid: home };
const asAuditor = { organizationGuid: home, role: 'organization_auditor' };
const asSpaceAuditor = { spaceGuid: web, role: 'space_auditor' };

const done = async (...[resource, operation, parameters]: Parameters<typeof runAs>): Promise<unknown> => {
	const all = await runAs(resource, operation, parameters);
	return all.map(({ success, outcome, changed, verified }) => ({ success, outcome, changed, verified }));
};
const changed = async (operation: string, version: Version, parameters: IDataObject, options: IDataObject = {}) =>
	await done('user', operation, { userGuid: person, apiVersion: version, ...parameters, options });

/** By v3, what a change needs is enough to verify it. */
const checking = (version: Version): IDataObject => (version === 'v3' ? { verify: true } : {});
const verified = () => [{ success: true, outcome: 'applied', changed: true, verified: true }];
const accepted = (version: Version) =>
	version === 'v3' ? verified() : [{ success: true, outcome: 'applied', changed: null, verified: undefined }];

const set = async (resource: string, version: Version, parameters: IDataObject): Promise<unknown> => {
	const [result] = await runAs(resource, 'setUsers', { apiVersion: version, userIds: person, ...parameters });
	const [came, went] = [result.added, result.removed] as [IDataObject[], IDataObject[]];
	return [result.success, came.map(({ userGuid }) => userGuid), went.map(({ userGuid }) => userGuid), result.kept];
};

const plannedBy = async (operation: string, version: Version, parameters: IDataObject, options: IDataObject = {}) => {
	const asked = { userGuid: person, apiVersion: version, ...parameters, options: { dryRun: true, ...options } };
	const all = await runAs('user', operation, asked);
	return all.map(({ success, outcome, wouldChange }) => ({ success, outcome, wouldChange }));
};
const planned = () => [{ success: true, outcome: 'planned', wouldChange: true }];
/** By v2 that isn't a failure: the change itself may well be allowed. */
const notRead = { gives: [{ success: true, outcome: 'planned', wouldChange: null }] };

const grant = async (version: Version, options: IDataObject) =>
	(await runAs('user', 'addOrganizationRole', { userGuid: person, apiVersion: version, ...asAuditor, options }))[0];

/** Everything of a kind that the account sees. */
const many = async (resource: string, version: Version, more: IDataObject = {}) =>
	guidsIn(await runAs(resource, 'getAll', { returnAll: true, apiVersion: version, ...more }));

/** Who has what, as user and role. */
const accesses = async (version: Version, of: string, place: IDataObject = {}) => {
	const all = await runAs('access', 'getAll', { returnAll: true, apiVersion: version, of, ...place });
	return all.map(({ userGuid, role }) => `${userGuid} ${role}`).sort();
};
const rolesThat = (isIt: (role: (typeof sandbox.cloudFoundry.state.roles)[number]) => boolean): string[] =>
	sandbox.cloudFoundry.state.roles
		.filter(isIt)
		.map(({ user_guid: guid, type }) => `${guid} ${type}`)
		.sort();
const spacesOf = (organization: string) =>
	sandbox.cloudFoundry.state.spaces.filter((one) => one.organization_guid === organization).map(({ guid }) => guid);

/** Access: Get Many, and the trigger, which tells of a role that the person is given in a space. */
const accessRow = (
	of: string,
	needs: Row['needs'],
	{ place = {}, expected, cases }: { place?: IDataObject; expected: () => string[]; cases: Row['cases'] },
): Row => ({
	what: `Get Many (Access), On Access Changed: of ${of === 'everybody' ? of : `one ${of}`}`,
	needs,
	doing: {
		'Get Many': { has: [member], run: async (version) => await accesses(version, of, place), gives: expected },
		'On Access Changed': {
			has: [member],
			run: async (version) => await watched(version, { of, ...place }),
			gives: () => [{ event: 'granted', userGuid: person, role: 'space_manager' }],
			moves: come(managerInside),
		},
	},
	cases,
});

const rows: readonly Row[] = [
	{
		what: 'Add Organization, Add Organization Role, Set Users (Organization)',
		needs: [manager, administrator],
		doing: {
			'Add Organization': {
				run: async (version) => {
					const userGuid = inMode('username', 'priya.patel@example.com');
					return await changed('addOrganization', version, { userGuid, ...inOrganization }, checking(version));
				},
				gives: accepted,
				moves: come(member),
			},
			'Add Organization Role': {
				has: [member],
				run: async (version) => await changed('addOrganizationRole', version, asAuditor, checking(version)),
				gives: accepted,
				moves: come(auditorThere),
			},
			'Set Users': {
				has: [member],
				run: async (version) => await set('organization', version, asAuditor),
				gives: () => [true, [person], [sandbox.cloudFoundry.state.users[2].guid], []],
				moves: [...come(auditorThere), `- ${uuidOf('cloud foundry maria.garcia')} organization_auditor ${home}`],
			},
		},
		cases: { v3: byManager, v2: byAdministrator },
	},
	{
		what: 'Remove Organization, Remove Organization Role',
		needs: [manager, `${write}, manager of the organization`],
		doing: {
			'Remove Organization': {
				has: [member],
				run: async (version) => await changed('removeOrganization', version, inOrganization, checking(version)),
				gives: accepted,
				moves: gone(member),
			},
			'Remove Organization Role': {
				has: [member, auditorThere],
				run: async (version) => await changed('removeOrganizationRole', version, asAuditor, checking(version)),
				gives: accepted,
				moves: gone(auditorThere),
			},
		},
		cases: { v3: byManager, v2: byManagerWhoOnlyWrites },
	},
	{
		what: 'Add Space Role, Set Users (Space)',
		needs: [spaceManager, administrator],
		doing: {
			'Add Space Role': {
				has: [member],
				run: async (version) => await changed('addSpaceRole', version, asSpaceAuditor, checking(version)),
				gives: accepted,
				moves: come(auditorInside),
			},
			'Set Users': {
				has: [member],
				run: async (version) => await set('space', version, { spaceGuid: web, role: 'space_developer' }),
				gives: () => [true, [person], [sandbox.cloudFoundry.state.users[3].guid], []],
				moves: [...come(developerInside), `- ${uuidOf('cloud foundry mia.chen')} space_developer ${web}`],
			},
		},
		cases: { v3: bySpaceManager, v2: byAdministrator },
	},
	{
		what: 'Remove Space Role',
		needs: [spaceManager, `${write}, manager of the space or of its organization`],
		doing: {
			'Remove Space Role': {
				has: [member, auditorInside],
				run: async (version) => await changed('removeSpaceRole', version, asSpaceAuditor, checking(version)),
				gives: accepted,
				moves: gone(auditorInside),
			},
		},
		cases: { v3: bySpaceManager, v2: bySpaceManagerWhoOnlyWrites },
	},
	{
		what: 'Remove All Roles',
		needs: [`${read} and ${write}, manager of every organization in which the user has a role`, administrator],
		doing: {
			'Remove All Roles': {
				has: [member, auditorInside, away],
				run: async (version) => {
					const [result] = await runAs('user', 'removeAllRoles', { userGuid: person, apiVersion: version });
					return [result.success, (result.removed as IDataObject[]).map(({ role }) => role), result.remaining];
				},
				gives: () => [true, ['space_auditor', 'organization_user', 'organization_user'], []],
				moves: gone(member, auditorInside, away),
			},
		},
		cases: {
			v3: {
				under: [account('write', ['organization_manager', home], ['organization_manager', elsewhere])],
				less: [
					noWrite(managing('read')),
					noRead(managing('write_only')),
					lacking('being manager', account('write', auditorThere, away), 'manager of the organization'),
				],
			},
			v2: byAdministrator,
		},
	},
	{
		what: 'Apply Plan, Undo',
		needs: ['what the changes need', administrator],
		doing: {
			'Apply Plan': {
				has: [member],
				first: async (version) => (await grant(version, { dryRun: true })).plan,
				run: async (_, plan) => await done('change', 'apply', { plan, options: { verify: true } } as IDataObject),
				gives: verified,
				moves: come(auditorThere),
			},
			Undo: {
				has: [member],
				first: async (version) => JSON.stringify((await grant(version, { verify: true })).undo),
				run: async (_, undo) => await done('change', 'undo', { undo, options: { verify: true } } as IDataObject),
				gives: verified,
				moves: gone(auditorThere),
			},
		},
		cases: { v3: byManager, v2: byAdministrator },
	},
	{
		what: '_Dry Run_',
		needs: [`${read}, a role in the organization; in a space, a role in it or manager of the organization`, reader],
		doing: {
			'in an organization': {
				has: [member],
				run: async (version) => await plannedBy('removeOrganization', version, inOrganization),
				gives: planned,
				unseen: notRead,
			},
			'in a space': {
				has: [member, auditorInside],
				run: async (version) => await plannedBy('removeSpaceRole', version, asSpaceAuditor),
				gives: planned,
				unseen: notRead,
			},
		},
		cases: {
			v3: {
				under: [auditingSpace('read'), managing('read'), ...everywhere],
				less: [noRead(auditingSpace('none')), lacking('a role there', account('read'), 'with a role in it')],
			},
			v2: { ...byReader, less: byReader.less.map((one) => ({ ...one, isBlind: true })) },
		},
	},
	{
		what: '_Verify_, _If Unchanged_, _Report Remaining_',
		needs: ['what the change needs', administrator],
		doing: {
			Verify: {
				has: [member],
				run: async (version) => await changed('removeOrganization', version, inOrganization, { verify: true }),
				gives: verified,
				moves: gone(member),
			},
			'If Unchanged: Fail': {
				has: [member],
				run: async (version) => await changed('removeOrganization', version, inOrganization, { ifUnchanged: 'fail' }),
				gives: () => [{ success: true, outcome: 'applied', changed: true, verified: undefined }],
				moves: gone(member),
			},
			'Report Remaining': {
				has: [member, auditorThere],
				run: async (version) => {
					const options = { reportRemaining: true };
					const asked = { userGuid: person, apiVersion: version, ...inOrganization, options };
					return (await runAs('user', 'removeOrganization', asked)).map(({ remaining }) => remaining);
				},
				gives: () => [expect.objectContaining({ organizations: [], auditedOrganizations: [home], spaces: [] })],
				moves: gone(member),
				unseen: { gives: [null], moves: gone(member) },
			},
		},
		cases: { v3: byManager, v2: byAdministrator },
	},
	{
		what: 'Get, Get Many (User), From List of users, From List of organizations of user, By Username of users, _Protected Users_',
		needs: [`${read}; it sees users of organizations in which it has a role`, reader],
		doing: {
			Get: {
				has: [member],
				run: async (version) => guidsIn(await runAs('user', 'get', { userGuid: person, apiVersion: version })),
				gives: () => [person],
			},
			'Get Many': {
				has: [member],
				run: async (version) => await many('user', version),
				gives: usersSeen,
				unseen: { gives: [actor] },
			},
			'From List of users': {
				has: [member],
				run: async (version) => await listed('users', version),
				gives: usersSeen,
				unseen: { gives: [actor] },
			},
			'From List of organizations of user': {
				has: [member, away],
				run: async (version) => await listed('organizationsOfUser', version, { userGuid: person }),
				gives: () => (seesAll() ? [home, elsewhere].sort() : [home]),
				unseen: { gives: [] },
			},
			'By Username': {
				has: [member],
				run: async (version) => {
					const userGuid = inMode('username', 'priya.patel@example.com');
					return guidsIn(await runAs('user', 'get', { userGuid, apiVersion: version }));
				},
				gives: () => [person],
			},
			'Protected Users': {
				has: [member],
				run: async (version) =>
					await plannedBy('removeOrganization', version, inOrganization, {
						protectedUsers: ['john.smith@example.com'],
					}),
				gives: planned,
			},
		},
		cases: {
			v3: {
				under: [account('read', member), ...everywhere],
				less: [noRead(account('none', member)), blind(account('read'), 'with a role in an organization of the user')],
			},
			v2: byReader,
		},
	},
	{
		what: 'Get Many (User): of one organization',
		needs: [`${read}, a role in the organization`, 'the same'],
		doing: {
			'Get Many': {
				run: async (version) => await many('user', version, { filters: inOrganization }),
				gives: (version) => holdersIn(home, version === 'v2' ? ['organization_user'] : undefined),
			},
		},
		cases: always({
			under: [account('read', member), ...everywhere],
			less: [noRead(account('none', member)), blind(account('read'), 'with a role in it')],
		}),
	},
	{
		what: 'Get Many (Organization), From List of organizations, By Name of organizations',
		needs: [`${read}; it sees those in which it has a role`, 'the same'],
		doing: {
			'Get Many': {
				run: async (version) => await many('organization', version),
				gives: organizationsSeen,
				unseen: { gives: [] },
			},
			'From List': {
				run: async (version) => await listed('organizations', version),
				gives: organizationsSeen,
				unseen: { gives: [] },
			},
			'By Name': {
				run: async (version) => {
					const place = { organizationGuid: inMode('name', 'acme-production') };
					return (await accesses(version, 'organization', place)).length > 0;
				},
				gives: () => true,
			},
		},
		cases: always({
			under: [managing('read'), ...everywhere],
			less: [noRead(managing('none')), blind(account('read'), 'with a role in it')],
		}),
	},
	{
		what: 'Get Many (Space), From List of spaces, By Name of spaces',
		needs: [`${read}; it sees those in which it has a role, and those of organizations that it manages`, 'the same'],
		doing: {
			'Get Many': {
				run: async (version) => await many('space', version),
				gives: spacesSeen,
				unseen: { gives: [] },
			},
			'From List': {
				run: async (version) => await listed('spaces', version),
				gives: spacesSeen,
				unseen: { gives: [] },
			},
			'By Name': {
				run: async (version) => {
					const place = { spaceGuid: inMode('name', 'acme-production/web') };
					return (await accesses(version, 'space', place)).length > 0;
				},
				gives: () => true,
			},
		},
		cases: always({
			under: [auditingSpace('read'), managing('read'), ...everywhere],
			less: [noRead(auditingSpace('none')), blind(account('read', member), 'as manager of its organization')],
		}),
	},
	accessRow('everybody', [`${reader} or ${auditor}`, 'the same'], {
		expected: () => rolesThat(() => true),
		cases: always({
			under: everywhere,
			less: [lacking('seeing everything', managing('write'), "'cloud_controller.admin_read_only'")],
		}),
	}),
	accessRow(
		'user',
		[`${reader} or ${auditor}; or ${read}, the user's own account`, `${reader}; or ${read}, the user's own account`],
		{
			place: { userGuid: person },
			expected: () => rolesThat(({ user_guid: guid }) => guid === person),
			cases: {
				v3: {
					under: [...everywhere, { ...account('read'), is: person }],
					less: [
						lacking('seeing everything', managing('write'), "'cloud_controller.admin_read_only'"),
						noRead({ ...account('none'), is: person }),
					],
				},
				v2: {
					under: [readOnly, { ...account('read'), is: person }],
					less: [
						lacking('seeing users', globalAuditor, "'cloud_controller.admin_read_only'"),
						noRead({ ...account('none'), is: person }),
					],
				},
			},
		},
	),
	accessRow('organization', [`${read}, manager of the organization`, 'the same'], {
		place: inOrganization,
		expected: () =>
			rolesThat((role) => role.organization_guid === home || spacesOf(home).includes(String(role.space_guid))),
		cases: always({
			under: [managing('read'), ...everywhere],
			less: [noRead(managing('none')), lacking('being manager', auditing('read'), 'manager of the organization')],
		}),
	}),
	accessRow('space', [`${read}, a role in the space or manager of its organization`, 'the same'], {
		place: { spaceGuid: web },
		expected: () => rolesThat(({ space_guid: guid }) => guid === web),
		cases: always({
			under: [auditingSpace('read'), managing('read'), ...everywhere],
			less: [
				noRead(auditingSpace('none')),
				lacking('a role there', account('read', member), 'as manager of its organization'),
			],
		}),
	}),
];

/** As the page shows it, without the line below the heads. */
const tableIn = (page: string): string[][] => {
	const [, table = ''] = /<!-- table: rights of cloudFoundry -->\n\n([^]*?)\n\n<!--/.exec(page) ?? [];
	return table
		.split('\n')
		.filter((_, at) => at !== 1)
		.map((line) => line.slice(2, -2).split(' | '));
};

it('the tests are the rows of the table', () => {
	const page = readFileSync(join(__dirname, '../../docs/cloud-foundry.md'), 'utf8');
	const heads = ['What for', 'By API v3', 'By API v2'];
	expect(tableIn(page)).toEqual([heads, ...rows.map(({ what, needs }) => [what, ...needs])]);
});

const begin = async ({ has = [], first }: Doing, version: Version, who: Account): Promise<unknown> => {
	arrange(has);
	const made = await first?.(version);
	actAs(who);
	return made;
};

const called = ({ scope, roles, is }: Account) =>
	[scope, ...roles.map(([type]) => type), ...(is === undefined ? [] : ['of the user'])].join(' ');

describe.each(rows)('$what', ({ doing, cases }) => {
	const ways = (['v3', 'v2'] as const).flatMap((version) => Object.keys(doing).map((name) => [name, version] as const));

	describe.each(ways)('(%s, by %s)', (name, version) => {
		const { [name]: one } = doing;
		const { under, less } = cases[version];

		it.each(under.map((who) => [called(who), who] as const))('works under just %s', async (_, who) => {
			const first = await begin(one, version, who);
			const before = rolesNow();
			expect(await one.run(version, first)).toEqual(one.gives(version));
			expect(moved(before)).toEqual([...(one.moves ?? [])].sort());
		});

		it.each(less)('says without $without what is missing', async ({ who, names, isBlind = false }) => {
			const first = await begin(one, version, who);
			const before = rolesNow();
			const unseen = isBlind ? one.unseen : undefined;
			const came = one.run(version, first);
			if (unseen) expect(await came).toEqual(unseen.gives);
			else await expect(came).rejects.toThrow(names);
			expect(moved(before)).toEqual([...(unseen?.moves ?? [])]);
		});
	});
});
