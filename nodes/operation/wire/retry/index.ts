/** When a request is sent again, and how many are under way at once. */

export { isPassing, isPassingStatus, retryAt, whenAgain } from './again';
export { loadOf } from './load';
export { paced } from './pacing';
export type { Patience } from './retry';
export { persistently } from './retry';
export { waitUntil } from './waiting';
