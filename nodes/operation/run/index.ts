/** From the items of a run to a result for each: what is checked first, sent, read back and told. */

export { executor } from './execute';
export { factOf } from './state';
export { isKnown } from './types';
