import type { INodeProperties } from 'n8n-workflow';

import type { Answer } from './answer';
import type { Refusal } from './refusal';

type Slots<Template extends string> = Template extends `${string}{${infer Slot}}${infer Rest}`
	? Slot | Slots<Rest>
	: never;

/** Method and path template as the provider's page prints them, each `{slot}` under the page's own name. */
export type Route = `${'GET' | 'POST' | 'PUT' | 'DELETE'} /${string}`;

export type Value = string | number | boolean | readonly string[];
export type Values = Readonly<Record<string, Value>>;

/** Why a value can't be used, and how to get a usable one; both continue a sentence that starts with the label. */
export interface Unreadable {
	readonly unreadable: string;
	readonly remedy: string;
}

export interface Parameter {
	readonly property: INodeProperties;
	/** Field names that mapping automatically looks for too: other names that the page uses for it. */
	readonly also?: readonly string[];
	/** Understands what people map and paste; refuses the rest. */
	readonly read: (raw: unknown) => Value | Unreadable;
	/** What goes over the wire, where that isn't the value itself. `undefined` is left out. */
	readonly wire?: (value: Value) => Value | undefined;
}

export interface Option extends Parameter {
	/** An option that governs the run is read once, with the first item. */
	readonly governs: 'item' | 'run';
}

/** Wire name to parameter. A parameter that isn't placed doesn't exist. */
export type Placed = Readonly<Record<string, Parameter>>;

/** A body that the page shows in several forms, one for each value of an option. */
export interface Forms {
	readonly by: Option;
	readonly forms: Readonly<Record<string, Placed>>;
}

/** Whether an answer holds what the page documents for its status; nothing else counts as success. */
export type Shape = (answer: Answer) => boolean;

export interface Members {
	readonly succeeded: readonly string[];
	readonly failed: ReadonlyArray<{ readonly id: string; readonly error: string }>;
}

/** A change of several members in one request, which items with the same other parameters share. */
export interface Bulk {
	readonly of: Parameter;
	/** The name that a single member has in a result. */
	readonly each: string;
	/** Past participle for messages, such as "removed". */
	readonly done: string;
	readonly outcome: (answer: Answer) => Members;
}

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
	readonly body?: Placed | Forms;
	readonly bulk?: Bulk;
	readonly success: Readonly<Record<number, Shape>>;
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

export const isUnreadable = (read: unknown): read is Unreadable =>
	typeof read === 'object' && read !== null && 'unreadable' in read;

export const formsOf = (operation: Operation): readonly Placed[] => {
	const { body } = operation;
	if (body === undefined) return [];
	return isForms(body) ? Object.values(body.forms) : [body];
};

export const isForms = (body: Placed | Forms): body is Forms => 'forms' in body;

/** Each parameter of an operation, in the order of the page, with all its names: ours first, then the page's. */
export const parametersOf = (operation: Operation): ReadonlyMap<Parameter, readonly string[]> => {
	const names = new Map<Parameter, string[]>();
	for (const placed of [operation.path, operation.query ?? {}, ...formsOf(operation)])
		for (const [name, parameter] of Object.entries(placed))
			names.set(parameter, [...(names.get(parameter) ?? []), name]);
	for (const [parameter, wireNames] of names)
		names.set(parameter, [...new Set([parameter.property.name, ...wireNames, ...(parameter.also ?? [])])]);
	return names;
};
