import { readable } from '../../panel';
import type { Change, Held, Reader, Refused } from '../../model';
import { subjectsOf } from '../../model';
import { isStrict, readUsers, seenAs } from '../state';
import type { Fact, Run, StepRequest, UserStates } from '../types';
import { isKnown, nothingKnown } from '../types';

/** Whether the provider itself says so of an access that is as asked already. */
const tells = ({ unchanged = [] }: Change) => unchanged.length > 0 && !unchanged.some(({ vague }) => vague);

/** Whether an item may go only where it is known what its users have. */
export const mustKnow = (operation: Change, read: StepRequest) =>
	read.precondition !== undefined ||
	(read.options.dryRun !== true && (read.options.verify === true || (isStrict(read) && !tells(operation))));

const wantsBefore = (operation: Change, read: StepRequest) =>
	read.seen === undefined && ((read.options.dryRun === true && !read.waits) || mustKnow(operation, read));

export const reports = ({ bulk }: Change, { options, precondition }: StepRequest) =>
	bulk !== undefined && options.partialFailure === 'report' && !precondition?.blocksAll;

/** Whether a refusal is about the one who was read, not about all reads; a 200 is an answer that is odd. */
export const isOwn = ({ status }: Refused) => status !== undefined && [200, 400, 404, 422].includes(status);

/** What the users of the items have, where an item asks for it. */
const readBefore = async (run: Run, reader: Reader): Promise<UserStates> => {
	const { operation, asked, continueOnFail } = run;
	const { state } = operation;
	const curious = readable(asked)
		.map(([, read]) => read)
		.filter((read) => wantsBefore(operation, read));
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
export const knownBefore = async (run: Run, reader: Reader): Promise<UserStates> => {
	const { operation, asked } = run;
	const seen = new Map<string, Fact | Refused>();
	for (const [, { values, seen: held }] of readable(asked))
		for (const subject of held ? subjectsOf(operation, values) : [])
			seen.set(JSON.stringify(subject), seenAs(operation.state, held as Held, subject));
	const learned = await readBefore(run, reader);
	return seen.size === 0 ? learned : { of: (values) => learned.of(values) ?? seen.get(JSON.stringify(values)) };
};
