import type { IDataObject } from 'n8n-workflow';

import type { SetStep, Reader, Refused } from '../words';
import { refuse } from '../words';
import { currentOf } from './reconcile';
import { pauses } from './readBack';
import { orRefused } from './orRefused';
import type { Results } from './run';
import { hasFailed } from './run';
import type { DesiredState } from './desired';

/** What became of a part of a whole. */
export interface StepFate {
	readonly part: SetStep;
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

export const fateOf = (part: SetStep, results: Results): StepFate => {
	if (isUnsent(results)) return { part, is: 'unsent', why: results.message };
	if (hasFailed(results)) {
		const { unknown, status, audit } = results;
		return { part, is: 'failed', why: because(results), isOpen: unknown === true, status, event: first(audit) };
	}
	const [result] = results;
	if (result === undefined) return { part, is: 'unsent', why: notBegun.message };
	const [failure] = (result.failed ?? []) as ReadonlyArray<{ readonly error: string }>;
	const event = first(result.audit as Refused['audit']);
	if (failure) return { part, is: 'failed', why: failure.error, event };
	return { part, is: result.outcome === 'unchanged' ? 'unchanged' : 'made', result, event };
};

const isAsWanted = ({ key, change }: SetStep, there: ReadonlySet<string>): boolean =>
	there.has(key) === change.state.grants;

/**
 * What is there once all is made, asked a few times more where that can't be seen yet. `reader` has read nothing since then but for
 * others that are looked at with it.
 */
export const lookedAgain = async (
	desired: DesiredState,
	fates: readonly StepFate[],
	reader: Reader,
): Promise<readonly SetStep[] | Refused> => {
	const made = fates.filter(({ is }) => is === 'made' || is === 'unchanged').map(({ part }) => part);
	const look = async (now: Reader) => await orRefused(async () => await currentOf(desired, now, made));
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
export const confirmed = (fates: readonly StepFate[], there: readonly SetStep[]): readonly StepFate[] => {
	const keys = new Set(there.map(({ key }) => key));
	return fates.map((fate) => {
		const { part, is, isOpen, event } = fate;
		const isSo = isAsWanted(part, keys);
		if (is === 'failed' && isOpen && isSo) return { part, is: 'made', event };
		if ((is !== 'made' && is !== 'unchanged') || isSo) return fate;
		return { part, is: 'failed', why: "The change was accepted, but can't be seen", event };
	});
};
