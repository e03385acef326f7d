import { isRefused } from '../../panel';
import type { Reader, Values } from '../../model';
import { asAnswered, isBulk, memberOf, subjectsOf, unseenIn } from '../../model';
import type { ReadBack, Wish } from '../state';
import { differenceOf, notReadBack, readBack, unverified } from '../state';
import type { Checked, Ended, Group, Outcome, PlannedStep, Policy, Run, Sent, StepRequest } from '../types';
import { failedWith, isAccepted, isKnown, isThrough } from '../types';
import type { SameAccess, UserSent } from './sameAccess';
import { sameAccessIn } from './sameAccess';
import type { Part } from './sendAll';
import { sendAll } from './sendAll';

/** What was sent for a user of a step, before anything is read back. */
interface SentFor extends UserSent {
	readonly id?: string;
	readonly isAlone: boolean;
}

const sentFor = ({ operation }: Run, request: StepRequest, parts: readonly Part[]): SentFor[] =>
	parts.flatMap(({ members, batch, ...sent }): SentFor[] => {
		const shared = { ...sent, of: batch, access: batch.access, isAlone: batch.steps.size === 1 };
		const { byWord } = operation;
		if (!isBulk(operation))
			return [{ ...shared, values: byWord ? asAnswered(operation, request.values, sent.answer) : request.values }];
		return members.map((id) => ({ ...shared, id, values: memberOf(operation, request.values, id) }));
	});

/** The users that were changed and are to be read back; who isn't seen can't be. */
const toReadBack = (operation: Run['operation'], asked: Checked['asked'], sent: ReadonlyArray<readonly SentFor[]>) =>
	asked.flatMap((request, place): Array<readonly [Values, Wish]> => {
		if (isRefused(request)) return [];
		const { options } = request;
		const wish = { verify: options.verify === true, reportRemaining: options.reportRemaining === true };
		if (!wish.verify && !wish.reportRemaining) return [];
		const seen = sent[place].filter((one) => isAccepted(one) && unseenIn(operation, one.values) === undefined);
		return seen.map(({ values }) => [values, wish] as const);
	});

/** What became of a user, by all that was read of them. */
const outcomeOf = (
	run: Run,
	request: StepRequest,
	sent: SentFor,
	{ before: states, after, aftermath, place }: Pick<Checked, 'before'> & ReadBack & { readonly place: SameAccess },
): Outcome => {
	const { operation } = run;
	const { is, why, answer, trace, request: planned, isProven, id, values, of, isAlone } = sent;
	const { isRepeat, isAgain } = place;
	const isNothing = is === 'unchanged' || (is === 'planned' && planned === null && !request.waits);
	const { before, ...difference } = differenceOf(operation, values, {
		// What was read before tells nothing of an access that an earlier item may have changed.
		read: isRepeat ? undefined : states.of(values),
		seen: isRepeat ? undefined : request.seen,
		told: isNothing ? false : isAgain ? undefined : isProven,
	});
	const { changed, undo: back } = isThrough(sent) ? difference : { changed: null, undo: null };
	const undo = unseenIn(operation, values) === undefined ? back : null;
	const { remaining, note = undefined } = isAccepted(sent) ? aftermath(values) : {};
	const told = { is, why, answer, trace, request: planned, isProven, id, values, of, isAlone, isAgain, before };
	const outcome: Outcome = { ...told, changed, undo, remaining, note: note ?? undefined };
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

/** What is told of a step that isn't sent, for each of its users. */
export const unsent = ({ step }: PlannedStep, sent: Sent): Outcome[] => {
	if (!step) return [];
	const { change, values } = step;
	const rest = { of: sent, isAlone: true, isAgain: false, changed: false, undo: null };
	return subjectsOf(change, values).map((own) => {
		const id = isBulk(change) ? String(own[change.subject.property.name]) : undefined;
		return { ...sent, ...rest, id, values: own };
	});
};

/** Sends what was checked of a group, and reads it back: what became of the users of each step, none of one that wasn't tried. */
export const apply = async ({ run, steps }: Group, reader: Reader, checked: Checked, policy: Policy) => {
	const { operation, continueOnFail } = run;
	const ended = endedBefore(checked.asked, steps, policy);
	const held = steps.map((step): Sent | undefined => {
		const why = ended ? undefined : policy.holdsBack(step);
		return why && { is: 'notSent', why };
	});
	const asked = checked.asked.map((request, place) => held[place]?.why ?? request);
	const parts = asked.map((_, place) => (ended || held[place] ? [] : leftOut(checked, place)));
	const failure = ended ?? (await sendAll(run, reader, { ...checked, asked }, { steps, policy, parts }));
	const sent = asked.map((request, place) => (isRefused(request) ? [] : sentFor(run, request, parts[place])));
	const goesOn = (_: Values, fact: object) => continueOnFail || !('message' in fact);
	const reading = { reader, before: checked.before, goesOn };
	const back = failure ? notReadBack : await readBack(operation.state, toReadBack(operation, asked, sent), reading);
	const placeOf = sameAccessIn(operation, sent);
	const outcomes = asked.map((request, place): readonly Outcome[] => {
		if (isRefused(request)) return unsent(steps[place], held[place] ?? failedWith(request));
		return sent[place].map((one) =>
			outcomeOf(run, request, one, { ...back, before: checked.before, place: placeOf(one) }),
		);
	});
	return { outcomes, failure };
};
