import { paced } from '../../wire';
import type { Reader, Refused, SetStep } from '../../model';
import { orRefused } from '../../model';
import type { Made, Reconciled, Settled } from '../types';
import { isAccepted } from '../types';
import { currentOf } from './current';
import { differenceOf } from './diff';
import { untilSeen } from './read';

const keysOf = (current: readonly SetStep[]): ReadonlySet<string> => new Set(current.map(({ key }) => key));

const isAsAsked = ({ key, change }: SetStep, keys: ReadonlySet<string>): boolean =>
	keys.has(key) === change.state.grants;

/** What is there once all is made; `reader` has read nothing since then but for others that are looked at with it. */
const readAgain = async (
	desired: Reconciled,
	made: readonly Made[],
	reader: Reader,
): Promise<readonly SetStep[] | Refused> => {
	const accepted = made.filter(({ outcome }) => isAccepted(outcome)).map(({ step }) => step);
	return await untilSeen<readonly SetStep[] | Refused>(
		reader,
		async (earlier) => {
			const now = earlier ? reader.fresh() : reader;
			return await orRefused(async () => await currentOf(desired, now, accepted));
		},
		(found) => {
			if ('message' in found) return true;
			const keys = keysOf(found);
			return accepted.every((step) => isAsAsked(step, keys));
		},
	);
};

const unseen: Refused = { message: "The change was accepted, but can't be seen", description: 'Look it up there.' };

/** What the answers alone prove; what was to be verified, nobody knows. */
const unread = ({ step, outcome }: Made, why: Refused, isVerified: boolean): Made => {
	if (!isAccepted(outcome)) return { step, outcome };
	const changed = outcome.is === 'unchanged' ? false : outcome.isProven ? true : null;
	if (!isVerified) return { step, outcome: { ...outcome, changed } };
	const told = { ...why, message: `${why.message}, so the accepted change couldn't be read back` };
	return { step, outcome: { ...outcome, is: 'unknown', why: told, isUnconfirmed: true, changed, undo: null } };
};

/** What became of a step, as what is there now shows it. */
const confirmed = ({ step, outcome }: Made, keys: ReadonlySet<string>): Made => {
	const { change, seen } = step;
	const isSo = isAsAsked(step, keys);
	if (outcome.is === 'unknown' && isSo) {
		const difference = differenceOf(change, outcome.values, { seen, told: true });
		return { step, outcome: { ...outcome, ...difference, is: 'applied', why: undefined } };
	}
	if (!isAccepted(outcome) || isSo) return { step, outcome };
	return { step, outcome: { ...outcome, is: 'failed', why: unseen, isUnconfirmed: true, changed: null, undo: null } };
};

/** What isn't as asked, and no step tells of. */
const astrayIn = (
	{ diff, asked }: Reconciled,
	made: readonly Made[],
	{ keys, left }: { readonly keys: ReadonlySet<string>; readonly left: readonly SetStep[] },
): Settled['astray'] => {
	const told = new Set(made.map(({ step }) => step.key));
	return {
		gone: diff.kept.filter(({ key }) => !keys.has(key)),
		beyond: asked.options.mode === 'addOnly' ? [] : left.filter(({ key }) => !told.has(key)),
	};
};

const leftIn = ({ listed }: Reconciled, current: readonly SetStep[]) => current.filter(({ key }) => !listed.has(key));

const inOrder = { gone: [], beyond: [] };

const settledBy = (desired: Reconciled, made: readonly Made[], after: readonly SetStep[] | Refused): Settled => {
	if ('message' in after) {
		// Where another failure has ended the run, that is what is told.
		const isVerified = desired.asked.options.verify === true && !after.follows;
		return { desired, after, made: made.map((one) => unread(one, after, isVerified)), left: null, astray: inOrder };
	}
	const keys = keysOf(after);
	const left = leftIn(desired, after);
	const settled = made.map((one) => confirmed(one, keys));
	return { desired, after, made: settled, left, astray: astrayIn(desired, made, { keys, left }) };
};

/** Whether everybody whom a desired state added is there: providers accept what makes no difference. */
export const isSeenToBeAdded = async (
	desired: Reconciled,
	added: readonly Made[],
	reader: Reader,
): Promise<boolean> => {
	const after = await readAgain(desired, added, reader);
	const keys = keysOf('message' in after ? [] : after);
	return !('message' in after) && added.every((one) => isAccepted(confirmed(one, keys).outcome));
};

/** Reads again what steps were made of. `unreadable`: why that isn't done any more. */
export const settle = async (
	all: ReadonlyMap<Reconciled, readonly Made[]>,
	reader: Reader,
	unreadable: () => Refused | undefined,
): Promise<ReadonlyMap<Reconciled, Settled>> => {
	const settled = new Map<Reconciled, Settled>();
	await paced([...all], reader.atOnce, async ([desired, made]) => {
		const { operation, asked } = desired;
		const isSent = asked.options.dryRun !== true && made.some(({ outcome }) => outcome.is !== 'notSent');
		const own: Settled = isSent
			? settledBy(desired, made, unreadable() ?? (await readAgain(desired, made, reader)))
			: { desired, made, left: made.length > 0 ? null : leftIn(desired, desired.diff.current), astray: inOrder };
		const hidden = await orRefused(async () => await operation.hidden?.(asked.values, reader));
		settled.set(desired, { ...own, hidden: typeof hidden === 'string' ? hidden : undefined });
		return true;
	});
	return settled;
};
