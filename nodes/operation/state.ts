import type { IDataObject } from 'n8n-workflow';

import type { Operation, Reader } from './operation';
import type { Values } from './parameter';

export type Held = readonly IDataObject[];

/** How to see whether a user has the access that a change is about. In bulk, `values` hold one member. */
export interface State {
	/** The read that the provider names for it. */
	readonly of: Operation;
	/** Whether the change gives the access or ends it. */
	readonly grants: boolean;
	/** Whether what was read holds the access, just as the change names it. */
	readonly has: (held: Held, values: Values) => boolean;
	/** The inverse of the change as data, from what was held before (`undefined` where it wasn't read); `null` where it isn't known exactly. */
	readonly undo: (held: Held | undefined, values: Values) => IDataObject | null;
	/** What else the user still has at this provider. */
	readonly remaining?: (held: Held, values: Values, reader: Reader) => Promise<IDataObject | IDataObject[]>;
}
