import type { Bulk, Members } from '../words';
import type { Part, Verdict } from './verdict';
import { isAccepted, isPlanned } from './verdict';

interface Fate {
	/** Why a member didn't get through, or why nobody knows. */
	readonly why: string;
	readonly isOpen: boolean;
}

/** What became of a member of a part, or `undefined` where it got through. In the provider's words where there are some. */
const fateOf = (verdict: Verdict, id: string): Fate | undefined => {
	if (isPlanned(verdict)) return undefined;
	if (!isAccepted(verdict)) return { why: verdict.said ?? verdict.message, isOpen: verdict.unknown === true };
	const { fates } = verdict;
	if (!fates?.has(id)) return { why: "the provider's answer doesn't mention it", isOpen: true };
	const why = fates.get(id);
	return why === undefined ? undefined : { why, isOpen: false };
};

/** Whether a change was accepted, may have been made, or wasn't. */
export type Effect = 'made' | 'open' | 'none';

/** `id`: in bulk, for one of the members. */
export const effectOf = (verdict: Verdict, id?: string): Effect => {
	if ('message' in verdict) return verdict.unknown ? 'open' : 'none';
	if (verdict.outcome !== 'applied') return 'none';
	const fate = id === undefined ? undefined : fateOf(verdict, id);
	if (fate === undefined) return 'made';
	return fate.isOpen ? 'open' : 'none';
};

/** Whether a part keeps its item from succeeding, whatever becomes of the others. */
export const keepsFrom = ({ verdict, members }: Part): boolean =>
	'message' in verdict || members.some((id) => fateOf(verdict, id) !== undefined);

/** The members of an item, as far as it is known what became of them. */
export interface MemberFates {
	readonly members: Members;
	/** Those of the failed of which it isn't known, and why. */
	readonly open: ReadonlyMap<string, string>;
	/** Those of the failed that were accepted, but can't be seen. */
	readonly unconfirmed: ReadonlySet<string>;
}

export const fatesOf = (
	{ done }: Bulk,
	parts: readonly Part[],
	doubtOf: (id: string) => string | undefined,
): MemberFates => {
	const succeeded: string[] = [];
	const failed: Array<{ id: string; error: string }> = [];
	const open = new Map<string, string>();
	const unconfirmed = new Set<string>();
	for (const { verdict, members } of parts)
		for (const id of members) {
			const fate = fateOf(verdict, id);
			const doubt = fate ? undefined : doubtOf(id);
			if (fate?.isOpen) open.set(id, fate.why);
			if (doubt !== undefined) unconfirmed.add(id);
			const error = fate?.isOpen ? `It isn't known whether it was ${done}: ${fate.why}` : (fate?.why ?? doubt);
			if (error === undefined) succeeded.push(id);
			else failed.push({ id, error });
		}
	return { members: { succeeded, failed }, open, unconfirmed };
};
