import type { IDataObject } from 'n8n-workflow';

import type { Standing, UserId } from '../ground';
import type { Move, SetGround, Whole } from './ground';

export interface SetOptions {
	readonly dryRun: boolean;
	readonly verify: boolean;
	readonly ifUnchanged: 'succeed' | 'fail';
	readonly auditEvent: boolean;
	readonly partialFailure: 'fail' | 'report';
	readonly mode: 'exact' | 'addOnly' | 'removeOnly';
	readonly allowEmpty: boolean;
	readonly maxRemovalPercent: number;
}

/** What items come to that one result is about: a place that is set, or a user who is taken out of all places. */
export interface Aim {
	readonly id: string;
	readonly by: Whole;
	/** The items, as n8n gets them. */
	readonly items: readonly IDataObject[];
	/** The parameters by name, as the result repeats them, without the list. */
	readonly fields: IDataObject;
	readonly options: SetOptions;
	readonly place?: string;
	readonly user?: UserId;
	/** All that its items list. */
	readonly list?: readonly UserId[];
	/** What those have whom it adds. */
	readonly given?: Standing;
	/** Whether one of its items can't be used, or its plan not any more: nothing of it is to be sent. */
	readonly isUnusable: boolean;
}

/** One access that an aim is about, and what it is to become. */
export interface Due {
	readonly user: UserId;
	readonly place: string;
	readonly was: Standing;
	readonly wanted: Standing;
	/** Absent where it stays. */
	readonly move?: Move;
	/** Whether it stays because it is listed. */
	readonly isKept: boolean;
}

type Standings = ReadonlyMap<string, Standing>;

const splitAccess = (access: string): [user: string, place: string] => {
	const end = access.indexOf(' ');
	return [access.slice(0, end), access.slice(end + 1)];
};

/** Who has access at a place, by the text of the ID. */
const holdersOf = (before: Standings, place: string): ReadonlyMap<string, Standing> =>
	new Map(
		[...before].flatMap(([access, standing]) => {
			const [user, where] = splitAccess(access);
			return where === place ? [[user, standing] as const] : [];
		}),
	);

const duesOfSet = (ground: SetGround, aim: Aim, before: Standings): Due[] => {
	const { list = [], given = 'none', options } = aim;
	const place = String(aim.place);
	const holders = holdersOf(before, place);
	const listed = new Map(list.map((user) => [String(user), user]));
	const idOf = (user: string): UserId => (typeof ground.userId(0) === 'number' ? Number(user) : user);
	const there = [...holders].map(([text, was]): Due => {
		const user = idOf(text);
		if (listed.has(text) || options.mode === 'addOnly')
			return { user, place, was, wanted: was, isKept: listed.has(text) };
		return { user, place, was, wanted: 'none', isKept: false, move: ground.end(user, place, was, 'set') };
	});
	const missing = options.mode === 'removeOnly' ? [] : list.filter((user) => !holders.has(String(user)));
	return [
		...missing.map(
			(user): Due => ({
				user,
				place,
				was: 'none',
				wanted: given,
				isKept: false,
				move: ground.give(user, place, given),
			}),
		),
		...there,
	];
};

const duesOfAll = (ground: SetGround, { user }: Aim, before: Standings): Due[] =>
	[...before].flatMap(([access, was]): Due[] => {
		const [whose, place] = splitAccess(access);
		if (user === undefined || whose !== String(user)) return [];
		return [{ user, place, was, wanted: 'none', isKept: false, move: ground.end(user, place, was, 'all') }];
	});

/** Every access that an aim is about. */
export const duesOf = (ground: SetGround, aim: Aim, before: Standings): Due[] =>
	(aim.by === 'set' ? duesOfSet : duesOfAll)(ground, aim, before);

export const isGive = ({ move, was }: Due): boolean => move !== undefined && was === 'none';
export const isEnd = ({ move, was }: Due): boolean => move !== undefined && was !== 'none';

/** So few that a part of them says nothing. */
const few = 5;

/** Why a list must not be made true, where it must not. */
export const mustRefuse = (aim: Aim, dues: readonly Due[]): string | undefined => {
	const { by, list = [], options, isUnusable } = aim;
	if (isUnusable) return "can't be used";
	if (by !== 'set' || options.allowEmpty) return by === 'set' ? tooMany(aim, dues) : undefined;
	if (list.length === 0 || aim.items.some(({ userIds }) => (userIds as unknown[] | undefined)?.length === 0))
		return 'is empty';
	const isNobodyLeft = !dues.some(({ isKept }) => isKept) && !dues.some(isGive) && dues.some(isEnd);
	return isNobodyLeft ? 'leaves nobody' : tooMany(aim, dues);
};

const tooMany = ({ options }: Aim, dues: readonly Due[]): string | undefined => {
	const there = dues.filter(({ was }) => was !== 'none').length;
	const ended = dues.filter(isEnd).length;
	return there > few && ended * 100 > options.maxRemovalPercent * there ? 'removes too many' : undefined;
};
