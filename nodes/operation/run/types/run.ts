import type { Origin } from '../../audit';
import type { ItemRequest } from '../../panel';
import type { Connection } from '../../wire';
import type { Change, Operation, Refused, Step, Values } from '../../model';
import type { UserStates } from './outcome';

/** What an item asks for, or a step of one. */
export interface StepRequest extends ItemRequest, Pick<Step, 'precondition' | 'seen' | 'unchanged'> {
	/** A dry run of a step that follows another on the same access: its starting state can't be read yet. */
	readonly waits?: boolean;
	/** Whether it is told in a list where it can't be sent, and keeps nothing else from being sent. */
	readonly isListed?: boolean;
}

/** Everything that the items of a run ask for. */
export interface Run<Kind extends Operation = Change, Request extends ItemRequest = StepRequest> {
	readonly resource: string;
	readonly name: string;
	readonly operation: Kind;
	readonly asked: ReadonlyArray<Request | Refused>;
	readonly settings: Values;
	readonly connection: Connection;
	readonly origin: Origin;
	/** Whether the node goes on after errors. */
	readonly continueOnFail: boolean;
}

/** What may be sent, and what of it must not. */
export interface Checked {
	readonly asked: ReadonlyArray<StepRequest | Refused>;
	/** Members that can't be verified, by step: the others of the step go. */
	readonly left: ReadonlyMap<number, ReadonlyMap<string, Refused>>;
	/** What its users had. */
	readonly before: UserStates;
}
