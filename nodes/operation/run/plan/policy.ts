import { paced } from '../../wire';
import type { Reader, Refused } from '../../model';
import { isBulk, refuse } from '../../model';
import { isSeenToBeAdded } from '../state';
import type { Group, Made, PlannedStep, Policy, Reconciled, Sent, StepRequest } from '../types';
import { isAmiss } from '../types';

export const notBegun = refuse('Not sent any more', 'Another change of this run had failed.');

/** Of a list that isn't whole yet, nobody is removed. */
const heldBack = refuse(
	"Not removed, because it wasn't certain that everybody of the list was added",
	'Add whom it lacks, and run it again.',
);

const wouldBeHeldBack = refuse(
	"Would not be removed, because somebody of the list can't be given the access",
	'Correct whom it lacks, and run it again.',
);

const heldBackIn = ({ asked }: Reconciled) => (asked.options.dryRun === true ? wouldBeHeldBack : heldBack);

/** Whether a step can't succeed any more: one that reports its members only once all of them are through. */
const isHopeless = (
	{ step, request }: PlannedStep,
	{ fresh, all, isLast }: Parameters<Policy['endsWith']>[1],
): boolean => {
	const isReport = step && isBulk(step.change) && (request as StepRequest).options.partialFailure === 'report';
	return isReport ? isLast && all.every(({ answer, is }) => isAmiss({ is }) && !answer) : fresh.some(isAmiss);
};

const worst = (sent: readonly Sent[]): 'failed' | 'unknown' | undefined =>
	(['failed', 'unknown'] as const).find((kind) => sent.some(({ is }) => is === kind));

/** The sets that end access in a group, apart from dry runs. */
const endingIn = ({ run, steps }: Group): readonly Reconciled[] => {
	if (run.operation.state.grants) return [];
	const all = new Set(steps.flatMap(({ desired }) => desired ?? []));
	return [...all].filter(({ asked }) => asked.options.dryRun !== true);
};

/**
 * What is sent in which case: a plain step that fails ends the run, where the node stops on errors; a set tries all its steps,
 * ends what others want, and removes nobody while somebody of its list may lack the access.
 */
export const policyOf = (continueOnFail: boolean) => {
	/** Those that have failed, of which nobody asked for a report. */
	const failed = new Set<Reconciled>();
	/** Those that couldn't give somebody access, or of which nobody knows whether they did. */
	const lacking = new Set<Reconciled>();
	const noteLacking = (desired: Reconciled) => {
		lacking.add(desired);
		const isRemoving = desired.diff.steps.some(({ change }) => !change.state.grants);
		if (!desired.isReported && isRemoving) failed.add(desired);
	};
	const note = (desired: Reconciled, grants: boolean | undefined, sent: readonly Sent[]) => {
		const kind = worst(sent);
		if (!kind) return;
		if (grants) noteLacking(desired);
		// What nobody knows yet is read afterwards.
		if (kind === 'failed' && !desired.isReported) failed.add(desired);
	};
	const policy: Policy = {
		holdsBack: ({ step, desired }): Refused | undefined => {
			if (!desired) return undefined;
			if (lacking.has(desired) && step?.change.state.grants === false) return heldBackIn(desired);
			return failed.size > 0 && !failed.has(desired) && !continueOnFail ? notBegun : undefined;
		},
		endsWith: (planned, sent) => {
			if (!planned.desired) return !continueOnFail && isHopeless(planned, sent);
			note(planned.desired, planned.step?.change.state.grants, sent.fresh);
			return false;
		},
	};
	/** Before removals: notes the sets of which not everybody whom they added is there, as what can't be read proves nothing. */
	const look = async (group: Group, addedBy: (desired: Reconciled) => readonly Made[], reader: Reader) => {
		const open = endingIn(group).filter((desired) => !lacking.has(desired));
		await paced(open, reader.atOnce, async (desired) => {
			const added = addedBy(desired);
			if (added.length > 0 && !(await isSeenToBeAdded(desired, added, reader))) noteLacking(desired);
			return true;
		});
	};
	return { policy, look };
};
