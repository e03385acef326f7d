/** Who has what, read to the end: a row for each access. */

export { readAccesses } from './readAccesses';
export { withWords } from './withWords';
