import type { IDataObject } from 'n8n-workflow';

import type { CloudFoundryRole, CloudFoundryState } from '../../sandbox';
import { uuidOf } from '../../sandbox';
import { chain } from '../../sandbox/host';
import { giveRole, home, results } from './cloudFoundry';
import { signedIn } from './cloudFoundryAccesses';
import { engine, sandbox } from './setUp';
import { json, locator, packageName, runNode } from './workflow';

export type Version = 'v2' | 'v3';
export type Held = readonly [type: CloudFoundryRole['type'], place: string];

/** What a token is for, and the roles of the account whose it is. */
export interface Account {
	readonly scope: CloudFoundryState['scope'];
	readonly roles: readonly Held[];
	/** The account is this user. */
	readonly is?: string;
}

export const web = '9decf038-91ca-4605-b796-f7f629e0886b';
/** Whom all of it is about. */
export const person = uuidOf('cloud foundry priya.patel');
export const actor = uuidOf('the account of the credential');

const state = () => sandbox.cloudFoundry.state;

export const account = (scope: Account['scope'], ...roles: Held[]): Account => ({ scope, roles });

/** Makes the credential that of the account. */
export const actAs = ({ scope, roles, is = actor }: Account): void => {
	if (is === actor) state().users.push({ ...state().users[1], guid: actor, username: 'n8n@example.com' });
	for (const [type, place] of roles) giveRole(type, is, place);
	Object.assign(state(), { scope, actor: is });
	sandbox.cloudFoundry.expireTokens();
};

/** Whether the account sees everything. */
export const seesAll = (): boolean => ['admin', 'admin_read_only', 'global_auditor'].includes(state().scope);

/** Everybody's roles but those of the account. */
export const rolesNow = (): string[] =>
	state()
		.roles.filter(({ user_guid }) => user_guid !== actor)
		.map((role) => `${role.user_guid} ${role.type} ${role.organization_guid ?? role.space_guid}`);

/** What has come and gone. */
export const moved = (before: readonly string[]): string[] => {
	const after = rolesNow();
	const come = after.filter((role) => !before.includes(role)).map((role) => `+ ${role}`);
	return [...come, ...before.filter((role) => !after.includes(role)).map((role) => `- ${role}`)].sort();
};

export const come = (...roles: readonly Held[]): string[] => roles.map((role) => `+ ${[person, ...role].join(' ')}`);
export const gone = (...roles: readonly Held[]): string[] => roles.map((role) => `- ${[person, ...role].join(' ')}`);

/** Leaves the person just these roles. */
export const arrange = (has: readonly Held[]): void => {
	state().jobPolls = 0;
	state().roles = state().roles.filter(({ user_guid: guid }) => guid !== person);
	for (const [type, place] of has) giveRole(type, person, place);
};

/** A failure is one text, as people read it. */
const saying = (failed: unknown): Error => {
	const { message, description } = failed as { message?: string; description?: string | null };
	return new Error(`${message} ${description ?? ''}`);
};

const located = (parameters: IDataObject): IDataObject =>
	Object.fromEntries(
		Object.entries(parameters).map(([name, value]) => [
			name,
			/Guid$/.test(name) && typeof value === 'string' ? locator(value) : value,
		]),
	);

export const inMode = (mode: string, value: string) => ({ __rl: true, mode, value });

/** One item; what comes of it, or the failure. */
export const runAs = async (resource: string, operation: string, parameters: IDataObject): Promise<IDataObject[]> => {
	const all = { resource, operation, ...located(parameters) };
	const ran = await runNode(engine, 'cloudFoundry', all, { credentials: { cloudFoundryApi: signedIn() } });
	if (ran.error) throw saying(ran.error);
	return results(ran);
};

/** What a list in the panel offers. */
export const listed = async (method: string, version: Version, parameters: IDataObject = {}): Promise<unknown[]> => {
	const all = { resource: 'user', operation: 'removeOrganization', apiVersion: version, ...located(parameters) };
	const credentials = { cloudFoundryApi: signedIn() };
	try {
		const found = await engine.listSearch(
			...([`${packageName}.cloudFoundry`, method, all, credentials] as unknown as Parameters<typeof engine.listSearch>),
		);
		return found.results.map(({ value }) => value).sort();
	} catch (failed) {
		throw saying(failed);
	}
};

/** What the trigger tells of a role in a space that the person is given meanwhile. */
export const watched = async (version: Version, parameters: IDataObject): Promise<unknown> => {
	const all = { events: ['granted', 'revoked'], apiVersion: version, ...located(parameters) };
	const watch = { name: 'Watch', type: `${packageName}.cloudFoundryTrigger`, parameters: all as never };
	const trigger = engine.publish(chain([watch]), { cloudFoundryApi: signedIn() as never });
	try {
		await trigger.poll();
		giveRole('space_manager', person, web);
		return json((await trigger.poll()) ?? []).map(({ event, userGuid, role }) => ({ event, userGuid, role }));
	} catch (failed) {
		throw saying(failed);
	}
};

export const guidsIn = (all: readonly IDataObject[]): string[] =>
	all.map((one) => String(one.guid ?? (one.metadata as IDataObject).guid)).sort();

/** Who has a role, or one of these, in the organization. */
export const holdersIn = (place: string, types?: readonly string[]): string[] => {
	const held = state().roles.filter(
		({ organization_guid: guid, type }) => guid === place && (types?.includes(type) ?? true),
	);
	return [...new Set(held.map(({ user_guid: guid }) => guid))].sort();
};

const all = (of: 'users' | 'organizations' | 'spaces'): string[] => {
	const { [of]: some } = state();
	return some.map(({ guid }) => guid).sort();
};

/** What the account sees whose roles are in one organization, or that sees everything. */
export const usersSeen = (): string[] => (seesAll() ? all('users') : [...new Set([actor, ...holdersIn(home)])].sort());
export const organizationsSeen = (): string[] => (seesAll() ? all('organizations') : [home]);
export const spacesSeen = (): string[] => {
	if (seesAll()) return all('spaces');
	const isManager = state().roles.some(
		({ type, user_guid: guid }) => guid === actor && type === 'organization_manager',
	);
	const inside = state().spaces.filter(({ organization_guid: guid }) => guid === home);
	return (isManager ? inside.map(({ guid }) => guid) : [web]).sort();
};
