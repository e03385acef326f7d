/** What came back of one request: an answer without secrets, or why there is none. */

export { plainExchange } from './plainExchange';
export { answered } from './response';
export type { Asked } from './thrown';
export { unansweredBy } from './thrown';
export { brokenOff, cancelled, ended, late, leftAlone, within } from './unanswered';
