import type { IDataObject } from 'n8n-workflow';

import { accessOf, type Standing, type UserId } from '../ground';
import type { Aim, Due } from './aim';
import type { SetGround } from './ground';

type Standings = ReadonlyMap<string, Standing>;

/** What an act of a round found and left behind. */
export interface Scene {
	readonly ground: SetGround;
	readonly users: readonly UserId[];
	readonly before: Standings;
	readonly after: Standings;
	/** The lines of the requests that reached the provider and change something, in their order. */
	readonly sent: readonly string[];
	readonly answers: ReadonlyMap<string, number>;
}

/** What is said of an aim, and whether another of its execution is about just the same. */
export interface Said {
	readonly aim: Aim;
	readonly dues: readonly Due[];
	readonly json: IDataObject;
	readonly isShared: boolean;
}

export const standingIn = (standings: Standings, { user, place }: Due) =>
	standings.get(accessOf(user, place)) ?? 'none';
