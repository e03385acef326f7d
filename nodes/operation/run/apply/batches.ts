import type { ItemRequest } from '../../panel';
import { isRefused } from '../../panel';
import type { Ways } from '../../wire';
import type { Answer, Bulk, Change, Refused, Values } from '../../model';
import { accessesOf, formChoice, idsIn, withIds } from '../../model';

/** What one request is for: steps that ask for just the same, or some members of some steps. */
export interface Batch {
	readonly values: Values;
	readonly options: Values;
	/** By the place of each step, the members of it. */
	readonly steps: ReadonlyMap<number, readonly string[]>;
	/** The access that it is about, and what is asked of it; in bulk, none in particular. */
	readonly access?: string;
	readonly wish?: string;
}

/** Steps that ask for just the same of an access, one after the other, are one request. */
const singles = (change: Change, asked: ReadonlyArray<readonly [number, ItemRequest]>): Batch[] => {
	// One step has no other to wait for.
	const accessOf = asked.length === 1 ? () => '' : accessesOf(change);
	const form = formChoice(change)?.property.name;
	const last = new Map<string, { readonly how: string; readonly steps: Map<number, readonly string[]> }>();
	const batches: Batch[] = [];
	for (const [place, { values, options }] of asked) {
		const access = accessOf(values);
		const { dryRun, ifUnchanged } = options;
		const wish = JSON.stringify(values);
		const how = `${wish} ${String(dryRun)} ${String(ifUnchanged)} ${form ? String(options[form]) : ''}`;
		const before = last.get(access);
		if (before?.how === how) {
			before.steps.set(place, []);
			continue;
		}
		const steps = new Map<number, readonly string[]>([[place, []]]);
		last.set(access, { how, steps });
		batches.push({ values, options, steps, access, wish });
	}
	return batches;
};

/** Steps that ask for the same apart from their members, and what each member is asked for by. */
interface Group {
	readonly values: Values;
	readonly options: Values;
	readonly members: Map<string, number[]>;
}

const groupsOf = (bulk: Bulk, asked: ReadonlyArray<readonly [number, ItemRequest]>): Group[] => {
	const groups = new Map<string, Group>();
	for (const [place, { values, options }] of asked) {
		const key = JSON.stringify([withIds(bulk, values, []), options.dryRun]);
		const group = groups.get(key) ?? { values, options, members: new Map<string, number[]>() };
		groups.set(key, group);
		for (const member of idsIn(bulk, values)) {
			const users = group.members.get(member);
			if (users) users.push(place);
			else group.members.set(member, [place]);
		}
	}
	return [...groups.values()];
};

/** The requests of a group; a member named twice is sent once. */
const chunksOf = (bulk: Bulk, { values, options, members }: Group, batchSize: number): Batch[] => {
	const all = [...members.keys()];
	return Array.from({ length: Math.ceil(all.length / batchSize) }, (_, chunk) => {
		const sent = all.slice(chunk * batchSize, (chunk + 1) * batchSize);
		const steps = new Map<number, string[]>();
		for (const member of sent)
			for (const place of members.get(member) ?? []) {
				const held = steps.get(place);
				if (held) held.push(member);
				else steps.set(place, [member]);
			}
		return { values: withIds(bulk, values, sent), options, steps };
	});
};

/** The requests that steps need; members that are `left` don't go. */
export const batchesOf = (
	change: Change,
	asked: ReadonlyArray<ItemRequest | Refused>,
	left: ReadonlyMap<number, ReadonlyMap<string, unknown>>,
	batchSize: number,
): Batch[] => {
	const valid = asked.flatMap((request, place) => (isRefused(request) ? [] : [[place, request] as const]));
	const { bulk } = change;
	if (!bulk) return singles(change, valid);
	const sent = valid.map(([place, { values, options }]): readonly [number, ItemRequest] => {
		const ids = idsIn(bulk, values).filter((id) => !left.get(place)?.has(id));
		return [place, { values: withIds(bulk, values, ids), options }];
	});
	return groupsOf(bulk, sent).flatMap((group) => chunksOf(bulk, group, batchSize));
};

/** A change that was answered. */
export interface Answered extends Ways {
	readonly operation: Change;
	readonly batch: Batch;
	readonly reply: Answer;
	/** Whether an earlier try may have taken effect. */
	readonly repeated: boolean;
}
