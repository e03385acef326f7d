/** What is handed from room to room: the run, its steps, what was read, what became of each step, and what is told. */

export type { Fact, Judged, Outcome, Sent, UserStates } from './outcome';
export { failedWith, isAccepted, isAmiss, isKnown, isThrough, mayHaveChanged, nothingKnown } from './outcome';
export type { Counts, Ended, Results } from './result';
export { hasFailed } from './result';
export type { Checked, Run, StepRequest } from './run';
export type { DesiredState, Diff, Group, Made, PlannedStep, Policy, Reconciled, Settled } from './step';
