import type { IDataObject } from 'n8n-workflow';

import type { Sandbox } from '../../../sandbox';
import type { Dice } from '../dice';
import type { Asked, Change, Ground, Standing, UserId } from '../ground';

/** A change as results hand it on, to be made later. */
export interface Move {
	readonly operation: string;
	readonly fields: IDataObject;
}

/** Set makes the access at a place that of a list, Remove All ends all that a user has. */
export type Whole = 'set' | 'all';

interface Named {
	readonly resource: string;
	readonly operation: string;
}

/** A provider with places whose users are set, and others of which users are taken out. */
export interface SetGround extends Ground {
	readonly set: Named;
	readonly all: Named;
	/** The places of Set; nobody has access there in the beginning but whom a round puts there. */
	readonly groups: readonly string[];
	/** Parameters of Set beside the list, and what those have whom it adds. */
	readonly groupOf: (place: string, dice: Dice) => { readonly fields: IDataObject; readonly given: Standing };
	readonly fieldsOf: (user: UserId) => IDataObject;
	/** What somebody may have who has this at the other places, so that the provider would have allowed it. */
	readonly completed: (places: readonly string[]) => readonly string[];
	/** The changes that it comes to, those that are no operations of their own included. */
	readonly every: readonly Change[];
	readonly give: (user: UserId, place: string, standing: Standing) => Move;
	readonly end: (user: UserId, place: string, standing: Standing, by: Whole) => Move;
	/** Whom and what a move is about. */
	readonly askedIn: (move: Move) => Asked;
	/** How a list of a result names an access. */
	readonly entryOf: (by: Whole, user: UserId, place: string, standing: Standing) => IDataObject;
	/** How a message does. */
	readonly calledIn: (by: Whole, user: UserId, place: string) => string;
	/** The place that an audit event is about. */
	readonly audited: (event: IDataObject) => string;
	/** Somebody else changes an access. */
	readonly put: (user: UserId, place: string, standing: Standing) => void;
}

export type LayOutSets = (sandbox: Sandbox, dice: Dice) => SetGround;

export const moveIn = ({ operation, ...rest }: IDataObject): Move => {
	const { resource: _resource, baseUrl: _url, seal: _seal, ...fields } = rest;
	return { operation: String(operation), fields };
};

export const changeOf = ({ every }: SetGround, { operation }: Move): Change => {
	const change = every.find((one) => one.operation === operation);
	if (!change) throw new Error(`No change is called ${operation}`);
	return change;
};

export const linesOf = (ground: SetGround, move: Move): readonly string[] =>
	changeOf(ground, move).lines(ground.askedIn(move));
