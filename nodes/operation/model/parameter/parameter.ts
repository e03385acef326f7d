import type { INodeProperties } from 'n8n-workflow';

import type { Word } from './word';

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
	/** What people may use in place of an ID. */
	readonly word?: Word;
	/** For a list: says whether it holds IDs or words. */
	readonly are?: Parameter;
	/** For a list: reads one entry of it. */
	readonly readOne?: (raw: unknown) => Value | Unreadable;
	/** For a list: field names, among those that mapping automatically looks for, which stand for one entry. */
	readonly alsoOne?: readonly string[];
	/** Whether it holds records of results, one or several. */
	readonly isOfRecords?: boolean;
	/** Whether each of its values is an access of its own, not a way to have one. */
	readonly isOfAccess?: true;
	/** For a list: whether it may be empty. */
	readonly mayBeEmpty?: boolean;
	/** Whether it says how a change is made, or on whose word, and nothing of which access it is. */
	readonly isAside?: true;
	/** The field of the credential that fills in for it, where it is left empty. */
	readonly inCredential?: string;
	/** Asked for only where another parameter has this value. */
	readonly onlyIf?: { readonly parameter: string; readonly is: string };
	/** What goes over the wire, where that isn't the value itself. `undefined` is left out. */
	readonly wire?: (value: Value) => Value | undefined;
}

/** What people add one by one. A parameter that is one stands among the options, and is placed like any other. */
export interface Option extends Parameter {
	/** An option that governs the run is read once, with the first item. */
	readonly governs: 'item' | 'run';
	/** The value of an option that isn't set, where that isn't the default of the panel. */
	readonly absent?: Value;
}

/** Wire name to parameter. A parameter that isn't placed doesn't exist. */
export type Placed = Readonly<Record<string, Parameter>>;

/** A body that the page shows in several forms, one for each value of an option. */
export interface Forms {
	readonly by: Option;
	readonly forms: Readonly<Record<string, Placed>>;
}

export const unreadable = (what: string, remedy: string): Unreadable => ({ unreadable: what, remedy });

export const isUnreadable = (read: unknown): read is Unreadable =>
	typeof read === 'object' && read !== null && 'unreadable' in read;

export const isForms = (body: Placed | Forms): body is Forms => 'forms' in body;
