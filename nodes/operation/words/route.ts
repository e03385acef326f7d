import type { IDataObject } from 'n8n-workflow';

import type { Answer } from './answer';
import type { Parameter, Placed } from './parameter';

type Slots<Template extends string> = Template extends `${string}{${infer Slot}}${infer Rest}`
	? Slot | Slots<Rest>
	: never;

/** The path of a route by its slots: each has its parameter, and there is none beside them. */
export type PathOf<Template extends string> = Readonly<Record<Slots<Template>, Parameter>>;

/** What a read and a change both say: what people read of it, and where it goes. */
export interface Stated<Path = Placed> {
	/** Stands in the operation list. */
	readonly name: string;
	/** Stands in the node panel, and is what an AI agent reads. */
	readonly action: string;
	readonly description: string;
	/** The provider's page that the operation follows. */
	readonly docs: string;
	readonly path: Path;
	readonly query?: Placed;
	/** Parameters that choose between variants of the operation. */
	readonly chooses?: readonly Parameter[];
	/** Parts of the query of a read, or of the body of a change, that are always the same. */
	readonly always?: Readonly<Record<string, string>>;
	/** An example from the page, of a read object or of the answer to a change: the panel previews its fields. */
	readonly sample?: IDataObject | null;
}

/** Whether an answer holds what the page documents for its status; nothing else counts as success. */
export type Shape = (answer: Answer) => boolean;
