/** What users have, before and after: what is read of them, and what that says of a change. */

export { currentOf, withLevels } from './current';
export { alreadySo, askedAlready, differenceOf, isStrict, seenAs, unchangedAlready, unverified } from './diff';
export type { ReadBack, Wish } from './readBack';
export { notReadBack, readBack } from './readBack';
export { factOf, readUsers } from './read';
export { isSeenToBeAdded, settle } from './settle';
