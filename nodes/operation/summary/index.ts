/** What became of accesses, in one line of people's words: a reading of outcomes. */

export { changedAs } from './became';
export type { Gist } from './hints';
export { gistOf, hintsIn, setGist } from './hints';
export { placeOf } from './naming';
export { setSummary } from './set';
export { bulkSummary } from './several';
export { summaryOf } from './single';
