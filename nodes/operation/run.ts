import type { Change } from './change';
import type { Operation } from './operation';
import type { Values } from './parameter';
import type { Provider } from './provider';
import type { Refused } from './refusal';
import type { Results } from './result';
import type { Tally } from './tally';
import type { Connection } from './transport';
import type { Asked } from './values';

/** Everything that the items of a run ask for. */
export interface Run<Kind extends Operation = Change> {
	readonly provider: Provider;
	readonly name: string;
	readonly operation: Kind;
	readonly asked: ReadonlyArray<Asked | Refused>;
	readonly settings: Values;
	readonly connection: Connection;
	/** Whether the node goes on after errors. */
	readonly goesOn: boolean;
	/** Turns whatever is thrown into a refusal. */
	readonly orRefused: <Result>(ask: () => Result | Promise<Result>) => Promise<Result | Refused>;
}

export interface Outcome {
	readonly results: readonly Results[];
	/** Only where the run ended early does anybody ask. */
	readonly tally: () => Tally;
	/** What ended the run. */
	readonly failure?: { readonly item: number; readonly refused?: Refused };
}
