import type { Person } from './people';
import type { Sandbox } from './start';
import { accessOf, systems, type Access } from './tickets';

/** What the example of somebody who leaves answers, as far as it is looked at here. */
export interface LeavingReply {
	status: string;
	summary: string;
	removed: object[];
	failed: object[];
	left: Record<string, object[] | null>;
	undo: Record<string, object[]>;
	audit: object[];
}

/** A person as the HR system names them. */
export const namesOf = ({ email }: Person) => ({ email });

/** Everything that this person has; whoever isn't blocked at Guardhouse may sign in there. */
export const ownAccess = (sandbox: Sandbox, name: string): Access => {
	const all = accessOf(sandbox);
	const isThey = ({ firstName, lastName, isSuspended }: Sandbox['guardhouse']['state']['users'][number]) =>
		`${firstName} ${lastName}` === name && !isSuspended;
	const signIn = sandbox.guardhouse.state.users.some(isThey) ? [`${name}: sign-in`] : [];
	const own = (lines: string[]) => lines.filter((line) => line.startsWith(`${name}: `));
	const access = Object.fromEntries(systems.map((system) => [system, own(all[system])])) as Access;
	return { ...access, guardhouse: [...signIn, ...access.guardhouse] };
};

const count = (lists: Record<string, object[] | null>) =>
	Object.values(lists).reduce((sum, list) => sum + (list?.length ?? 0), 0);

/** In what a reply, and the access that is left, isn't as it should be. */
export const wrongWith = (reply: LeavingReply, before: Access, after: Access): string[] => {
	const had = Object.values(before).flat().length;
	const empty = systems.filter((system) => before[system].length === 0);
	return [
		...empty.map((system) => `There was nothing to take at ${system}`),
		...Object.values(after).flatMap((lines) => lines.map((line) => `Still there: ${line}`)),
		...(reply.status === 'done' ? [] : [`The reply says "${reply.status}": ${JSON.stringify(reply.failed)}`]),
		...(count(reply.left) === 0 ? [] : [`The reply names what is left: ${JSON.stringify(reply.left)}`]),
		...(reply.removed.length === had ? [] : [`The reply names ${reply.removed.length} of ${had}`]),
		...(reply.audit.length === had ? [] : [`There are ${reply.audit.length} audit events for ${had} accesses`]),
		...(count(reply.undo) > 0 ? [] : ['Nothing tells how to give it back']),
	];
};
