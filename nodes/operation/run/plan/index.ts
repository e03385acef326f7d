/** From what items ask for to the steps that bring it about: what is to be, against what is, in which order, and when to stop. */

export { notBegun, policyOf } from './policy';
export { groupsOf } from './stages';
export { stepsOf } from './steps';
