import type { IDataObject } from 'n8n-workflow';

import type { RecordedRequest, Sandbox } from '../../sandbox';
import type { Dice } from './dice';

export type ProviderName = 'delos' | 'clientDirectory' | 'guardhouse' | 'cloudFoundry';

/** What a user has at a place: 'none', or the kinds of access that a provider has. */
export type Standing = string;
export type UserId = string | number;

/** What the fields of an item hold, apart from its options. */
export interface Asked {
	readonly users: readonly UserId[];
	readonly place: string;
	/** The parameters by name, as the result repeats them. */
	readonly fields: IDataObject;
}

type Sent = Pick<RecordedRequest, 'method' | 'url' | 'body'>;

/** A grant or a removal. */
export interface Change {
	readonly operation: string;
	readonly fields: (users: readonly UserId[], place: string, dice: Dice) => IDataObject;
	/** The standings that need no change. */
	readonly met: (fields: IDataObject) => readonly Standing[];
	/** The standings that it is for, where that isn't all of them; with any other it is refused. */
	readonly from?: readonly Standing[];
	/** What it goes through where it takes several requests, so that half of it may leave that. */
	readonly passes?: readonly Standing[];
	/** Every line on the wire that such an item stands for. */
	readonly lines: (asked: Asked) => readonly string[];
	/** How it is taken back, for those of its users that it changed from what they had. */
	readonly undo: (asked: Asked, changed: ReadonlyArray<readonly [UserId, Standing]>) => IDataObject | null;
}

/** A provider with many users, as a run finds it. */
export interface Ground {
	readonly node: ProviderName;
	readonly credentialType: string;
	readonly resource: string;
	/** Parameters that are the same for all items. */
	readonly parameters: IDataObject;
	readonly url: string;
	/** Another address of the provider, where people sign in. */
	readonly signInUrl?: string;
	/** The credential, by pasted token or by signing in. */
	readonly credential: (url: string, signInUrl: string) => IDataObject;
	/** The request that signs in, apart from n8n. */
	readonly signIn?: { readonly path: string; readonly type: string; readonly body: string };
	readonly places: readonly string[];
	readonly standings: readonly Standing[];
	readonly userId: (index: number) => UserId;
	readonly strangers: readonly UserId[];
	readonly changes: readonly [Change, Change];
	/** A read that has nothing to do with the items, for an execution beside them. */
	readonly elsewhere: IDataObject;
	readonly place: (users: ReadonlyArray<readonly [UserId, ReadonlyArray<readonly [string, Standing]>]>) => void;
	/** What each user has now, by `user place`. */
	readonly standing: () => ReadonlyMap<string, Standing>;
	/** What a request is about, the same in every run; undefined for those that meet no fault. */
	readonly about: (request: Sent) => string | undefined;
	/** The lines of a request that changes something; undefined for any other. */
	readonly linesOf: (request: Sent) => readonly string[] | undefined;
}

export type LayOut = (sandbox: Sandbox, dice: Dice) => Ground;

export const accessOf = (user: UserId, place: string): string => `${user} ${place}`;
export const lineOf = ({ method, url, body }: Sent): string => [method, url, body].join(' ').trim();
/** A change is whatever is no reading and no sign-in. */
export const isChange = ({ method, url }: Sent): boolean => method !== 'GET' && !/\/(login|token)$/.test(url);
export const locator = (value: unknown) => ({ __rl: true, mode: 'id', value });
