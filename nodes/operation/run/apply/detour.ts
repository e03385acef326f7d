import { cancelled, changeRequest, ended, inDoubt, refused } from '../../wire';
import type { Change, Held, Refused } from '../../model';
import { accessLevelIn, isUnanswered } from '../../model';
import { factOf, unchangedAlready } from '../state';
import type { Fact, Sent } from '../types';
import { failedWith, isKnown } from '../types';
import type { Answered } from './batches';

type Detour = NonNullable<Change['detour']>;
type Moves = Exclude<ReturnType<Detour['by']>, Refused>;
type Move = Moves['ends'];

/** Sends a part of a change; once the first of them has gone, the others go although the run has ended. */
const sendPart = async (
	{ connection, batch }: Answered,
	{ change, values }: Move,
	isLastChance: boolean,
): Promise<{ readonly answer: Exclude<Sent['answer'], undefined> } | Refused> => {
	const request = changeRequest(change, values, batch.options, connection.baseUrl);
	const { reply, repeated } = await connection.send(request, change, isLastChance);
	if (!isUnanswered(reply) && change.success[reply.status]?.(reply)) return { answer: reply };
	return refused(connection, change, reply, { repeated, values });
};

/** What the user has now; nothing that was read before counts. */
const now = async ({ operation, batch, reader }: Answered): Promise<Fact | Refused> =>
	await factOf(operation.state, batch.values, { reader: reader.fresh(), concludes: () => true });

const levelOf = ({ operation, batch }: Answered, held: Held): number =>
	accessLevelIn(operation.state, held, batch.values);

const isAsBefore = (met: Answered, found: Fact | Refused, before: Fact): boolean =>
	isKnown(found) && levelOf(met, found.held) === levelOf(met, before.held);

/** What became of what was ended for it, in the place of what the refusal by itself says of the change. */
const withFate = (why: Refused, fate: string): Refused => ({ ...why, description: fate });

const leftAsItWas = 'The access is as it was before: nothing is different.';

const lost = (met: Answered, found: Fact | Refused): string => {
	const { state } = met.operation;
	const is = isKnown(found) ? state.accessLevels(met.batch.values)[levelOf(met, found.held)].is : undefined;
	const seen = is === undefined ? "what the user has now couldn't be read" : `the user ${is} now`;
	return `The access was ended to give it anew, which failed, and ${seen}. Look it up there at once, and give it again.`;
};

/** The access has gone, or may have: whether it is as asked all the same, or can be given back. */
const rescued = async (met: Answered, moves: Moves, before: Fact, why: Refused): Promise<Sent> => {
	const found = await now(met);
	if (isKnown(found) && found.has) return { is: 'applied', answer: met.reply, isFoundSo: true };
	if (isAsBefore(met, found, before)) return failedWith({ ...withFate(why, leftAsItWas), unknown: why.unknown });
	await sendPart(met, moves.back, true);
	const after = await now(met);
	if (isKnown(after) && after.has) return { is: 'applied', answer: met.reply, isFoundSo: true };
	if (isAsBefore(met, after, before) && !why.unknown) return failedWith(withFate(why, leftAsItWas));
	return failedWith({ ...withFate(why, lost(met, after)), unknown: true });
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
		return batch.options.ifUnchanged === 'fail' ? failedWith(unchangedAlready) : { is: 'unchanged', answer: met.reply };
	}
	const moves = stopped(met) ?? detour.by(before.held, batch.values);
	if ('message' in moves) return failedWith(moves);
	const ending = await sendPart(met, moves.ends, false);
	if ('message' in ending) return ending.unknown ? await rescued(met, moves, before, ending) : failedWith(ending);
	const giving = await sendPart(met, moves.gives, true);
	return 'message' in giving ? await rescued(met, moves, before, giving) : { is: 'applied', answer: giving.answer };
};
