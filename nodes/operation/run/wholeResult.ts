import type { IDataObject } from 'n8n-workflow';

import type { SetStep, Refused } from '../words';
import { named, withReasons } from '../words';
import { beyond } from './reconcile';
import { joined } from './joined';
import { lookedUpIn } from './lookedUp';
import type { Results, Run } from './run';
import type { Reconciled } from './steps';
import type { StepFate } from './wholeFates';
import { heldBack } from './wholeFates';
import { wholePlan } from './wholePlan';
import { bulkIn, undoOf } from './wholeUndo';

/** What became of a desired state. */
export interface Ended {
	readonly desired: Reconciled;
	readonly fates: readonly StepFate[];
	/** What was read afterwards, where something was. */
	readonly after?: readonly SetStep[] | Refused;
	/** What can't be seen. */
	readonly note?: string;
}

const those = (fates: readonly StepFate[], is: StepFate['is'], grants: boolean) =>
	fates.filter((fate) => fate.is === is && fate.part.change.state.grants === grants);

const entriesOf = (parts: ReadonlyArray<{ readonly part: SetStep }>): IDataObject[] =>
	parts.map(({ part }) => part.entry);

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

const reasonsOf = (fates: readonly StepFate[]) => withReasons(fates.map(({ part, why = '' }) => [part.called, why]));

const called = (fates: readonly StepFate[]) => named(fates.map(({ part }) => part.called));

/** Why a desired state failed: what was made, and what wasn't. */
const failureOf = ({ fates }: Ended): Refused => {
	const failed = fates.filter(({ is }) => is === 'failed');
	const unsent = fates.filter(({ is }) => is === 'unsent');
	const kept = unsent.filter(({ why }) => why === heldBack.message);
	const open = failed.filter(({ isOpen }) => isOpen);
	const not = failed.filter(({ isOpen }) => !isOpen);
	const [added, removed] = [those(fates, 'made', true), those(fates, 'made', false)];
	const sentences = [
		...(open.length > 0 ? [`not known: ${reasonsOf(open)}`] : []),
		...(those(not, 'failed', true).length > 0 ? [`not added: ${reasonsOf(those(not, 'failed', true))}`] : []),
		...(those(not, 'failed', false).length > 0 ? [`not removed: ${reasonsOf(those(not, 'failed', false))}`] : []),
		...(added.length > 0 ? [`but added: ${called(added)}`] : []),
		...(removed.length > 0 ? [`but removed: ${called(removed)}`] : []),
		...(kept.length > 0
			? [`not removed, because it wasn't certain that everybody of the list was added: ${called(kept)}`]
			: []),
		...(unsent.length > kept.length
			? [`not sent any more: ${called(unsent.filter((fate) => !kept.includes(fate)))}`]
			: []),
		"to get a result that lists them and can be undone, set 'Partial Failure' to Report",
	];
	const count = not.length + unsent.length;
	const of = (some: number) => {
		const all = fates.length === 1 ? 'the only change' : `${some} of ${fates.length} changes`;
		return `${all} ${some === 1 ? 'was' : 'were'}`;
	};
	const unknown = `it isn't known whether ${of(open.length)} made`;
	const states = [...(count > 0 ? [`${of(count)}n't made`] : []), ...(open.length > 0 ? [unknown] : [])];
	return {
		message: capital(states.join(', and ')),
		description: sentences.map((sentence) => `${capital(sentence)}.`).join(' '),
		status: failed.find(({ status }) => status !== undefined)?.status,
		invalid: true,
	};
};

/** What is there beyond what should be; `null` where it couldn't be read. */
const remainingOf = ({ desired, after = desired.diff.there }: Ended): IDataObject[] | null =>
	'message' in after ? null : beyond(desired, after).map(({ entry }) => entry);

const changedBy = (fates: readonly StepFate[]): boolean | null => {
	const changes = fates.filter(({ is }) => is === 'made').map(({ result }) => (result ? result.changed : true));
	if (changes.includes(true)) return true;
	return changes.length > 0 ? null : false;
};

const planned = (run: Pick<Run, 'connection'>, { desired, fates }: Ended): IDataObject => {
	const requests = fates.flatMap(({ result }) => (result?.request ? [result.request as IDataObject] : []));
	return { request: joined(requests, bulkIn(desired)?.wire) as IDataObject[], ...wholePlan(run, desired) };
};

const notesOn = ({ after, note }: Ended, unknown: readonly string[]): IDataObject => {
	const notes = [
		...(after && 'message' in after ? [`What is left couldn't be read: ${after.message}.`] : []),
		...(unknown.length > 0 ? [`'undo' lacks what isn't known exactly: ${named(unknown)}.`] : []),
		...(note ? [note] : []),
	];
	return notes.length > 0 ? { note: notes.join(' ') } : {};
};

/** The one result of a desired state, or why it has none. */
export const wholeResult = (run: Pick<Run, 'connection'>, ended: Ended): Results => {
	const { desired, fates, after } = ended;
	const { options, values } = desired.asked;
	const failed = fates.filter(({ is }) => is === 'failed' || is === 'unsent');
	const isPlanned = options.dryRun === true;
	if (failed.length > 0 && !desired.isReported) return failureOf(ended);
	if (options.verify === true && after && 'message' in after)
		return { ...after, message: `The changes were accepted, but couldn't be read back: ${after.message}` };
	const { undo, unknown } = undoOf(run, desired, fates);
	const changed = changedBy(fates);
	const outcome = changed === false ? (failed.length > 0 ? null : 'unchanged') : 'applied';
	const result: IDataObject = {
		success: failed.length === 0,
		operation: desired.name,
		outcome: isPlanned ? 'planned' : outcome,
		changed,
		...(values as IDataObject),
		...lookedUpIn(desired.asked),
		added: entriesOf(those(fates, 'made', true)),
		removed: entriesOf(those(fates, 'made', false)),
		kept: desired.diff.kept.map(({ entry }) => entry),
		failed: failed.map(({ part, why }) => ({ ...part.entry, error: why })),
		remaining: isPlanned ? null : remainingOf(ended),
		undo: undo as IDataObject[],
		...(isPlanned && planned(run, ended)),
		...(options.verify === true && !isPlanned && { verified: failed.length === 0 }),
		...notesOn(ended, unknown),
	};
	return [result];
};
