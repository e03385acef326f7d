/** From steps that were checked to what became of each: what is sent, in which turns, what the answers mean, and what is read back. */

export { apply, unsent } from './apply';
