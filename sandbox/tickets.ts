import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { examples } from './examples';
import { people } from './people';
import type { Provider } from './provider';
import type { Sandbox } from './start';

export type System = 'delos' | 'client directory' | 'guardhouse' | 'cloud foundry';

export const systems: System[] = ['delos', 'client directory', 'guardhouse', 'cloud foundry'];

export const providersOf = ({ delos, clientDirectory, guardhouse, cloudFoundry }: Sandbox) =>
	({
		delos,
		'client directory': clientDirectory,
		guardhouse,
		'cloud foundry': cloudFoundry,
	}) satisfies Record<System, Provider<unknown>>;

/** Who has access to what, one line each. */
export type Access = Record<System, string[]>;

export interface Expectation {
	status: string;
	outcome?: string;
	/** How the reason of the reply begins. */
	reason?: string;
	added?: string[];
	removed?: string[];
}

export interface Ticket {
	id: string;
	person: string;
	system: string;
	action: string;
	[field: string]: unknown;
}

export interface ExpectedTicket {
	/** As it is posted. */
	ticket: Ticket;
	expect: Expectation;
}

/** The tickets beside the examples. What is expected of them is typed there by hand and is no part of what is posted. */
export const readTickets = (): ExpectedTicket[] => {
	const { tickets } = JSON.parse(readFileSync(join(examples, 'tickets.json'), 'utf8')) as {
		tickets: Array<Ticket & { expect: Expectation }>;
	};
	return tickets.map(({ expect, ...ticket }) => ({ ticket: ticket as Ticket, expect }));
};

const names = new Map(people.map(({ email, name }) => [email, name]));
const named = (email: string) => names.get(email) ?? email;

const nameIn = <Id>(all: Array<[id: Id, name: string]>) => {
	const byId = new Map(all);
	return (id: Id) => byId.get(id) ?? String(id);
};

export const accessOf = ({ delos, clientDirectory, guardhouse, cloudFoundry }: Sandbox): Access => {
	const { organizations, spaces, users: accounts, roles } = cloudFoundry.state;
	const client = nameIn(delos.state.clients.map(({ cuid, name }) => [cuid, name]));
	const department = nameIn(clientDirectory.state.departments.map(({ id, name }) => [id, name]));
	const role = nameIn(guardhouse.state.roles.map(({ id, name }) => [id, name]));
	const account = nameIn(accounts.map(({ guid, username }) => [guid, username === undefined ? guid : named(username)]));
	const organization = nameIn(organizations.map(({ guid, name }) => [guid, name]));
	const space = nameIn(
		spaces.map(({ guid, name, organization_guid }) => [guid, `${organization(organization_guid)}/${name}`]),
	);
	return {
		delos: delos.state.users.flatMap(({ name, clients }) =>
			clients.map(
				({ customerId, isOwner }) => `${name}: ${isOwner ? 'owner' : 'standard user'} of ${client(customerId)}`,
			),
		),
		'client directory': clientDirectory.state.users.flatMap(({ username, department_ids }) =>
			department_ids.map((id) => `${named(username)}: member of ${department(id)}`),
		),
		guardhouse: guardhouse.state.users.flatMap(({ email, roleIds }) =>
			roleIds.map((id) => `${named(email)}: ${role(id)}`),
		),
		'cloud foundry': roles.map(({ type, user_guid, organization_guid, space_guid }) => {
			const kind = type.replace('organization_', '').replace(/_/g, ' ');
			const place = organization_guid === null ? space(space_guid ?? '') : organization(organization_guid);
			return `${account(user_guid)}: ${kind} of ${place}`;
		}),
	};
};

/** What the tickets ask for: nothing that no ticket names may change. */
export const expectedAccess = (before: Access, tickets: ExpectedTicket[]): Access => {
	const after = structuredClone(before);
	for (const { ticket, expect } of tickets) {
		const { added = [], removed = [] } = expect;
		if (added.length + removed.length === 0) continue;
		const system = ticket.system as System;
		after[system] = [...after[system].filter((line) => !removed.includes(line)), ...added];
	}
	return after;
};

/** The lines that `others` doesn't have as often. */
export const linesBeyond = (lines: string[], others: string[]): string[] => {
	const left = [...others];
	return lines.filter((line) => {
		const index = left.indexOf(line);
		if (index >= 0) left.splice(index, 1);
		return index < 0;
	});
};
