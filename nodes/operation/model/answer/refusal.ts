import type { IDataObject } from 'n8n-workflow';

import type { Parameter, Values } from '../parameter';
import type { Trace } from './answer';

/** A refusal that a provider documents, in words that a user can act on. All of what is given must match. */
export interface Refusal {
	readonly status?: number;
	/** Matched against the provider's sentence. */
	readonly says?: RegExp;
	/** Matched against the provider's code. */
	readonly code?: string;
	/** The one field of the provider's details, which names what is missing. */
	readonly detail?: string;
	/** What happened. `{userId}` stands for the value of that parameter, quoted, with the word that it was looked up by. */
	readonly message: string;
	/** What to do; the same may stand there. */
	readonly description: string;
	/** What may not exist, by the names of its values: where that may be a word, the mode of these parameters is named. */
	readonly missing?: Readonly<Record<string, Parameter>>;
	/** Whether the same request may work when tried again. */
	readonly passing?: boolean;
}

/** Why an item has no result, ready to be shown. */
export interface Refused {
	readonly message: string;
	readonly description: string;
	readonly status?: number;
	/** The provider's own words. */
	readonly said?: string;
	/** It isn't known whether the change was made. */
	readonly unknown?: boolean;
	/** What became of the access all the same, as it was read afterwards. */
	readonly fate?: string;
	/** Found before anything was sent. */
	readonly invalid?: boolean;
	/** About the whole run, and none of its items. */
	readonly isOfRun?: boolean;
	/** Only because something else has ended the run. */
	readonly follows?: boolean;
	/** Whether the same may work later, and the provider's own time for that, in ms since 1970. */
	readonly isPassing?: boolean;
	readonly again?: number;
	/** Whether the credential is what was refused, with whatever it is used for. */
	readonly isOfCredential?: boolean;
	/** Something went or came while a list was read: it may be whole when it is read again. */
	readonly isMoving?: boolean;
	/** An error that wasn't foreseen. */
	readonly thrown?: boolean;
	/** In bulk: one malformed member may be the reason. */
	readonly malformed?: boolean;
	/** Those values that can be used, of an item that as a whole can't. */
	readonly about?: Values;
	/** About the request that was sent. */
	readonly trace?: Trace;
	/** The event that tells of it, or several. */
	readonly audit?: IDataObject | readonly IDataObject[];
}

/** A refusal before anything is sent. */
export const refuse = (message: string, description: string): Refused => ({ message, description, invalid: true });

/** Said where a failure could have followed a change, and didn't. */
export const nothingChanged = 'Nothing was changed.';

/** A failure within something else, told by its own cause: what it was needed for comes after that. */
export const metWhile = (refused: Refused, doing: string): Refused => ({
	...refused,
	description: `That came up while ${doing}. ${refused.description}`,
});
