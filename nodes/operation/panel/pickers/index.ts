/** The lists that people choose from in the panel. */

export { listsOf } from './lists';
