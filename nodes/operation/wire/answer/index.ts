/** What came back of one request: an answer without secrets, or why there is none. */

export { cancelled, ended, leftAlone } from './notSent';
export { plainExchange } from './plainExchange';
export { answered } from './response';
export { unansweredBy } from './thrown';
export type { Asked } from './unanswered';
export { brokenOff, late, within } from './unanswered';
