import type { IDataObject } from 'n8n-workflow';

import type { Move, Reader, Refused } from '../words';
import { refuse } from '../words';
import { thereFor } from './aims';
import { pauses } from './lookBack';
import { orRefused } from './orRefused';
import type { Results } from './run';
import { hasFailed } from './run';
import type { Task } from './tasks';

/** What became of a part of a whole. */
export interface MoveFate {
	readonly part: Move;
	readonly is: 'made' | 'unchanged' | 'failed' | 'unsent';
	/** The result of its own. */
	readonly result?: IDataObject;
	readonly why?: string;
	/** Whether nobody knows if it was made. */
	readonly isOpen?: boolean;
	readonly status?: number;
	/** Where it is asked for, and the part was tried. */
	readonly event?: IDataObject;
}

export const notBegun = refuse("It wasn't begun any more", 'Another change of this run had failed.');

/** Of a list that isn't whole yet, nobody is removed. */
export const heldBack = refuse(
	"Not removed, because it wasn't certain that everybody of the list was added",
	'Add whom it lacks, and run it again.',
);

/** Whether nothing was sent, because of what became of others. */
export const isUnsent = (results: Results): results is Refused => results === notBegun || results === heldBack;

/** Why, in the provider's words too. */
export const because = ({ message, said }: Refused) =>
	said === undefined || message.includes(said) ? message : `${message} (${said})`;

/** A part is one change of one user. */
const first = (audit: Refused['audit']) => [audit].flat()[0];

export const fateOf = (part: Move, results: Results): MoveFate => {
	if (isUnsent(results)) return { part, is: 'unsent', why: results.message };
	if (hasFailed(results)) {
		const { undecided, status, audit } = results;
		return { part, is: 'failed', why: because(results), isOpen: undecided === true, status, event: first(audit) };
	}
	const [result] = results;
	if (result === undefined) return { part, is: 'unsent', why: notBegun.message };
	const [failure] = (result.failed ?? []) as ReadonlyArray<{ readonly error: string }>;
	const event = first(result.audit as Refused['audit']);
	if (failure) return { part, is: 'failed', why: failure.error, event };
	return { part, is: result.outcome === 'unchanged' ? 'unchanged' : 'made', result, event };
};

const isAsWanted = ({ key, change }: Move, there: ReadonlySet<string>): boolean =>
	there.has(key) === change.state.grants;

/**
 * What is there once all is made, asked a few times more where that can't be seen yet. `reader` has read nothing since then but for
 * others that are looked at with it.
 */
export const lookedAgain = async (
	task: Task,
	fates: readonly MoveFate[],
	reader: Reader,
): Promise<readonly Move[] | Refused> => {
	const made = fates.filter(({ is }) => is === 'made' || is === 'unchanged').map(({ part }) => part);
	const look = async (now: Reader) => await orRefused(async () => await thereFor(task, now, made));
	let there = await look(reader);
	for (const pause of pauses) {
		if ('message' in there) break;
		const keys = new Set(there.map(({ key }) => key));
		if (made.every((part) => isAsWanted(part, keys))) break;
		await reader.pause(pause);
		there = await look(reader.fresh());
	}
	return there;
};

/** The fates as what was read afterwards shows them. */
export const confirmed = (fates: readonly MoveFate[], there: readonly Move[]): readonly MoveFate[] => {
	const keys = new Set(there.map(({ key }) => key));
	return fates.map((fate) => {
		const { part, is, isOpen, event } = fate;
		const isSo = isAsWanted(part, keys);
		if (is === 'failed' && isOpen && isSo) return { part, is: 'made', event };
		if ((is !== 'made' && is !== 'unchanged') || isSo) return fate;
		return { part, is: 'failed', why: "The change was accepted, but can't be seen", event };
	});
};
