import type { Asked } from '../panel';
import { isRefused, readable } from '../panel';
import type { Change, Reader, Refused } from '../words';
import type { Knowledge } from './facts';
import { isKnown, nothingKnown } from './facts';
import { everyGuard } from './guards';
import { isStrict, unchangedAlready } from './ifUnchanged';
import { learn } from './learn';
import { orRefused } from './orRefused';
import type { Run } from './run';
import { subjectsOf } from './subjects';

/** What may be sent, and what of it must not. */
export interface Checked {
	readonly asked: ReadonlyArray<Asked | Refused>;
	/** Members that can't be verified, by item: the others of the item go. */
	readonly left: ReadonlyMap<number, ReadonlyMap<string, Refused>>;
	/** What its users had. */
	readonly before: Knowledge;
}

/** Whether the provider itself says so of an access that is as asked already. */
const tells = ({ unchanged = [] }: Change) => unchanged.length > 0 && !unchanged.some(({ vague }) => vague);

/** Whether an item may go only where it is known what its users have. */
const mustKnow = (operation: Change, read: Asked) =>
	read.options.dryRun !== true && (read.options.verify === true || (isStrict(read) && !tells(operation)));

const wantsBefore = (operation: Change, read: Asked) => read.options.dryRun === true || mustKnow(operation, read);

const reports = ({ bulk }: Change, { options }: Asked) => bulk !== undefined && options.partialFailure === 'report';

/** Whether a refusal is about the one who was read, not about all reads; a 200 is an answer that is odd. */
const isOwn = ({ status }: Refused) => status !== undefined && [200, 400, 404, 422].includes(status);

/** What the users of the items have, where an item asks for it. */
const readBefore = async (run: Run, reader: Reader): Promise<Knowledge> => {
	const { operation, asked, settings, goesOn } = run;
	const { state } = operation;
	const curious = readable(asked)
		.map(([, read]) => read)
		.filter((read) => wantsBefore(operation, read));
	if (curious.length === 0) return nothingKnown;
	const keysOf = (items: readonly Asked[]) =>
		new Set(items.flatMap(({ values }) => subjectsOf(operation, values).map((one) => JSON.stringify(one))));
	const needed = keysOf(curious.filter((read) => mustKnow(operation, read)));
	const listed = keysOf(curious.filter((read) => mustKnow(operation, read) && reports(operation, read)));
	const isBearable = (key: string, fact: Refused) => !needed.has(key) || (listed.has(key) && isOwn(fact));
	return await learn(
		state,
		curious.flatMap(({ values }) => subjectsOf(operation, values)),
		{
			reader,
			concurrency: settings.concurrency as number,
			concludes: () => true,
			goesOn: (values, fact) => goesOn || isKnown(fact) || isBearable(JSON.stringify(values), fact),
		},
	);
};

/** Why an item must not be sent whose user couldn't be read, or wasn't any more because the run ended before. */
const unreadable = (fact: Refused | undefined, { options }: Asked): Refused => {
	if (fact && options.dryRun === true) return fact;
	const why = options.verify === true ? "the change couldn't be verified" : "'If Unchanged' is Fail";
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
const objection = (operation: Change, read: Asked, before: Knowledge): Refused | Map<string, Refused> => {
	const { state, bulk, subject } = operation;
	const left = new Map<string, Refused>();
	const facts = subjectsOf(operation, read.values).map((values) => [values, before.of(values)] as const);
	for (const [values, fact] of facts) {
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

const guarded = async (run: Run, reader: Reader): Promise<Refused | undefined> => {
	const { operation, asked, settings } = run;
	const subjects = readable(asked).flatMap(([, { values }]) => subjectsOf(operation, values));
	for (const guard of [...everyGuard, ...(operation.guards ?? [])]) {
		const broken = await guard({ change: operation, subjects, settings }, reader);
		if (broken) return { ...broken, invalid: true };
	}
	return undefined;
};

/** The guards refuse the whole run, what is known of its users an item or a member. */
export const check = async (run: Run, reader: Reader): Promise<Checked> => {
	const broken = await orRefused(async () => await guarded(run, reader));
	const left = new Map<number, ReadonlyMap<string, Refused>>();
	if (broken) return { asked: run.asked.map((read) => (isRefused(read) ? read : broken)), left, before: nothingKnown };
	const before = await readBefore(run, reader);
	const asked = run.asked.map((read, item): Asked | Refused => {
		if (isRefused(read)) return read;
		const objected = objection(run.operation, read, before);
		if ('message' in objected) return objected;
		if (objected.size > 0) left.set(item, objected);
		return read;
	});
	return { asked, left, before };
};
