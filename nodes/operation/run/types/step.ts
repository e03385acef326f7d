import type { ItemRequest } from '../../panel';
import type { RecordedSet, Refused, SetStep, Step } from '../../model';
import type { Outcome, Sent } from './outcome';
import type { Run, StepRequest } from './run';

/** What a set operation is to bring about, for one item or for several together. */
export interface DesiredState extends Pick<RecordedSet, 'resource' | 'name' | 'operation'> {
	readonly items: readonly number[];
	readonly asked: ItemRequest;
	/** Whoever is to be there. */
	readonly listed: ReadonlySet<string>;
	readonly broken?: RecordedSet['broken'];
	/** Whether a result lists what failed. */
	readonly isReported: boolean;
}

/** What a desired state comes to, by what is there. */
export interface Diff {
	readonly current: readonly SetStep[];
	/** Of those, what stays because it is listed. */
	readonly kept: readonly SetStep[];
	readonly steps: readonly SetStep[];
}

export interface Reconciled extends DesiredState {
	readonly diff: Diff;
}

/** What a run is to do for an item, or for several together: one change, or nothing. */
export interface PlannedStep {
	/** The first is the one that messages are about. */
	readonly items: readonly number[];
	/** Absent where nothing has to be done. */
	readonly request?: StepRequest | Refused;
	readonly step?: Step;
	/** Steps of a later stage wait for those before. */
	readonly stage: number;
	/** What it is part of. */
	readonly desired?: Reconciled;
	/** Whether steps before it move what it goes by, so that this is read when its turn comes. */
	readonly isReadInTurn?: boolean;
}

/** Steps of one change that can be made together. */
export interface Group {
	/** Asks for what its steps ask for. */
	readonly run: Run;
	readonly stage: number;
	readonly steps: readonly PlannedStep[];
}

/** What those who planned steps want of their being sent. */
export interface Policy {
	/** Why a step isn't sent any more. */
	readonly holdsBack: (step: PlannedStep) => Refused | undefined;
	/** Takes note of what was sent of a step, and tells whether nothing else of the run is to be sent. */
	readonly endsWith: (
		step: PlannedStep,
		sent: { readonly fresh: readonly Sent[]; readonly all: readonly Sent[]; readonly isLast: boolean },
	) => boolean;
}

/** What became of a step of a desired state. */
export interface Made {
	readonly step: SetStep;
	readonly outcome: Outcome;
}

/** What became of a desired state, by what was read once all was made. */
export interface Settled {
	readonly desired: Reconciled;
	readonly made: readonly Made[];
	/** What was there then; absent where nothing was to be read. */
	readonly after?: readonly SetStep[] | Refused;
	/** What is there beyond what should be; `null` where it wasn't read again or couldn't be. */
	readonly left: readonly SetStep[] | null;
	/** What isn't as asked although no step was about it: who is listed and not there any more, and who is there beyond the list. */
	readonly astray: { readonly gone: readonly SetStep[]; readonly beyond: readonly SetStep[] };
	/** What can't be seen. */
	readonly hidden?: string;
}
