import type { IDataObject } from 'n8n-workflow';

import type { Refused } from '../answer';
import type { Option, Parameter, Values } from '../parameter';
import type { AccessList } from './accessList';
import type { Change, Single } from './change';
import type { Reader } from './read';
import type { Held, Names } from './state';

/** What a step relies on. Where it isn't so any more, nothing of its item is sent. */
export interface Precondition {
	/** Whether one member whose state can't be read blocks the whole step, even with Partial Failure: Report. */
	readonly blocksAll: boolean;
	/** Why it has to be read; continues "because". */
	readonly because: string;
	/** Refuses the step where what was read of one user shows that it must not be made any more. */
	readonly broken: (held: Held, values: Values) => Refused | undefined;
}

/** A single change that is part of another operation. */
export interface Step {
	readonly resource: string;
	readonly name: string;
	readonly change: Change;
	readonly values: Values;
	/** Options of the change that aren't for the user to choose any more. */
	readonly options?: Values;
	readonly precondition?: Precondition;
	/** What was already read of its user, as the state of the change reads it. */
	readonly seen?: Held;
	/** A note for the result, where the access was already as asked. */
	readonly unchanged?: string;
}

/** What the making of steps may need to know: the node, its provider and its credential. */
export interface Surroundings {
	/** The node, as saved workflows name it. */
	readonly node: string;
	/** The provider, for messages. */
	readonly provider: string;
	readonly baseUrl: string;
	/** A secret of the credential's owners; empty where there is none. */
	readonly planKey: string;
	readonly reader: Reader;
}

/** What is made of single changes. */
interface OfSingles {
	/** Stands in the operation list. */
	readonly name: string;
	/** Stands in the node panel, and is what an AI agent reads. */
	readonly action: string;
	readonly description: string;
	readonly takes: readonly Parameter[];
	/** Parameters that choose between variants of its changes. */
	readonly chooses?: readonly Parameter[];
	/** Whom its changes are about. */
	readonly subject: Parameter;
	readonly options: readonly Option[];
}

/** A step of a set operation, for one user. */
export interface SetStep extends Step {
	/** Tells its access from the others. Where a list says what is to be there, it is the entry of that list. */
	readonly key: string;
	/** A step waits for all those of earlier stages. */
	readonly stage: number;
	/** The access as results name it. */
	readonly entry: IDataObject;
	/** The access as messages name it. */
	readonly called: string;
	/** Names that were read with it, beside those that the state of its change reads. */
	readonly names?: Names;
}

/** What brings all access of its kind to a state, and gives one result. */
export interface SetOperation extends OfSingles {
	/** The single changes that it comes to. */
	readonly changes: readonly Change[];
	/** The options that say what it does; a plan keeps them. */
	readonly shapedBy: readonly Option[];
	/** How a result names an access: the panel previews its fields. */
	readonly sample: IDataObject;
	/** Every access that is there, to the last page, each as the step that ends it. `made`: the steps that were made since it was last read. */
	readonly current: (
		values: Values,
		reader: Reader,
		made?: readonly SetStep[],
	) => Promise<readonly SetStep[] | Refused>;
	/** Access that this account can't list; told in the result's note. */
	readonly hidden?: (values: Values, reader: Reader) => Promise<string | undefined>;
	/** What is to be there; absent where nothing is. Items that differ in the list alone are taken together. */
	readonly list?: {
		readonly of: Parameter;
		readonly give: (values: Values, id: string) => SetStep;
		/** Why these can't be given anything, where the provider's list of everybody tells. */
		readonly unknown?: (ids: readonly string[], values: Values, reader: Reader) => Promise<Refused | undefined>;
	};
}

/** A set operation that is part of another operation. */
export interface RecordedSet {
	readonly resource: string;
	readonly name: string;
	readonly operation: SetOperation;
	readonly values: Values;
	/** The options that shape it. */
	readonly options: Values;
	/** Why nothing of it must be sent, seen from what is there now. */
	readonly broken: (current: readonly SetStep[]) => Refused | undefined;
}

/** What gives changes one by one, each with a result of its own. */
export interface RecordedSteps extends OfSingles {
	readonly steps: (
		asked: { readonly values: Values; readonly options: Values },
		surroundings: Surroundings,
	) => Promise<ReadonlyArray<Step | RecordedSet> | Refused>;
	/** Whether two steps of a run may want different things of one access; the later waits for the earlier. */
	readonly isInOrder: boolean;
}

export type Compound = RecordedSteps | SetOperation;

export type Operation = Single | Compound | AccessList;
