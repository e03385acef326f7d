import type { CloudFoundryRole, Sandbox } from '../../../sandbox';
import { uuidOf } from '../../../sandbox';
import type { ExpectedTicket } from '../../../sandbox/tickets';

export interface QueuedTicket extends ExpectedTicket {
	/** The one request by which its provider is asked for it, as on the provider's page; absent where none may be sent. */
	request?: string;
}

/** On whose word a ticket is carried out. */
const approved = { requester: 'helen.park@example.com', approver: 'victor.stein@example.com', approved: true };

interface Person {
	name: string;
	email: string;
	key: string;
	number: number;
}

const personOf = (number: number): Person => {
	const key = String(number).padStart(4, '0');
	return { name: `Person ${key}`, email: `person.${key}@example.com`, key, number };
};

/** Each takes its turn, so that those who have the same thing asked for them don't all have it at the same place. */
const turn = <T>(all: T[], number: number): T => all[number % all.length];

const roleOf = (type: CloudFoundryRole['type'], { key }: Person, place: string): string =>
	uuidOf(`queue ${type} ${key} ${place}`);

/** What a new person has at a provider. Each of these has access that no ticket names beside what a ticket is about. */
const people = ({ delos, clientDirectory, guardhouse, cloudFoundry }: Sandbox) => ({
	delos: ({ name, email, key, number }: Person, clients: Array<[cuid: string, isOwner: boolean]>) => {
		delos.state.users.push({
			...delos.state.users[0],
			id: 5000 + number,
			uuid: `user_${key}`,
			username: email,
			name,
			email,
			clients: clients.map(([customerId, isOwner]) => ({ customerId, isOwner })),
		});
		return `user_${key}`;
	},
	directory: ({ email, key }: Person, departments: string[]) => {
		const id = uuidOf(`queue ${key}`);
		const [first] = clientDirectory.state.users;
		clientDirectory.state.users.push({ ...first, id, username: email, user_key: key, department_ids: departments });
		return id;
	},
	guardhouse: ({ name, email, number }: Person, roleIds: number[]) => {
		const [first] = guardhouse.state.users;
		guardhouse.state.users.push({ ...first, id: 5000 + number, firstName: name, lastName: '', email, roleIds });
		return 5000 + number;
	},
	cloudFoundry: (person: Person, roles: Array<[type: CloudFoundryRole['type'], place: string]>) => {
		const { email, key } = person;
		const guid = uuidOf(`queue account ${key}`);
		const [first] = cloudFoundry.state.users;
		cloudFoundry.state.users.push({ ...first, guid, username: email, default_space_guid: null });
		for (const [type, place] of roles) {
			const inSpace = type.startsWith('space_');
			cloudFoundry.state.roles.push({
				guid: roleOf(type, person, place),
				type,
				user_guid: guid,
				organization_guid: inSpace ? null : place,
				space_guid: inSpace ? place : null,
			});
		}
		return guid;
	},
});

type Kind = (sandbox: Sandbox, person: Person, id: string) => QueuedTicket;

const delosRevoke =
	(isOwner: boolean, ownership: 'any' | 'owner' | 'standard'): Kind =>
	(sandbox, person, id) => {
		const [kept, ...clients] = sandbox.delos.state.clients;
		const { cuid, name } = turn(clients, person.number);
		const userId = people(sandbox).delos(person, [
			[kept.cuid, false],
			[cuid, isOwner],
		]);
		const query = { any: '', owner: '?relation.isOwner=true', standard: '?relation.isOwner=false' }[ownership];
		return {
			ticket: {
				...{ id, ...approved, person: person.name, system: 'delos', action: 'revoke' },
				...{ userId, clientId: cuid, ownership },
			},
			expect: {
				status: 'done',
				outcome: 'applied',
				removed: [`${person.name}: ${isOwner ? 'owner' : 'standard user'} of ${name}`],
			},
			request: `DELETE /v2/user/${userId}/relate-client/${cuid}${query}`,
		};
	};

const delosGrant =
	(isOwner: boolean): Kind =>
	(sandbox, person, id) => {
		const [kept, ...clients] = sandbox.delos.state.clients;
		const { cuid, name } = turn(clients, person.number);
		const userId = people(sandbox).delos(person, [[kept.cuid, true]]);
		return {
			ticket: {
				...{ id, ...approved, person: person.name, system: 'delos', action: 'grant' },
				...{ userId, clientId: cuid, isOwner },
			},
			expect: {
				status: 'done',
				outcome: 'applied',
				added: [`${person.name}: ${isOwner ? 'owner' : 'standard user'} of ${name}`],
			},
			request: `PUT /v2/user/${userId}/relate-client {"relation":{"cuid":"${cuid}","isOwner":${isOwner}}}`,
		};
	};

const delosGone: Kind = (sandbox, person, id) => {
	const [kept, ...clients] = sandbox.delos.state.clients;
	const { cuid } = turn(clients, person.number);
	const userId = people(sandbox).delos(person, [[kept.cuid, true]]);
	return {
		ticket: {
			...{ id, ...approved, person: person.name, system: 'delos', action: 'revoke' },
			...{ userId, clientId: cuid, ownership: 'any' },
		},
		expect: { status: 'done', outcome: 'unchanged' },
		request: `DELETE /v2/user/${userId}/relate-client/${cuid}`,
	};
};

