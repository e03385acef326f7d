import type { IDataObject } from 'n8n-workflow';

import type { Provider, Reader, Reply, Single, Trace, Values } from '../../model';
import type { Request } from './request';

/** The provider behind the credential of a node, for one run. */
export interface Connection {
	readonly provider: Provider;
	readonly baseUrl: string;
	/** The secret that plans are sealed with; empty where the credential has none. */
	readonly planKey: string;
	/** The parameters, by their labels in quotes, whose values are those that the credential fills in. */
	readonly filledIn: (operation: Single, values: Values) => readonly string[];
	/** `repeated` tells that an earlier try of the same request may have taken effect. */
	readonly send: (
		request: Request,
		operation: Single,
	) => Promise<{ readonly reply: Reply; readonly repeated: boolean; readonly trace: Trace }>;
	/** What the token says of itself, where it does; known once a request was answered. */
	readonly claims: () => IDataObject | undefined;
	/** How many requests the provider bears at once just now. */
	readonly atOnce: () => number;
	readonly isCancelled: () => boolean;
	/** Whether nothing more is sent: the execution was cancelled, or an item has ended the run. */
	readonly isOver: () => boolean;
	readonly end: () => void;
	/** The same for what a half-made change still needs: it is sent although the run has ended, or the provider is to be left alone. */
	readonly insisting: () => Connection;
	/** The words that a run has looked up, by what they stand for. */
	readonly words: Map<string, string>;
	/** What a run found out about the provider, by name. */
	readonly found: Map<string, Promise<unknown>>;
}

/** How a run gets at its provider. */
export interface Ways {
	readonly connection: Connection;
	readonly reader: Reader;
}
