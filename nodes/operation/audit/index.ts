/** A change of access as an event that security teams collect, in the words of OCSF. */

export type { Origin, Told } from './event';
export { eventOf } from './event';
