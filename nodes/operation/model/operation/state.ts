import type { IDataObject } from 'n8n-workflow';

import type { Refused } from '../answer';
import type { Values } from '../parameter';
import type { Read, Reader } from './read';

/** What was read of a user. */
export type Held = readonly IDataObject[];

/** What a user may have of what a change is about, in words that continue "the user". */
export interface AccessLevel {
	readonly is: string;
	readonly was: string;
}

/** A thing by the names that OCSF has for what is told of it. */
interface Entity {
	readonly uid: string;
	readonly name?: string;
	readonly type: string;
	readonly domain?: string;
}

/** An access in the terms of OCSF: the membership of a group, or privileges and what they give access to. */
export type Audited =
	| { readonly group: Entity }
	| {
			readonly privileges: readonly string[];
			readonly resources: readonly Omit<Entity, 'domain'>[];
			/** Whether the privileges go, where the change doesn't tell that by what it is. */
			readonly ends?: boolean;
	  };

/** How sentences tell of an access. */
export interface AccessWords {
	/**
	 * Whether people have it, get it and lose it; or are in it, are added to it and removed from it; or it is the use of their
	 * account, which is blocked and unblocked; or it is what they become.
	 */
	readonly as: 'held' | 'membership' | 'account' | 'standing';
	/** What it is about, such as "role", and the name of the parameter that says which. */
	readonly noun: string;
	readonly of: string;
	/** Stands before the name of that within a sentence; the noun does where this is absent. */
	readonly lead?: string;
	/** What of it somebody has. */
	readonly part?: (thing: string, values: Values) => string;
	/** What a list of those who have it is called, where the name of the place alone doesn't tell. */
	readonly group?: (place: string, values: Values) => string;
	/** Begins what somebody has of it. */
	readonly before?: string;
}

/** What users and what they have access to are called, by the names of their parameters; what is no text says nothing. */
export type Names = Readonly<Record<string, unknown>>;

/** How to see whether a user has the access that a change is about. In bulk, `values` hold one member. */
export interface State {
	/** The read that the provider names for it. */
	readonly of: Read;
	/** Whether the change gives the access or ends it. */
	readonly grants: boolean;
	/** Whether what was read holds the access, just as the change names it; a refusal where it doesn't tell. */
	readonly has: (held: Held, values: Values) => boolean | Refused;
	/** All that a user may have of it: first nothing, then the access. */
	readonly accessLevels: (values: Values) => readonly AccessLevel[];
	/** Which of these it is, where there are more than the two. */
	readonly accessLevel?: (held: Held, values: Values) => number;
	/**
	 * Why an access may be there although it isn't among what was read: an account may not see everything. `had`: it was seen
	 * before the change.
	 */
	readonly unseen?: (values: Values, reader: Reader, had: boolean) => Promise<Refused | undefined>;
	/** The inverse of the change as data, from what was held before (`undefined` where it wasn't read); `null` where it isn't known exactly. */
	readonly undo: (held: Held | undefined, values: Values) => IDataObject | null;
	/** Why there is never an inverse, where that is so: told with what was changed. */
	readonly noUndo?: string;
	/** The access, for an audit event. `names`: the words that IDs were looked up by; `held`: what was read before. */
	readonly audited: (values: Values, names: Readonly<Record<string, string>>, held: Held | undefined) => Audited;
	readonly words: AccessWords;
	/** The names that were read with what a user has. */
	readonly names: (held: Held, values: Values) => Names;
	/** What else the user still has at this provider. */
	readonly remaining?: (held: Held, values: Values, reader: Reader) => Promise<IDataObject | IDataObject[]>;
	/** What a person should know of a user for whom the change was verified. */
	readonly note?: (values: Values, reader: Reader) => Promise<string | undefined>;
}

/** The access levels of these kinds, towards what the values name. */
export const accessLevelsTowards =
	(what: (values: Values) => string, kinds: readonly AccessLevel[]): State['accessLevels'] =>
	(values) =>
		kinds.map(({ is, was }) => ({ is: `${is} ${what(values)}`, was: `${was} ${what(values)}` }));

/** The access levels of a membership. */
export const asMember: readonly AccessLevel[] = [
	{ is: "isn't a member of", was: "wasn't a member of" },
	{ is: 'is a member of', was: 'was a member of' },
];
