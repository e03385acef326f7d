/** Whom a change is about, which access of theirs, and what they may have of it. */

export { accessesOf } from './accesses';
export { groupNames, groupOf } from './groups';
export { accessLevelIn, calledAs, levelOf } from './levels';
export { memberOf, subjectsOf } from './subjects';
export { asAnswered, asTold, asUnseen, echoOf, unseenIn } from './unseen';
