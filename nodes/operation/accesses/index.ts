/** Who has what, read to the end: a row for each access. */

export type { Access, Id } from './access';
export { accessIn, fieldsOf, keyOf } from './access';
export { readAccesses } from './readAccesses';
export { withWords } from './withWords';
