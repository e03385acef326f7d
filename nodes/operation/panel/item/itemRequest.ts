import type { Refused, Values } from '../../model';
import type { LookedUp, Sought } from './sought';

/** What an item asks for. */
export interface ItemRequest {
	readonly values: Values;
	/** The options of a change, or the limit of a read. */
	readonly options: Values;
	/** Words among the values, which have to be looked up. */
	readonly sought?: readonly Sought[];
	/** What the entries of lists are called that were chosen, by parameter. */
	readonly picked?: Readonly<Record<string, string>>;
	/** Words that were looked up, each with what it stands for. */
	readonly lookedUp?: readonly LookedUp[];
}

export const isRefused = (read: ItemRequest | Values | Refused): read is Refused => 'invalid' in read;

/** The items that ask for something that can be used. */
export const readable = <Kind extends ItemRequest>(
	asked: ReadonlyArray<Kind | Refused>,
): ReadonlyArray<readonly [item: number, asked: Kind]> =>
	asked.flatMap((read, item) => (isRefused(read) ? [] : [[item, read] as const]));
