import { cancelled, readerOf } from '../wire';
import type { Change, Compound, Reader, Refused } from '../model';
import { groupedBy, refuse } from '../model';
import { apply, unsent } from './apply';
import { checkAll, checkUsers, refusedItems } from './check';
import { groupsOf, notBegun, policyOf, stepsOf } from './plan';
import type { Came } from './report';
import { report } from './report';
import { settle } from './state';
import type { Ended, Group, Made, Outcome, PlannedStep, Reconciled, Run } from './types';

type Outcomes = Map<PlannedStep, readonly Outcome[]>;

/** What became of a step of a set: it is about one user. */
const madeOf = (planned: PlannedStep, [own]: readonly Outcome[] = []): Made[] => {
	const [outcome] = own ? [own] : unsent(planned, { is: 'notSent', why: notBegun });
	return outcome ? [{ step: planned.step as Made['step'], outcome }] : [];
};

/** The steps of each desired state, with what became of them. */
const madeIn = (steps: readonly PlannedStep[], outcomes: Outcomes, refused: ReadonlyMap<number, Refused>) => {
	const begun = steps.filter(({ desired, items }) => desired && !refused.has(items[0]));
	const all = groupedBy(begun, ({ desired }) => desired as Reconciled);
	const made = ([desired, own]: [Reconciled, PlannedStep[]]) =>
		[desired, own.flatMap((planned) => madeOf(planned, outcomes.get(planned)))] as const;
	return new Map([...all].map(made));
};

const notReadAgain: Refused = {
	...refuse("What is there wasn't read again", 'Another change of this run had failed. Look it up there.'),
	follows: true,
};
const cancelledBefore = refuse(cancelled.unanswered, cancelled.remedy);

/** Why what is there can't be read again any more. */
const unreadableIn = (
	{ connection, continueOnFail }: Run<Change | Compound>,
	made: ReadonlyMap<Reconciled, Made[]>,
) => {
	const isFailing = ([{ isReported }, own]: [Reconciled, Made[]]) =>
		!isReported && own.some(({ outcome }) => outcome.is === 'failed');
	const hasEnded = !continueOnFail && [...made].some(isFailing);
	return () => {
		if (connection.isCancelled()) return cancelledBefore;
		return hasEnded || connection.isOver() ? notReadAgain : undefined;
	};
};

/** Makes the steps of a run, stage after stage. */
const applyAll = async (
	run: Run<Change | Compound>,
	{ steps, refused, reader }: Pick<Came, 'steps'> & { refused: Map<number, Refused>; reader: Reader },
) => {
	const groups = groupsOf(run, steps, refused);
	const states = await checkAll(run, groups, { items: steps.map(({ items }) => items[0]), refused, reader });
	const outcomes: Outcomes = new Map();
	const { policy, look } = policyOf(run.continueOnFail);
	const adding = groupedBy(
		steps.filter(({ step }) => step?.change.state.grants),
		({ desired }) => desired,
	);
	const addedBy = (desired: Reconciled) =>
		(adding.get(desired) ?? []).flatMap((planned) => madeOf(planned, outcomes.get(planned)));
	const make = async (group: Group): Promise<Came['failure']> => {
		const now = group.stage === 0 ? reader : reader.fresh();
		await look(group, addedBy, now);
		const checked = states.get(group) ?? (await checkUsers(group.run, now));
		const asked = checked.asked.map((request, place) => refused.get(group.steps[place].items[0]) ?? request);
		const applied = await apply(group, now, { ...checked, asked }, policy);
		for (const [place, own] of applied.outcomes.entries()) outcomes.set(group.steps[place], own);
		if (applied.failure) return { step: group.steps[applied.failure.item], refused: applied.failure.refused };
		const step = group.steps.find((planned) => !planned.desired && isEnding(planned, outcomes.get(planned)));
		return step && { step };
	};
	const isEnding = (planned: PlannedStep, own: readonly Outcome[] = []) =>
		own.length > 0 && policy.endsWith(planned, { fresh: own, all: own, isLast: true });
	if (!run.continueOnFail && refused.size > 0) return { outcomes };
	for (const group of groups) {
		const failure = await make(group);
		if (failure && !run.continueOnFail) return { outcomes, failure };
	}
	return { outcomes };
};

/** Plans, checks, makes and tells all that the items of a run ask for. */
export const makeChanges = async (run: Run<Change | Compound>): Promise<Ended> => {
	const { provider, baseUrl, planKey } = run.connection;
	const reader = readerOf(run.connection);
	const surroundings = { node: provider.node, provider: provider.access.name, baseUrl, planKey, reader };
	const steps = await stepsOf(run, surroundings);
	const refused = refusedItems(steps);
	const { outcomes, failure } = await applyAll(run, { steps, refused, reader });
	const made = madeIn(steps, outcomes, refused);
	const settled = await settle(made, reader.fresh(), unreadableIn(run, made));
	return await report(run, { steps, outcomes, refused, settled, failure });
};
