import type { IDataObject } from 'n8n-workflow';

import type { Answer } from './answer';
import type { Bulk } from './bulk';
import type { Forms, Option, Parameter, Placed, Values } from './parameter';
import { isForms } from './parameter';
import type { Refusal, Refused } from './refusal';
import type { State } from './state';

type Slots<Template extends string> = Template extends `${string}{${infer Slot}}${infer Rest}`
	? Slot | Slots<Rest>
	: never;

/** Method and path template as the provider's page prints them, each `{slot}` under the page's own name. */
export type Route = `${'GET' | 'POST' | 'PUT' | 'DELETE'} /${string}`;

/** Whether an answer holds what the page documents for its status; nothing else counts as success. */
export type Shape = (answer: Answer) => boolean;

/** What a page of a list adds to the query. */
export type Page = Readonly<Record<string, string | number | undefined>>;

/** What is asked for with page after page, until `query` has nothing more to ask for. */
export interface Paging {
	/** The most that one page may be asked to hold. */
	readonly most: number;
	/** What of an answer `query` goes by; a list in the panel keeps it from page to page. */
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

export interface Reads {
	/** The provider's own objects in an answer; `undefined` where it isn't what the page documents. */
	readonly items: (json: unknown) => readonly IDataObject[] | undefined;
	/** Only for lists. */
	readonly paging?: Paging;
}

/** Reads of a provider for what an operation has to know; the same read is made once. */
export interface Reader {
	readonly read: (operation: Operation, values: Values) => Promise<readonly IDataObject[] | Refused>;
	readonly send: (operation: Operation, values: Values) => Promise<Answer | Refused>;
	/** What was found out once in a run stays known. */
	readonly once: <Found>(what: string, ask: () => Promise<Found>) => Promise<Found>;
	readonly pause: (milliseconds: number) => Promise<void>;
	/** For another phase of the run: what was read in this one is read again. */
	readonly fresh: () => Reader;
}

/** Refuses a whole run before its first change; `subjects` are all users that it would change something for. */
export type Guard = (
	run: { readonly operation: Operation; readonly subjects: readonly Values[]; readonly settings: Values },
	reader: Reader,
) => Promise<Refused | undefined>;

interface Declared<Template extends Route> {
	/** Stands in the operation list. */
	readonly name: string;
	/** Stands in the node panel, and is what an AI agent reads. */
	readonly action: string;
	readonly description: string;
	/** The provider's page that the operation follows. */
	readonly docs: string;
	readonly route: Template;
	readonly path: Readonly<Record<Slots<Template>, Parameter>>;
	readonly query?: Placed;
	/** Parameters that choose between variants of the operation. */
	readonly chooses?: readonly Parameter[];
	readonly body?: Placed | Forms;
	/** Parts of the query of a read, or of the body of a change, that are always the same. */
	readonly always?: Readonly<Record<string, string>>;
	/** Parameters of a query that a user adds one by one. */
	readonly filters?: Placed;
	/** The user whose access a change is about; in bulk the members are. */
	readonly subject?: Parameter;
	readonly bulk?: Bulk;
	/** An example from the page, of a read object or of the answer to a change: the panel previews its fields. */
	readonly sample?: IDataObject | null;
	/** Whether success means that something was changed; where it was so already, this one answers otherwise. */
	readonly makesDifference?: boolean;
	/** What counts as success of a change. */
	readonly success?: Readonly<Record<number, Shape>>;
	/** What a read gives; an operation without it changes something. */
	readonly reads?: Reads;
	/** What tells whether the user has the access. */
	readonly state?: State;
	/** Checks of this operation beside those of every change. */
	readonly guards?: readonly Guard[];
	/** Finds what the route needs beside the parameters; a text says that there is nothing to change. */
	readonly prepare?: (values: Values, reader: Reader) => Promise<Values | Refused | 'unchanged'>;
	/** Waits for a change that the provider only accepted so far. */
	readonly settle?: (answer: Answer, reader: Reader) => Promise<Refused | undefined>;
	/** The variant of the operation that this provider offers. */
	readonly resolve?: (values: Values, reader: Reader) => Promise<Operation | Refused>;
	/** The variant to go on with, where an answer shows that this one doesn't serve: nothing was done. */
	readonly revise?: (answer: Answer, values: Values, reader: Reader) => Promise<Operation | undefined>;
	/** Refusals which say that the access is already as asked. */
	readonly unchanged?: readonly Refusal[];
	readonly refusals?: readonly Refusal[];
	readonly options?: readonly Option[];
}

export interface Operation extends Omit<Declared<Route>, 'path'> {
	readonly path: Placed;
}

/** Lets the compiler hold the route against its slots; adds nothing. */
export const operation = <const Template extends Route>(declared: Declared<Template>): Operation =>
	declared as unknown as Operation;

/** The variant of an operation that this provider offers. */
export const variantOf = async (asked: Operation, values: Values, reader: Reader): Promise<Operation | Refused> =>
	asked.resolve ? await asked.resolve(values, reader) : asked;

export const formsOf = (operation: Operation): readonly Placed[] => {
	const { body } = operation;
	if (body === undefined) return [];
	return isForms(body) ? Object.values(body.forms) : [body];
};

/**
 * Each parameter of an operation, in the order of the page, with all its names: ours first, then the page's.
 * The filters of a list are read apart.
 */
export const parametersOf = (operation: Operation, filtered = false): ReadonlyMap<Parameter, readonly string[]> => {
	const names = new Map<Parameter, string[]>();
	const { path, query = {}, filters = {} } = operation;
	for (const placed of filtered ? [filters] : [path, query, ...formsOf(operation)])
		for (const [name, parameter] of Object.entries(placed))
			names.set(parameter, [...(names.get(parameter) ?? []), name]);
	for (const parameter of filtered ? [] : (operation.chooses ?? [])) names.set(parameter, []);
	for (const [parameter, wireNames] of names)
		names.set(parameter, [...new Set([parameter.property.name, ...wireNames, ...(parameter.also ?? [])])]);
	return names;
};
