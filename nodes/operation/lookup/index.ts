/** From words that people use to the IDs that they stand for. */

export { lookUp } from './lookUp';
export { lookedUpIn, lookedUpOf, wordFor, wordsIn } from './lookedUp';
export { meantBy } from './meant';
export { modesFor } from './modes';
export { neededBy } from './questions';
export { withWord } from './withWord';