const delosUnknown: Kind = (sandbox, { name, key, number }, id) => {
	const { cuid } = turn(sandbox.delos.state.clients, number);
	return {
		ticket: {
			...{ id, ...approved, person: name, system: 'delos', action: 'revoke' },
			...{ userId: `user_never_${key}`, clientId: cuid, ownership: 'any' },
		},
		expect: { status: 'failed', reason: `The user 'user_never_${key}' doesn't exist at Delos` },
		request: `DELETE /v2/user/user_never_${key}/relate-client/${cuid}`,
	};
};

/** With a stranger among the members the ticket fails, and says so, although the others are removed. */
const directoryRevoke =
	(hasStranger: boolean): Kind =>
	(sandbox, person, id) => {
		const [kept, ...departments] = sandbox.clientDirectory.state.departments.slice(0, 5);
		const department = turn(departments, person.number);
		const userId = people(sandbox).directory(person, [kept.id, department.id]);
		const userIds = [userId, ...(hasStranger ? [uuidOf(`stranger ${person.key}`)] : [])];
		const path = `/v2/clients/${department.client_id}/departments/${department.id}/members/remove`;
		return {
			ticket: {
				...{ id, ...approved, person: person.name, system: 'client directory', action: 'revoke' },
				...{ clientId: department.client_id, departmentId: department.id, userIds },
			},
			expect: {
				...(hasStranger
					? { status: 'failed', reason: '1 of 2 members was not removed' }
					: { status: 'done', outcome: 'applied' }),
				removed: [`${person.email}: member of ${department.name}`],
			},
			request: `POST ${path} ${JSON.stringify({ user_ids: userIds })}`,
		};
	};

const guardhouseRevoke =
	(hasRole: boolean, instantLogout: boolean): Kind =>
	(sandbox, person, id) => {
		const [kept, ...roles] = sandbox.guardhouse.state.roles;
		const role = turn(roles, person.number);
		const userId = people(sandbox).guardhouse(person, hasRole ? [kept.id, role.id] : [kept.id]);
		return {
			ticket: {
				...{ id, ...approved, person: person.name, system: 'guardhouse', action: 'revoke' },
				...{ userId, roleId: role.id, instantLogout },
			},
			expect: {
				status: 'done',
				// Guardhouse answers alike whether the user had the role or not.
				outcome: 'applied',
				removed: hasRole ? [`${person.email}: ${role.name}`] : [],
			},
			request: `DELETE /api/v1/users/${userId}/roles/${role.id} {"instantLogout":${instantLogout}}`,
		};
	};

const cloudFoundryRevoke: Kind = (sandbox, person, id) => {
	const [kept, ...organizations] = sandbox.cloudFoundry.state.organizations;
	const { guid, name } = turn(organizations, person.number);
	const userGuid = people(sandbox).cloudFoundry(person, [
		['organization_user', kept.guid],
		['organization_user', guid],
		['organization_auditor', guid],
	]);
	return {
		ticket: {
			...{ id, ...approved, person: person.name, system: 'cloud foundry', action: 'revoke' },
			...{ userGuid, organizationGuid: guid },
		},
		expect: { status: 'done', outcome: 'applied', removed: [`${person.email}: user of ${name}`] },
		request: `DELETE /v3/roles/${roleOf('organization_user', person, guid)}`,
	};
};

const cloudFoundryRefused: Kind = (sandbox, person, id) => {
	const { guid, organization_guid } = turn(sandbox.cloudFoundry.state.spaces, person.number);
	const userGuid = people(sandbox).cloudFoundry(person, [
		['organization_user', organization_guid],
		['space_developer', guid],
	]);
	return {
		ticket: {
			...{ id, ...approved, person: person.name, system: 'cloud foundry', action: 'revoke' },
			...{ userGuid, organizationGuid: organization_guid },
		},
		expect: {
			status: 'failed',
			reason: `The user '${userGuid}' still has roles in spaces of the organization '${organization_guid}'`,
		},
		request: `DELETE /v3/roles/${roleOf('organization_user', person, organization_guid)}`,
	};
};

/** The access is there, and has to stay. */
const notApproved =
	(kind: Kind, isApproved: unknown): Kind =>
	(sandbox, person, id) => ({
		ticket: { ...kind(sandbox, person, id).ticket, approved: isApproved },
		expect: { status: 'not approved', reason: 'Not approved by victor.stein@example.com; nothing was sent' },
	});

const kinds: Kind[] = [
	delosRevoke(true, 'any'),
	guardhouseRevoke(true, false),
	directoryRevoke(false),
	cloudFoundryRevoke,
	delosGrant(false),
	notApproved(cloudFoundryRevoke, false),
	delosGone,
	directoryRevoke(true),
	guardhouseRevoke(true, true),
	delosRevoke(false, 'standard'),
	cloudFoundryRefused,
	directoryRevoke(false),
	delosGrant(true),
	guardhouseRevoke(false, false),
	notApproved(delosRevoke(true, 'any'), 'yes'),
	cloudFoundryRevoke,
	delosRevoke(true, 'owner'),
	delosUnknown,
	directoryRevoke(false),
	guardhouseRevoke(true, false),
];

/** Tickets of every kind in turn, each about a person of its own, whom the sandbox gets to know. */
export const prepareTickets = (sandbox: Sandbox, count: number): QueuedTicket[] =>
	Array.from({ length: count }, (_, number) =>
		turn(kinds, number)(sandbox, personOf(number), `T-${String(number).padStart(4, '0')}`),
	);
