import type { INodePropertyOptions } from 'n8n-workflow';

import type { Parameter } from '../operation/model';
import { choice } from '../operation/model';

type Choice = INodePropertyOptions & { readonly value: string; readonly description: string };

const inOrganization: readonly Choice[] = [
	{ name: 'Organization Manager', value: 'organization_manager', description: 'Manages its users and spaces' },
	{ name: 'Organization Billing Manager', value: 'organization_billing_manager', description: 'Manages its billing' },
	{ name: 'Organization Auditor', value: 'organization_auditor', description: 'Reads what the organization has' },
];

const inSpace: readonly Choice[] = [
	{ name: 'Space Developer', value: 'space_developer', description: 'Manages the apps and services of the space' },
	{ name: 'Space Manager', value: 'space_manager', description: 'Manages the users of the space' },
	{ name: 'Space Auditor', value: 'space_auditor', description: 'Reads what the space has' },
	{
		name: 'Space Supporter',
		value: 'space_supporter',
		description: 'Restarts apps and looks for what is wrong with them; API v3 alone knows this role',
	},
];

const membership: Choice = {
	name: 'Organization User',
	value: 'organization_user',
	description: 'The plain membership, which comes before any role in the organization or its spaces',
};

/** Each role is an access of its own. */
const roleOf = (place: string, options: readonly Choice[], isRequired = true): Parameter => {
	const [{ value: first }] = options;
	const described = { displayName: 'Role', name: 'role', description: `Which role in the ${place}` };
	const all = choice(described, options, first);
	return { ...all, property: { ...all.property, ...(isRequired && { required: true }) }, isOfAccess: true };
};

/** A row of who has what, or what a trigger tells, names the role that it is about. */
export const otherRoles = {
	field: 'role',
	values: [...inOrganization, ...inSpace].map(({ value }) => value),
	otherwise:
		"For other roles there are operations of their own: let a Filter or Switch node go by 'role' before this one.",
};

/** Beside the membership itself. */
export const organizationRole = roleOf('organization', inOrganization);
export const anyOrganizationRole = roleOf('organization', [membership, ...inOrganization], false);
export const spaceRole = roleOf('space', inSpace);

/** A role as people call it. */
export const calledRole = (role: unknown): string =>
	[membership, ...inOrganization, ...inSpace].find(({ value }) => value === role)?.name ?? String(role);
