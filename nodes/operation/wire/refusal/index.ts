/** What the user reads when a provider answered something other than success, or nothing. */

export { declared, explained, inDoubt, refused, unknownOutcome } from './refused';
export { notAccepted } from './undocumented';
