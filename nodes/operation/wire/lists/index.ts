/** Lists to their end, page after page, and what a phase of a run has read already. */

export { turn } from './pages';
export type { Place, Turned } from './place';
export { start } from './place';
export { readPages, readerOf } from './reader';
