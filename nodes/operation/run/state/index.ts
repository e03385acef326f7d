/** What users have, before and after: what is read of them, and what that says of a change. */

export { beyond, listedBy, currentOf, withLevels } from './current';
export { changeOf, inverseOf, unverified } from './diff';
export { factOf, seenAs } from './factOf';
export { askedAlready, isStrict, unchangedAlready } from './ifUnchanged';
export type { ReadBack, Wish } from './readBack';
export { notReadBack, readBack } from './readBack';
export { readUsers } from './readUsers';
export { isSeenToBeAdded, settle } from './settle';
