import type { Ways } from '../wire';
import { explained, inDoubt, refused } from '../wire';
import type { Already, Answer, Change, Refused } from '../words';
import { fatesIn, matching } from '../words';
import { factOf, isKnown } from './facts';
import type { Batch } from './batches';
import { accessLevelIn } from './plan';
import type { Sent } from './verdict';

/** A change that was answered. */
export interface Answered extends Ways {
	readonly operation: Change;
	readonly batch: Batch;
	readonly reply: Answer;
	/** Whether an earlier try may have taken effect. */
	readonly repeated: boolean;
}

const accepted = async ({ operation, batch, reply, repeated, reader }: Answered): Promise<Sent> => {
	const unsettled = await operation.settle?.(reply, reader);
	if (unsettled) return repeated ? inDoubt(unsettled) : unsettled;
	const fates = operation.bulk && fatesIn(operation.bulk, batch.values, reply);
	return {
		outcome: 'applied',
		answer: reply,
		fates,
		changed: operation.makesDifference && !repeated ? true : undefined,
	};
};

/** Why an access that is there already isn't the one that was asked for, where the answer doesn't tell which it is. */
const otherAccess = async (met: Answered, { vague }: Already): Promise<Refused | undefined> => {
	const { operation, batch, reply, repeated, reader, connection } = met;
	if (!vague) return undefined;
	const fact = await factOf(operation.state, batch.values, { reader: reader.fresh(), concludes: () => true });
	if (isKnown(fact) && fact.has === operation.state.grants) return undefined;
	const isNone = isKnown(fact) && accessLevelIn(operation.state, fact.held, batch.values) === 0;
	const told = refused(connection, operation, reply, { known: isNone ? vague.none : vague.other, repeated });
	if (isKnown(fact)) return told;
	return { ...told, message: `The access is there already, but which it is can't be read: ${fact.message}` };
};

const unchanged = async (met: Answered, known: Already): Promise<Sent> => {
	const { operation, batch, reply, repeated, connection } = met;
	const other = await otherAccess(met, known);
	if (other) return other;
	// The answer to an earlier try was lost: this one may well speak of what that try did.
	if (repeated) return { outcome: 'applied', answer: reply };
	if (batch.options.ifUnchanged !== 'fail') return { outcome: 'unchanged', answer: reply };
	return refused(connection, operation, reply, { known });
};

const refusedBy = async (met: Answered): Promise<Refused> => {
	const { operation, batch, reply, repeated, reader, connection } = met;
	const refusal = refused(connection, operation, reply, { repeated });
	const told = await explained(refusal, operation, reply, batch.values, reader);
	return { ...told, malformed: operation.bulk?.malformed?.(reply) };
};

/** What became of a change that was answered. */
export const judge = async (met: Answered): Promise<Sent> => {
	const { operation, reply } = met;
	if (operation.success[reply.status]?.(reply)) return await accepted(met);
	const known = matching(operation.unchanged ?? [], reply);
	return known ? await unchanged(met, known) : await refusedBy(met);
};
