/** What results hand on to be made later, plans and undos: how they are written, sealed, and read again. */

export { agreement } from './agreement';
export { changeOperations } from './changeOperations';
export { namedIn } from './fromRecord';
export { addressed, addressedAll } from './inverse';
export { planOf } from './plan';
export { canonical } from './seal';
export { setPlan } from './setPlan';
