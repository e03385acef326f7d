import type { Access } from './access';
import type { Probe } from './connection';
import type { Operation } from './operation';
import type { Picker } from './picker';
import type { Refusal } from './refusal';

/** What the engine has to know of a provider; everything else stands in the provider's folder. */
export interface Provider {
	readonly credential: string;
	readonly access: Access;
	/** The connection test of the credential. */
	readonly probe: Probe;
	/** Sent with every request. */
	readonly headers: Readonly<Record<string, string>>;
	/** The response header that the provider's support asks for, in lower case. */
	readonly requestId?: string;
	/** Response headers that hold, after a 429, the moment of the next try in seconds since 1970; in lower case. */
	readonly resets?: readonly string[];
	/** Refusals that any operation may meet. */
	readonly refusals: readonly Refusal[];
	/** The lists that resource locators call, by name. */
	readonly lists: Readonly<Record<string, Picker>>;
	/** Resource, then operation, both as saved workflows name them. */
	readonly operations: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}
