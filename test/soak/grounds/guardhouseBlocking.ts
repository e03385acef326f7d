import type { Change, LayOut } from '../ground';
import { guardhouse } from './guardhouse';

/** An account is the one place of its user. */
const account = 'account';
const [reason, blocker] = ['Left the company', 101];

const block: Change = {
	operation: 'block',
	fields: ([userId], _, of) => ({
		...{ userId, blockedByUserId: blocker },
		...{ suspensionReason: of('reason') < 0.5 ? reason : '', notifyUserViaEmail: of('notify') < 0.5 },
	}),
	met: () => ['blocked'],
	lines: ({ fields: { userId, blockedByUserId, suspensionReason, notifyUserViaEmail } }) => [
		`PATCH /api/v1/users/${String(userId)}/block ${JSON.stringify({
			blockedByUserId,
			...(suspensionReason !== '' && { suspensionReason }),
			notifyUserViaEmail,
		})}`,
	],
	undo: ({ fields: { userId } }) => ({ resource: 'user', operation: 'unblock', userId }),
};

const unblock: Change = {
	operation: 'unblock',
	fields: ([userId]) => ({ userId }),
	met: () => ['none'],
	lines: ({ fields: { userId } }) => [`PATCH /api/v1/users/${String(userId)}/unblock {}`],
	undo: () => null,
};

/** People who are blocked and unblocked, and keep their roles. */
export const guardhouseBlocking: LayOut = (sandbox, dice) => {
	const { state } = sandbox.guardhouse;
	const ground = guardhouse(sandbox, dice);
	const { place: lay } = ground;
	return {
		...ground,
		places: [account],
		standings: ['none', 'blocked'],
		changes: [block, unblock],
		place: (users) => {
			lay(users.map(([user]) => [user, []]));
			const blocked = new Set(users.flatMap(([user, [access]]) => (access?.[1] === 'blocked' ? [Number(user)] : [])));
			for (const user of state.users) if (user.id > 10_000) user.isSuspended = blocked.has(user.id);
		},
		standing: () =>
			new Map(
				state.users.flatMap(({ id, isSuspended, roleIds }) => [
					...(isSuspended ? [[`${id} ${account}`, 'blocked'] as const] : []),
					...roleIds.map((role) => [`${id} ${role}`, 'has'] as const),
				]),
			),
		// The list alone tells who is blocked.
		about: (request) =>
			ground.about(request) ?? (/[?&]email=soak-/.test(request.url) ? `${request.method} ${request.url}` : undefined),
	};
};
