import { isRefused } from '../../panel';
import type { Change, Reader, Refused } from '../../model';
import { orRefused, subjectsOf, variantOf } from '../../model';
import { isStrict, unchangedAlready } from '../state';
import type { Checked, Run, StepRequest, UserStates } from '../types';
import { isKnown } from '../types';
import { isOwn, knownBefore, mustKnow, reports } from './before';

/** Why an item must not be sent whose user couldn't be read, or wasn't any more because the run ended before. */
const unreadable = (fact: Refused | undefined, { options, precondition }: StepRequest): Refused => {
	if (fact && options.dryRun === true && !precondition) return fact;
	const strict = options.verify === true ? "the change couldn't be verified" : "'If Unchanged' is Fail";
	const why = precondition?.because ?? strict;
	const { message, description, ...more } = fact ?? { message: "its user wasn't read", description: 'Run it again.' };
	return {
		...more,
		message: `Nothing was changed, because ${why}: ${message}`,
		description,
		said: `Not sent, because it couldn't be read: ${more.said ?? message}`,
		unknown: false,
		invalid: true,
	};
};

/** Why an item must not be sent, seen from what its users have; or which of its members. */
const objection = (operation: Change, read: StepRequest, before: UserStates): Refused | Map<string, Refused> => {
	const { state, bulk, subject } = operation;
	const left = new Map<string, Refused>();
	const facts = subjectsOf(operation, read.values).map((values) => [values, before.of(values)] as const);
	for (const [values, fact] of facts) {
		const broken = isKnown(fact) ? read.precondition?.broken(fact.held, values) : undefined;
		if (broken) return broken;
		if (isKnown(fact)) continue;
		// The spelling of a parameter is wrong for a plan as well; what else couldn't be read, a plan says to be unknown.
		if (!mustKnow(operation, read) && !fact?.invalid) continue;
		const refusal = unreadable(fact, read);
		if (!bulk || !reports(operation, read) || !fact || !isOwn(fact)) return refusal;
		left.set(values[subject.property.name] as string, refusal);
	}
	if (left.size > 0 && left.size === facts.length) return [...left.values()][0];
	const isSame = ([, fact]: (typeof facts)[number]) => isKnown(fact) && fact.has === state.grants;
	return isStrict(read) && facts.every(isSame) ? unchangedAlready : left;
};

/** The steps for which the provider offers a variant; which one that is, is found out before anything is changed. */
const offeredTo = async ({ operation, asked }: Run, reader: Reader): Promise<Run['asked']> => {
	if (!operation.resolve) return asked;
	const offered = asked.map(async (read) => {
		if (isRefused(read)) return read;
		const variant = await orRefused(async () => await variantOf(operation, read.values, reader));
		return 'message' in variant ? { invalid: false, ...variant } : read;
	});
	return await Promise.all(offered);
};

/** What is known of the users refuses a step, or a member. */
export const checkUsers = async (run: Run, reader: Reader): Promise<Checked> => {
	const offered = await offeredTo(run, reader);
	const before = await knownBefore({ ...run, asked: offered }, reader);
	const left = new Map<number, ReadonlyMap<string, Refused>>();
	const asked = offered.map((read, place): StepRequest | Refused => {
		if (isRefused(read)) return read;
		const objected = objection(run.operation, read, before);
		if ('message' in objected) return objected;
		if (objected.size > 0) left.set(place, objected);
		return read;
	});
	return { asked, left, before };
};
