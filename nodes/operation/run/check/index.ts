/** Everything that can keep steps from being made, before the first of them is. */

export { checkAll, refusedItems } from './checkAll';
export { checkUsers } from './users';
