/** What came back, and what it means: the objects and counts in an answer, what refuses an item, and whether an answer names the ID that was asked for. */

export type { Answer, Reply, Shape, Trace, Unanswered } from './answer';
export { countIn, isObject, isPage, isUnanswered, largest, objectsIn, spoken } from './answer';
export { isTooDeep } from './depth';
export { holds, otherSpelling, somebodyElse, unreadableAmong } from './ids';
export { matching } from './matching';
export { asMistake } from './mistake';
export { orRefused } from './orRefused';
export type { Refusal, Refused } from './refusal';
export { metWhile, nothingChanged, refuse } from './refusal';
export { aboutValues, wordKey } from './valued';
