import { cancelled, changeRequest, ended, inDoubt, readerOf, refused, unknownOutcome } from '../../wire';
import type { Change, Held, Refused } from '../../model';
import { aboutValues, accessLevelIn, isUnanswered, matching, nothingChanged } from '../../model';
import { alreadySo, factOf } from '../state';
import type { Fact, Sent } from '../types';
import { failedWith, isKnown } from '../types';
import type { Answered } from './batches';

type Detour = NonNullable<Change['detour']>;
type Moves = Exclude<ReturnType<Detour['by']>, Refused>;
type Move = Moves['ends'];

type Part = Pick<Sent, 'answer' | 'trace'>;

/** Sends a part of a change. */
const sendPart = async ({ connection, batch }: Answered, { change, values }: Move): Promise<Part | Refused> => {
	const request = changeRequest(change, values, batch.options, connection.baseUrl);
	const { reply, repeated, trace } = await connection.send(request, change);
	if (isUnanswered(reply)) return { ...refused(connection, change, reply), trace };
	const known = matching(change.unchanged ?? [], reply);
	// The try before, whose answer was lost, made it so.
	const isDone = known !== undefined && known.vague === undefined && repeated;
	if (isDone || change.success[reply.status]?.(reply)) return { answer: reply, trace };
	return { ...refused(connection, change, reply, { known, repeated, values }), trace };
};

/** What the user has now; nothing that was read before counts. */
const now = async ({ operation, batch, reader }: Answered): Promise<Fact | Refused> =>
	await factOf(operation.state, batch.values, { reader: reader.fresh(), concludes: () => true });

const levelOf = ({ operation, batch }: Answered, held: Held): number =>
	accessLevelIn(operation.state, held, batch.values);

const isAsBefore = (met: Answered, found: Fact | Refused, before: Fact): boolean =>
	isKnown(found) && levelOf(met, found.held) === levelOf(met, before.held);

const leftAsItWas = 'The access is as it was before: nothing is different.';
const seenAsItWas =
	'Read again, the access is as it was before. A request whose answer was lost may still take effect: look it up there once more.';

/** Why the change failed: what became of the access stands where the refusal says what may have. */
const failedAs = (why: Refused, fate: string, remedy: readonly string[], isOpen: boolean): Sent => {
	const rest = [unknownOutcome, nothingChanged].reduce((text, known) => text.replace(known, ''), why.description);
	return failedWith({ ...why, description: [fate, ...remedy, rest.trim()].join(' ').trim(), fate, unknown: isOpen });
};

const lost = (met: Answered, found: Fact | Refused, why: Refused): Sent => {
	const { operation, batch, connection } = met;
	const { subject, state } = operation;
	const level = isKnown(found) ? levelOf(met, found.held) : undefined;
	const user = `the user {${subject.property.name}}`;
	const seen =
		level === undefined
			? `what ${user} has now couldn't be read`
			: `${user} ${state.accessLevels(batch.values)[level].is} now`;
	const told = `The access was ended to give it anew, which failed, and ${seen}.`;
	const valued = { parameters: [subject], values: batch.values, words: connection.words };
	const { message: fate } = aboutValues({ message: told, description: '' }, valued);
	return failedAs(why, fate, ['Look it up there at once.', ...(level === 0 ? ['Give the access again.'] : [])], true);
};

/** The access has gone, or may have: whether it is as asked all the same, or can be given back. */
const rescued = async (met: Answered, moves: Moves, before: Fact, why: Refused): Promise<Sent> => {
	const made: Sent = { is: 'applied', answer: met.reply, isFoundSo: true, trace: why.trace };
	const unmade = () => failedAs(why, why.unknown ? seenAsItWas : leftAsItWas, [], why.unknown === true);
	const found = await now(met);
	if (isKnown(found) && found.has) return made;
	if (isAsBefore(met, found, before)) return unmade();
	await sendPart(met, moves.back);
	const after = await now(met);
	if (isKnown(after) && after.has) return made;
	return isAsBefore(met, after, before) ? unmade() : lost(met, after, why);
};

/** Once the first part has gone, or may have, the others go whatever became of the run. */
const insisting = (met: Answered): Answered => {
	const connection = met.connection.insisting();
	return { ...met, connection, reader: readerOf(connection) };
};

const stopped = (met: Answered): Refused | undefined => {
	const { connection, operation } = met;
	if (!connection.isOver()) return undefined;
	return refused(connection, operation, connection.isCancelled() ? { ...cancelled, sent: false } : ended);
};

/** Ends what is there and gives it anew; what fails after the first is put back, and what nobody knows is told as that. */
export const detoured = async (met: Answered, detour: Detour): Promise<Sent> => {
	const { batch, repeated } = met;
	const before = await now(met);
	if (!isKnown(before)) return failedWith(repeated ? inDoubt(before) : before);
	if (before.has) {
		if (repeated) return { is: 'applied', answer: met.reply, isFoundSo: true };
		if (batch.options.ifUnchanged === 'fail')
			return failedWith(alreadySo(met.operation, batch.values, met.connection.words));
		return { is: 'unchanged', answer: met.reply };
	}
	const moves = stopped(met) ?? detour.by(before.held, batch.values);
	if ('message' in moves) return failedWith(moves);
	const ending = await sendPart(met, moves.ends);
	const rest = insisting(met);
	if ('message' in ending) return ending.unknown ? await rescued(rest, moves, before, ending) : failedWith(ending);
	const giving = await sendPart(rest, moves.gives);
	return 'message' in giving ? await rescued(rest, moves, before, giving) : { is: 'applied', ...giving };
};
