import { isRefused, readable } from '../panel';
import type { Change, Held, Reader, Refused } from '../words';
import type { Fact, Knowledge } from './facts';
import { isKnown, nothingKnown, seenAs } from './facts';
import { everyGuard } from './guards';
import { isStrict, unchangedAlready } from './ifUnchanged';
import { learn } from './learn';
import { orRefused } from './orRefused';
import type { Run, Wanted } from './run';
import { served } from './served';
import { subjectsOf } from './subjects';

/** What may be sent, and what of it must not. */
export interface Checked {
	readonly asked: ReadonlyArray<Wanted | Refused>;
	/** Members that can't be verified, by item: the others of the item go. */
	readonly left: ReadonlyMap<number, ReadonlyMap<string, Refused>>;
	/** What its users had. */
	readonly before: Knowledge;
}

/** Whether the provider itself says so of an access that is as asked already. */
const tells = ({ unchanged = [] }: Change) => unchanged.length > 0 && !unchanged.some(({ vague }) => vague);

/** Whether an item may go only where it is known what its users have. */
const mustKnow = (operation: Change, read: Wanted) =>
	read.premise !== undefined ||
	(read.options.dryRun !== true && (read.options.verify === true || (isStrict(read) && !tells(operation))));

const wantsBefore = (operation: Change, read: Wanted) =>
	read.seen === undefined && ((read.options.dryRun === true && !read.waits) || mustKnow(operation, read));

const reports = ({ bulk }: Change, { options, premise }: Wanted) =>
	bulk !== undefined && options.partialFailure === 'report' && !premise?.isWhole;

/** Whether a refusal is about the one who was read, not about all reads; a 200 is an answer that is odd. */
export const isOwn = ({ status }: Refused) => status !== undefined && [200, 400, 404, 422].includes(status);

/** What the users of the items have, where an item asks for it. */
const readBefore = async (run: Run, reader: Reader): Promise<Knowledge> => {
	const { operation, asked, goesOn } = run;
	const { state } = operation;
	const curious = readable(asked)
		.map(([, read]) => read)
		.filter((read) => wantsBefore(operation, read));
	if (curious.length === 0) return nothingKnown;
	const keysOf = (items: readonly Wanted[]) =>
		new Set(items.flatMap(({ values }) => subjectsOf(operation, values).map((one) => JSON.stringify(one))));
	const needed = keysOf(curious.filter((read) => mustKnow(operation, read)));
	const isListed = (read: Wanted) => reports(operation, read) || read.whole?.isReported === true;
	const listed = keysOf(curious.filter((read) => mustKnow(operation, read) && isListed(read)));
	const isBearable = (key: string, fact: Refused) => !needed.has(key) || (listed.has(key) && isOwn(fact));
	return await learn(
		state,
		curious.flatMap(({ values }) => subjectsOf(operation, values)),
		{
			reader,
			concludes: () => true,
			goesOn: (values, fact) => goesOn || isKnown(fact) || isBearable(JSON.stringify(values), fact),
		},
	);
};

/** The same, and what was read of them already. */
const knownBefore = async (run: Run, reader: Reader): Promise<Knowledge> => {
	const { operation, asked } = run;
	const seen = new Map<string, Fact | Refused>();
	for (const [, { values, seen: held }] of readable(asked))
		for (const subject of held ? subjectsOf(operation, values) : [])
			seen.set(JSON.stringify(subject), seenAs(operation.state, held as Held, subject));
	const learned = await readBefore(run, reader);
	return seen.size === 0 ? learned : { of: (values) => learned.of(values) ?? seen.get(JSON.stringify(values)) };
};

/** Why an item must not be sent whose user couldn't be read, or wasn't any more because the run ended before. */
const unreadable = (fact: Refused | undefined, { options, premise }: Wanted): Refused => {
	if (fact && options.dryRun === true && !premise) return fact;
	const strict = options.verify === true ? "the change couldn't be verified" : "'If Unchanged' is Fail";
	const why = premise?.because ?? strict;
	const { message, description, ...more } = fact ?? { message: "its user wasn't read", description: 'Run it again.' };
	return {
		...more,
		message: `Nothing was changed, because ${why}: ${message}`,
		description,
		said: `Not sent, because it couldn't be read: ${more.said ?? message}`,
		undecided: false,
		invalid: true,
	};
};

/** Why an item must not be sent, seen from what its users have; or which of its members. */
const objection = (operation: Change, read: Wanted, before: Knowledge): Refused | Map<string, Refused> => {
	const { state, bulk, subject } = operation;
	const left = new Map<string, Refused>();
	const facts = subjectsOf(operation, read.values).map((values) => [values, before.of(values)] as const);
	for (const [values, fact] of facts) {
		const broken = isKnown(fact) ? read.premise?.broken(fact.held, values) : undefined;
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

/** Why nothing of a run may be sent. */
export const guarded = async (run: Run, reader: Reader): Promise<Refused | undefined> => {
	const { operation, asked, settings, connection } = run;
	const { lookups } = connection.provider;
	const subjects = readable(asked).flatMap(([, { values }]) => subjectsOf(operation, values));
	for (const guard of [...everyGuard, ...(operation.guards ?? [])]) {
		const broken = await guard({ change: operation, subjects, settings, lookups }, reader);
		if (broken) return { ...broken, invalid: true, isOfRun: true };
	}
	return undefined;
};

/** What is known of the users refuses an item, or a member. */
export const looked = async (run: Run, reader: Reader): Promise<Checked> => {
	const offered = await served(run, reader);
	const before = await knownBefore({ ...run, asked: offered }, reader);
	const left = new Map<number, ReadonlyMap<string, Refused>>();
	const asked = offered.map((read, item): Wanted | Refused => {
		if (isRefused(read)) return read;
		const objected = objection(run.operation, read, before);
		if ('message' in objected) return objected;
		if (objected.size > 0) left.set(item, objected);
		return read;
	});
	return { asked, left, before };
};

/** Guards, which refuse the whole run, then what is known of its users. */
export const check = async (run: Run, reader: Reader): Promise<Checked> => {
	const broken = await orRefused(async () => await guarded(run, reader));
	if (!broken) return await looked(run, reader);
	const asked = run.asked.map((read) => (isRefused(read) ? read : broken));
	return { asked, left: new Map(), before: nothingKnown };
};
