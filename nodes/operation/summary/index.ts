/** What became of accesses, in one line of people's words: a reading of outcomes. */

export type { Gist, Tallied } from './hints';
export { hintsIn, setGist, talliesOf } from './hints';
export { placeOf } from './naming';
export { setSummary } from './set';
export { bulkSummary } from './several';
export { summaryOf } from './single';
