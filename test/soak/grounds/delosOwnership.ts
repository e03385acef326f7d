import type { Change, LayOut } from '../ground';
import { delos } from './delos';

const lineOf = ({ userId, clientId }: Record<string, unknown>, isOwner: boolean) =>
	`PUT /v2/user/${String(userId)}/relate-client ${JSON.stringify({ relation: { cuid: clientId, isOwner } })}`;

const changeOwnership: Change = {
	operation: 'changeOwnership',
	fields: ([userId], clientId, of) => ({ userId, clientId, isOwner: of('is owner') < 0.5 }),
	met: ({ isOwner }) => [isOwner === true ? 'owner' : 'standard'],
	from: ['owner', 'standard'],
	passes: ['none'],
	// Where Bind doesn't overwrite, the access is ended and given anew, or given back as it was.
	lines: ({ fields }) => {
		const isOwner = fields.isOwner === true;
		const { userId, clientId } = fields;
		return [
			...[lineOf(fields, isOwner), lineOf(fields, isOwner), lineOf(fields, !isOwner)],
			`DELETE /v2/user/${String(userId)}/relate-client/${String(clientId)}?relation.isOwner=${String(!isOwner)}`,
		];
	},
	undo: ({ fields: { userId, clientId, isOwner } }) => ({
		...{ resource: 'user', operation: 'changeOwnership', userId, clientId, isOwner: isOwner !== true },
	}),
};

/** Standard users who become owners, and the reverse, beside others who lose their access. */
export const delosOwnership: LayOut = (sandbox, dice) => {
	const { state } = sandbox.delos;
	const ground = delos(sandbox, dice);
	// Where both kinds can stand beside each other, Bind adds the other one, and that is seen by Verify alone.
	state.coexist = false;
	const standings = ['none', 'owner', 'standard'];
	return { ...ground, standings, changes: [changeOwnership, ground.changes[1]] };
};
