import type { Change, Single } from './change';
import type { Option, Parameter, Values } from './parameter';
import type { Reader } from './read';
import type { Refused } from './refusal';
import type { Held } from './state';

/** What a step goes by. Where it isn't so any more, nothing of its item is sent. */
export interface Premise {
	/** Whether members of whom it isn't known keep the others from being sent, even where they are only to be reported. */
	readonly isWhole: boolean;
	/** Why it has to be read; continues "because". */
	readonly because: string;
	/** What to say of what was read of one user, where the step must not be made any more. */
	readonly broken: (held: Held, values: Values) => Refused | undefined;
}

/** A single change that is part of another operation. */
export interface Step {
	readonly resource: string;
	readonly name: string;
	readonly change: Change;
	readonly values: Values;
	/** Options of the change that aren't for the user to choose. */
	readonly options?: Values;
	readonly premise?: Premise;
	/** What a result says beside, where the access was as asked already. */
	readonly unchanged?: string;
}

/** What steps are told of where they are made. */
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
export interface Compound {
	/** Stands in the operation list. */
	readonly name: string;
	/** Stands in the node panel, and is what an AI agent reads. */
	readonly action: string;
	readonly description: string;
	readonly takes: readonly Parameter[];
	/** Whom its steps are about. */
	readonly subject: Parameter;
	readonly options: readonly Option[];
	readonly steps: (values: Values, surroundings: Surroundings) => Promise<readonly Step[] | Refused>;
	/** Whether two steps of a run may want different things of one access; the later waits for the earlier. */
	readonly isInOrder: boolean;
}

export type Operation = Single | Compound;
