import { isRefused, readable } from '../../panel';
import type { Reader, Refused, Values } from '../../model';
import { isBulk, memberOf } from '../../model';
import type { ReadBack, Wish } from '../state';
import { changeOf, inverseOf, notReadBack, readBack, unverified } from '../state';
import type { Checked, Ended, Group, Outcome, PlannedStep, Policy, Run, StepRequest } from '../types';
import { failedWith, isAccepted, isKnown } from '../types';
import type { SameAccess, UserSent } from './sameAccess';
import { sameAccessIn } from './sameAccess';
import type { Part } from './sendAll';
import { sendAll } from './sendAll';

/** What was sent for a user of a step, before anything is read back. */
interface Sent extends UserSent {
	readonly id?: string;
	readonly isAlone: boolean;
}

const sentFor = ({ operation }: Run, request: StepRequest, parts: readonly Part[]): Sent[] =>
	parts.flatMap(({ members, batch, ...sent }): Sent[] => {
		const shared = { ...sent, of: batch, access: batch.access, isAlone: batch.steps.size === 1 };
		if (!isBulk(operation)) return [{ ...shared, values: request.values }];
		return members.map((id) => ({ ...shared, id, values: memberOf(operation, request.values, id) }));
	});

/** The users that were changed and are to be read back. */
const toReadBack = (asked: Checked['asked'], sent: ReadonlyArray<readonly Sent[]>) =>
	readable(asked).flatMap(([place, { options }]): Array<readonly [Values, Wish]> => {
		const wish = { verify: options.verify === true, reportRemaining: options.reportRemaining === true };
		if (!wish.verify && !wish.reportRemaining) return [];
		return sent[place].filter(isAccepted).map(({ values }) => [values, wish] as const);
	});

/** What became of a user, by all that was read of them. */
const outcomeOf = (
	run: Run,
	request: StepRequest,
	sent: Sent,
	{ before: states, after, aftermath, place }: Pick<Checked, 'before'> & ReadBack & { readonly place: SameAccess },
): Outcome => {
	const { operation } = run;
	const { access: _, ...told } = sent;
	const { values, is, request: planned } = sent;
	// What was read before tells nothing of an access that an earlier item may have changed.
	const before = place.isRepeat ? undefined : states.of(values);
	const known = isKnown(before) ? before : undefined;
	const isNothing = is === 'unchanged' || (is === 'planned' && planned === null && !request.waits);
	const isMade = isAccepted(sent) || is === 'planned';
	const changed = isMade
		? changeOf(operation, known, isNothing ? false : place.isAgain ? undefined : sent.isProven)
		: null;
	const undo = isMade ? inverseOf(operation, values, known?.held, changed) : null;
	const { remaining, note } = isAccepted(sent) ? aftermath(values) : {};
	const outcome = { ...told, before, changed, undo, isAgain: place.isAgain, remaining, note: note ?? undefined };
	if (request.options.verify !== true || !isAccepted(sent)) return outcome;
	const fact = after.of(values);
	const doubt = unverified(operation, fact, place.isOverridden);
	if (!doubt) return outcome;
	const doubtful = isKnown(fact) ? ('failed' as const) : ('unknown' as const);
	return { ...outcome, is: doubtful, why: doubt, isUnconfirmed: true, undo: null };
};

/** What is known of members that can't be verified, and weren't sent. */
const leftOut = ({ left }: Checked, place: number): Part[] =>
	[...(left.get(place) ?? [])].map(([id, why]) => ({ ...failedWith(why), members: [id], batch: notSent }));

const notSent = { values: {}, options: {}, steps: new Map<number, readonly string[]>() };

/** Why nothing of a group is sent: one of its steps can't be, and that ends the run. */
const endedBefore = (asked: Checked['asked'], steps: readonly PlannedStep[], policy: Policy): Ended['failure'] => {
	for (const [place, request] of asked.entries()) {
		if (!isRefused(request)) continue;
		const fresh = [{ ...failedWith(request), members: [] }];
		if (policy.endsWith(steps[place], { fresh, all: fresh, isLast: true })) return { item: place, refused: request };
	}
	return undefined;
};

/** What became of the users of a step, none of one that wasn't tried; or why it can't be sent. */
export type StepOutcomes = readonly Outcome[] | Refused;

const heldOutcome = ({ step }: PlannedStep, why: Refused): Outcome => ({
	is: 'notSent',
	why,
	values: step?.values ?? {},
	of: notSent,
	isAlone: true,
	isAgain: false,
	changed: false,
	undo: null,
});

/** Sends what was checked of a group, and reads it back. */
export const apply = async ({ run, steps }: Group, reader: Reader, checked: Checked, policy: Policy) => {
	const { operation, continueOnFail } = run;
	const ended = endedBefore(checked.asked, steps, policy);
	if (ended) return { outcomes: checked.asked.map((one): StepOutcomes => (isRefused(one) ? one : [])), failure: ended };
	const held = steps.map((step) => policy.holdsBack(step));
	const asked = checked.asked.map((request, place) => held[place] ?? request);
	const open: Checked = { ...checked, asked };
	const parts = asked.map((_, place) => (held[place] ? [] : leftOut(checked, place)));
	const failure = await sendAll(run, reader, open, { steps, policy, parts });
	const sent = asked.map((request, place) => (isRefused(request) ? [] : sentFor(run, request, parts[place])));
	const goesOn = (_: Values, fact: object) => continueOnFail || !('message' in fact);
	const reading = { reader, before: checked.before, goesOn };
	const back = failure ? notReadBack : await readBack(operation.state, toReadBack(asked, sent), reading);
	const placeOf = sameAccessIn(operation, sent);
	const outcomes = asked.map((request, place): StepOutcomes => {
		const why = held[place];
		if (why) return [heldOutcome(steps[place], why)];
		if (isRefused(request)) return request;
		return sent[place].map((one) =>
			outcomeOf(run, request, one, { ...back, before: checked.before, place: placeOf(one) }),
		);
	});
	return { outcomes, failure };
};
