/** What is told of what became of steps: results, failures, audit events, counts and hints, all from the same outcomes. */

export { outputFor, outputOf } from './output';
export type { Came } from './report';
export { report } from './report';
