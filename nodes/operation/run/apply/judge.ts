import { explained, inDoubt, refused } from '../../wire';
import type { Already, Refused } from '../../model';
import { accessLevelIn, fatesIn, idsIn, isContradiction, matching } from '../../model';
import { factOf } from '../state';
import type { Judged, Sent } from '../types';
import { failedWith, isAccepted, isKnown } from '../types';
import type { Answered } from './batches';

const unmentioned: Refused = { message: "the provider's answer doesn't mention it", description: '' };
const contradictory: Refused = {
	message: "the provider's answer says both that it was and that it wasn't",
	description: '',
};

/** What an answer says of one member; after an answer that was lost, what refuses a member settles nothing. */
const memberIn = (fates: ReturnType<typeof fatesIn>, id: string, repeated: boolean): Partial<Sent> => {
	const error = fates.get(id);
	if (isContradiction(error)) return { is: 'unknown', why: contradictory };
	if (error !== undefined) return { is: repeated ? 'unknown' : 'failed', why: { message: error, description: '' } };
	return fates.has(id) ? {} : { is: 'unknown', why: unmentioned };
};

/** What an answer that accepts a change says of its members: of those who got through together, of each other one by itself. */
const membersIn = ({ operation, batch, reply, repeated }: Answered, sent: Sent): readonly Judged[] => {
	const { bulk } = operation;
	if (!bulk) return [{ ...sent, members: [] }];
	const ids = idsIn(bulk, batch.values);
	if (sent.is !== 'applied') return [{ ...sent, members: ids }];
	const fates = fatesIn(bulk, batch.values, reply);
	const all = ids.map((id): Judged => ({ ...sent, ...memberIn(fates, id, repeated), members: [id] }));
	const members = all.filter(isAccepted).flatMap((one) => one.members);
	const others = all.filter((one) => !isAccepted(one));
	return members.length > 0 ? [{ ...sent, members }, ...others] : others;
};

const accepted = async (met: Answered): Promise<Sent> => {
	const { operation, reply, repeated, reader } = met;
	const unsettled = await operation.settle?.(reply, reader);
	if (unsettled) return failedWith(repeated ? inDoubt(unsettled) : unsettled);
	return { is: 'applied', answer: reply, isProven: operation.makesDifference && !repeated ? true : undefined };
};

/** Why an access that is there already isn't the one that was asked for, where the answer doesn't tell which it is. */
const otherAccess = async (met: Answered, { vague }: Already): Promise<Refused | undefined> => {
	const { operation, batch, reply, repeated, reader, connection } = met;
	if (!vague) return undefined;
	const fact = await factOf(operation.state, batch.values, { reader: reader.fresh(), concludes: () => true });
	if (isKnown(fact) && fact.has === operation.state.grants) return undefined;
	const isNone = isKnown(fact) && accessLevelIn(operation.state, fact.held, batch.values) === 0;
	const told = refused(connection, operation, reply, {
		known: isNone ? vague.none : vague.other,
		repeated,
		values: batch.values,
	});
	if (isKnown(fact)) return told;
	return { ...told, message: `${fact.message}, so it can't be told which access is there already` };
};

const unchanged = async (met: Answered, known: Already): Promise<Sent> => {
	const { operation, batch, reply, repeated, connection } = met;
	const other = await otherAccess(met, known);
	if (other) return failedWith(other);
	// The answer to an earlier try was lost: this one may well speak of what that try did.
	if (repeated) return { is: 'applied', answer: reply, isFoundSo: true };
	if (batch.options.ifUnchanged !== 'fail') return { is: 'unchanged', answer: reply };
	return failedWith(refused(connection, operation, reply, { known, values: batch.values }));
};

const refusedBy = async (met: Answered): Promise<Sent> => {
	const { operation, batch, reply, repeated, connection } = met;
	const refusal = refused(connection, operation, reply, { repeated, values: batch.values });
	const told = await explained(refusal, operation, reply, batch.values, met);
	return failedWith({ ...told, malformed: operation.bulk?.malformed?.(reply) });
};

/** What became of a change that was answered; in bulk, of its members. */
export const judge = async (met: Answered): Promise<readonly Judged[]> => {
	const { operation, reply } = met;
	if (operation.success[reply.status]?.(reply)) return membersIn(met, await accepted(met));
	const known = matching(operation.unchanged ?? [], reply);
	return membersIn(met, known ? await unchanged(met, known) : await refusedBy(met));
};
