/** From words that people use to the IDs that they stand for. */

export { lookUp } from './lookUp';
export { lookedUpIn, lookedUpOf, wordFor, wordsIn } from './lookedUp';
export { modesFor } from './modes';
export { protectsUsers } from './protectsUsers';
export { withWord } from './withWord';
