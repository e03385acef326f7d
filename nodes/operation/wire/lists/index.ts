/** Lists to their end, page after page, and what a phase of a run has read already. */

export { turn } from './pages';
export type { Moved, Place, Turned } from './place';
export { start } from './place';
export { readAny, readerOf } from './reader';
