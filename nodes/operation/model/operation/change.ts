import type { Answer, Refusal, Refused, Shape } from '../answer';
import type { Forms, Option, Parameter, Placed, Values } from '../parameter';
import type { Bulk } from './bulk';
import type { Lookup } from './lookup';
import type { Explained, PathOf, Read, Reader, Stated, Variants } from './read';
import type { Held, State } from './state';

/** Refuses a whole run before its first change; `subjects` are all users that it would change something for. */
export type Guard = (
	run: {
		readonly change: Change;
		readonly subjects: readonly Values[];
		readonly settings: Values;
		/** Of the provider. */
		readonly lookups: Readonly<Record<string, Lookup>>;
	},
	reader: Reader,
) => Promise<Refused | undefined>;

/** A refusal which says that the access is already as asked. */
export interface Already extends Refusal {
	/** For one that doesn't say which access that is: the user is read, and these are said where it is another one, or none. */
	readonly vague?: Readonly<Record<'other' | 'none', Pick<Refusal, 'message' | 'description'>>>;
}

/** How a change goes to somebody whom the account doesn't see: the provider itself looks the word up. */
export interface ByWord {
	/** What holds the word, in the place of the subject's ID. */
	readonly word: Parameter;
	/** The option that says which of several with that word is meant. */
	readonly beside: Option;
	/** Whom an answer names. */
	readonly id: (answer: Answer) => unknown;
	/** What helps where the variant that serves can't do so. */
	readonly otherwise: string;
}

/** A change of one user, with its values. */
interface Move {
	readonly change: Change;
	readonly values: Values;
}

/** A change in two requests, where the provider refuses to make it in one: what is there is ended, then it is given anew. */
export interface Detour {
	readonly on: Refusal;
	/** By what the user has now; `back` gives that again. */
	readonly by: (
		held: Held,
		values: Values,
	) => { readonly ends: Move; readonly gives: Move; readonly back: Move } | Refused;
}

/** What gives somebody access, or ends it. */
export interface Change<Path = Placed> extends Stated<Path>, Variants<Change> {
	/** Method and path template as the provider's page prints them, each `{slot}` under the page's own name. */
	readonly route: `${'POST' | 'PUT' | 'PATCH' | 'DELETE'} /${string}`;
	readonly body?: Placed | Forms;
	/** The user whose access it is about; in bulk, each of its members. */
	readonly subject: Parameter;
	readonly bulk?: Bulk;
	/** Where several variants serve, only those that have it too can do so. */
	readonly byWord?: ByWord;
	readonly success: Readonly<Record<number, Shape>>;
	/** Whether success means that something was changed: where it was so already, the provider answers otherwise. */
	readonly makesDifference?: boolean;
	/** What tells whether the user has the access. */
	readonly state: State;
	/** Checks of this operation beside those of every change. */
	readonly guards?: readonly Guard[];
	/** Finds what the route needs beside the parameters; a text says that there is nothing to change. */
	readonly prepare?: (values: Values, reader: Reader) => Promise<Values | Refused | 'unchanged'>;
	/** Whether that reads what there is, so that it is known before. */
	readonly looksFirst?: true;
	/** Why the provider would refuse what a dry run plans, where that can be read. */
	readonly foresees?: (values: Values, reader: Reader) => Promise<Refusal | undefined>;
	/** The user whose different changes run in input order, since one may need the other. */
	readonly inTurnFor?: Parameter;
	/** Waits for a change that the provider only accepted so far. */
	readonly settle?: (answer: Answer, reader: Reader) => Promise<Refused | undefined>;
	readonly detour?: Detour;
	/** What an item that is mapped automatically may say beside: with one of these values it is about another access. */
	readonly isNotFor?: { readonly field: string; readonly values: readonly string[]; readonly otherwise: string };
	readonly unchanged?: readonly Already[];
	readonly refusals?: readonly Explained[];
	readonly options: readonly Option[];
}

/** A change of several members in one request. */
export type BulkChange = Change & { readonly bulk: Bulk };

/** What is asked in one request, or page after page. */
export type Single = Read | Change;

export const isBulk = (change: Change): change is BulkChange => change.bulk !== undefined;

/** Lets the compiler hold the route against its slots; adds nothing. */
export const change = <const Template extends Change['route']>(
	declared: Change<PathOf<Template>> & { readonly route: Template },
): Change => declared as unknown as Change;
