import type { IDataObject } from 'n8n-workflow';

import type { Answer, Refusal, Refused } from '../answer';
import type { Parameter, Placed, Values } from '../parameter';

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

/** What a page of a list adds to the query. */
export type Page = Readonly<Record<string, string | number | undefined>>;

/** What is asked for with page after page, until `query` has nothing more to ask for. */
export interface Paging {
	/** The most that one page may be asked to hold. */
	readonly most: number;
	/** The fields of an answer that `query` goes by; a list in the panel keeps them from page to page. */
	readonly keeps?: readonly string[];
	/** The query of a page; `number` counts from 0, `received` are the objects until then, `last` those of one page. */
	readonly query: (page: {
		readonly number: number;
		readonly size: number;
		readonly received: number;
		readonly last: number;
		readonly json?: unknown;
	}) => Page | undefined;
	/** How many objects an answer says that there are in all. */
	readonly total?: (json: unknown) => number | undefined;
	/** The provider's own ID of an object: one that comes twice counts once. */
	readonly identify?: (object: IDataObject) => unknown;
	/** Whether what is deleted while the pages are read shifts no others: the last total counts then, not the largest. */
	readonly isSteady?: boolean;
	/** Whether an answer says that no page follows; `undefined` where it says neither. */
	readonly isLast?: (json: unknown) => boolean | undefined;
}

export interface Given {
	/** The provider's own objects in an answer; `undefined` where it isn't what the page documents. */
	readonly items: (json: unknown) => readonly IDataObject[] | undefined;
	/** Only for lists. */
	readonly paging?: Paging;
}

/** Reads of a provider for what an operation has to know; the same read is made once. */
export interface Reader {
	readonly read: (read: Read, values: Values) => Promise<readonly IDataObject[] | Refused>;
	readonly send: (read: Read, values: Values) => Promise<Answer | Refused>;
	/** Asks once in a run: what was found out stays known. */
	readonly once: <Found>(what: string, ask: () => Promise<Found>) => Promise<Found>;
	/** What the credential's token says of itself, where it does; known once a request was answered. */
	readonly claims: () => IDataObject | undefined;
	/** How many requests the provider bears at once just now. */
	readonly atOnce: () => number;
	readonly pause: (milliseconds: number) => Promise<void>;
	/** A reader for another phase of the run: what was read in this one is read again. */
	readonly fresh: () => Reader;
}

/** A refusal of which more can be found out. */
export interface Explained extends Refusal {
	/** What stands in the way, or what helps, for the description. */
	readonly explain?: (values: Values, reader: Reader) => Promise<string | undefined>;
}

/** An operation that providers offer in several variants, such as for versions of their API. */
export interface Variants<Kind> {
	/** The variant that this provider offers. */
	readonly resolve?: (values: Values, reader: Reader) => Promise<Kind | Refused>;
}

/** What gives objects and changes nothing. */
export interface Read<Path = Placed> extends Stated<Path>, Variants<Read> {
	/** Method and path template as the provider's page prints them, each `{slot}` under the page's own name. */
	readonly route: `GET /${string}`;
	/** Parameters of the query that a user adds one by one. */
	readonly filters?: Placed;
	readonly gives: Given;
	readonly refusals?: readonly Explained[];
}

/** Lets the compiler hold the route against its slots; adds nothing. */
export const read = <const Template extends Read['route']>(
	declared: Read<PathOf<Template>> & { readonly route: Template },
): Read => declared as unknown as Read;

/** The variant of an operation that this provider offers. */
export const variantOf = async <Kind extends Variants<Kind>>(
	asked: Kind,
	values: Values,
	reader: Reader,
): Promise<Kind | Refused> => (asked.resolve ? await asked.resolve(values, reader) : asked);
