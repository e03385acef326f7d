import type { IDataObject } from 'n8n-workflow';

import type { ItemRequest } from '../panel';
import type { Connection } from '../wire';
import type { Change, Operation, Refused, Step, Values } from '../words';

export type Results = readonly IDataObject[] | Refused;

export const hasFailed = (results: Results): results is Refused => 'message' in results;

/** How many changes a run made, and of how many nobody knows. */
export interface Counts {
	readonly made: number;
	readonly unknown: number;
}

export const nothingMade: Counts = { made: 0, unknown: 0 };

/** What an item asks for, or a step of one. */
export interface StepRequest extends ItemRequest, Pick<Step, 'precondition' | 'seen' | 'unchanged'> {
	/** A dry run of what waits for others: what those would leave behind can't be read. */
	readonly waits?: boolean;
	/** What it is part of: a part is sent although another one of the same has failed. */
	readonly whole?: { readonly isReported: boolean };
}

/** Where changes are made from, as far as n8n tells. */
export interface Origin {
	readonly execution?: string;
	readonly workflow: { readonly id?: string; readonly name?: string };
	/** Its type begins with the package that it comes from. */
	readonly node: { readonly type: string };
}

/** Everything that the items of a run ask for. */
export interface Run<Kind extends Operation = Change> {
	readonly resource: string;
	readonly name: string;
	readonly operation: Kind;
	readonly asked: ReadonlyArray<StepRequest | Refused>;
	readonly settings: Values;
	readonly connection: Connection;
	readonly origin: Origin;
	/** Whether the node goes on after errors. */
	readonly continueOnFail: boolean;
}

export interface Outcome {
	readonly results: readonly Results[];
	/** The items that each is for; where absent, they come in the order of the items. */
	readonly items?: ReadonlyArray<readonly number[]>;
	/** Of changes; only where the run ended early does anybody ask. */
	readonly counts?: () => Counts;
	/** What ended the run. */
	readonly failure?: { readonly item: number; readonly refused?: Refused };
}
