import type { Answer, Refusal } from '../answer';
import type { Lookup, Operation } from '../operation';
import type { Access, Credentials } from './access';
import type { Picker } from './picker';
import type { Rights } from './rights';

/** A read that changes nothing and that only a working credential passes. */
export interface Probe {
	readonly docs: string;
	/** Tried in turn; the next one only after a 404, as versions of an API differ. */
	readonly paths: (credentials: Credentials) => readonly [string, ...string[]];
	/** What to show for an answer that proves the credential, else `undefined`. */
	readonly proves: (answer: Answer, credentials: Credentials) => string | undefined;
}

/** What the engine has to know of a provider; everything else stands in the provider's folder. */
export interface Provider {
	/** The name of its node in saved workflows. */
	readonly node: string;
	readonly credential: string;
	readonly access: Access;
	/** For its page, and for the panel of its credential. */
	readonly rights: Rights;
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
	/** How to find what words mean, by the names that parameters call them by. */
	readonly lookups: Readonly<Record<string, Lookup>>;
	/** Resource, then operation, both as saved workflows name them. */
	readonly operations: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}
