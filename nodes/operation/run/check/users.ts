import type { Change, Reader, Refused } from '../../model';
import { orRefused, subjectsOf, unseenIn, variantOf } from '../../model';
import { isRefused } from '../../panel';
import { alreadySo, isStrict, readUsers, seenAs, unchangedAlready } from '../state';
import type { Checked, Fact, Run, StepRequest, UserStates } from '../types';
import { isKnown, nothingKnown } from '../types';

/** Whether the provider itself says so of an access that is as asked already. */
const tells = ({ unchanged = [] }: Change) => unchanged.length > 0 && !unchanged.some(({ vague }) => vague);

/** Whether an item may go only where it is known what its users have: of somebody who isn't seen, nothing can be. */
const mustKnow = (operation: Change, read: StepRequest) =>
	read.precondition !== undefined ||
	(unseenIn(operation, read.values) === undefined &&
		read.options.dryRun !== true &&
		(read.options.verify === true || (isStrict(read) && !tells(operation))));

const wantsBefore = (operation: Change, read: StepRequest) =>
	read.seen === undefined &&
	unseenIn(operation, read.values) === undefined &&
	((read.options.dryRun === true && !read.waits) || operation.looksFirst === true || mustKnow(operation, read));

const reports = ({ bulk }: Change, { options, precondition }: StepRequest) =>
	bulk !== undefined && options.partialFailure === 'report' && !precondition?.blocksAll;

/** Whether a refusal is about the one who was read, not about all reads; a 200 is an answer that is odd. */
export const isOwn = ({ status }: Refused) => status !== undefined && [200, 400, 404, 422].includes(status);

/** What the users of the items have, where an item asks for it. */
const readBefore = async (run: Run, reader: Reader): Promise<UserStates> => {
	const { operation, asked, continueOnFail } = run;
	const { state } = operation;
	const curious = asked.filter((read): read is StepRequest => !isRefused(read) && wantsBefore(operation, read));
	if (curious.length === 0) return nothingKnown;
	const keysOf = (items: readonly StepRequest[]) =>
		new Set(items.flatMap(({ values }) => subjectsOf(operation, values).map((one) => JSON.stringify(one))));
	const needed = keysOf(curious.filter((read) => mustKnow(operation, read)));
	const isListed = (read: StepRequest) => reports(operation, read) || read.isListed === true;
	const listed = keysOf(curious.filter((read) => mustKnow(operation, read) && isListed(read)));
	const isBearable = (key: string, fact: Refused) => !needed.has(key) || (listed.has(key) && isOwn(fact));
	return await readUsers(
		state,
		curious.flatMap(({ values }) => subjectsOf(operation, values)),
		{
			reader,
			concludes: () => true,
			goesOn: (values, fact) => continueOnFail || isKnown(fact) || isBearable(JSON.stringify(values), fact),
		},
	);
};

/** The same, and what was read of them already. */
const knownBefore = async (run: Run, reader: Reader): Promise<UserStates> => {
	const { operation, asked } = run;
	const seen = new Map<string, Fact | Refused>();
	for (const read of asked)
		if (!isRefused(read) && read.seen && read.precondition)
			for (const subject of subjectsOf(operation, read.values))
				seen.set(JSON.stringify(subject), seenAs(operation.state, read.seen, subject));
	const learned = await readBefore(run, reader);
	return seen.size === 0 ? learned : { of: (values) => learned.of(values) ?? seen.get(JSON.stringify(values)) };
};

/** Why an item must not be sent whose user couldn't be read, or wasn't any more because the run ended before. */
const unreadable = (fact: Refused | undefined, { options, precondition }: StepRequest): Refused => {
	if (fact && options.dryRun === true && !precondition) return fact;
	const strict = options.verify === true ? "the change couldn't be verified" : "'If Unchanged' is Fail";
	const why = precondition?.because ?? strict;
	const { message, description, ...more } = fact ?? { message: "The user wasn't read", description: 'Run it again.' };
	return {
		...more,
		message,
		description: `Nothing was changed, because ${why}. ${description}`,
		said: `Not sent, because it couldn't be read: ${more.said ?? message}`,
		unknown: false,
		invalid: true,
	};
};

/** Why an item must not be sent, seen from what its users have; or which of its members. */
const objection = (
	{ operation, connection }: Run,
	read: StepRequest,
	before: UserStates,
): Refused | Map<string, Refused> => {
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
	if (!isStrict(read) || !facts.every(isSame)) return left;
	return bulk ? unchangedAlready : alreadySo(operation, read.values, connection.words);
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
	const isOpen = (read: StepRequest) => read.precondition !== undefined || wantsBefore(run.operation, read);
	if (!offered.some((read) => !isRefused(read) && isOpen(read)))
		return { asked: offered, left: new Map(), before: nothingKnown };
	const before = await knownBefore({ ...run, asked: offered }, reader);
	const left = new Map<number, ReadonlyMap<string, Refused>>();
	const asked = offered.map((read, place): StepRequest | Refused => {
		if (isRefused(read)) return read;
		const objected = objection(run, read, before);
		if ('message' in objected) return objected;
		if (objected.size > 0) left.set(place, objected);
		return read;
	});
	return { asked, left, before };
};
