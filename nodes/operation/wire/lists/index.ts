/** Lists to their end, page after page, and what a phase of a run has read already. */

export type { Place, Turned } from './place';
export { start } from './place';
export { pagesOf, readerOf, readerOfFirst, readPages, turn } from './reader';
