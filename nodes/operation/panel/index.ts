/** What people see and fill in: the panel and its lists, and what an item asks for by what stands in it. */

export type { ItemRequest } from './asked';
export { formOf, isRefused, optionsAt, readable, readItem, valuesOf } from './asked';
export { listOptions } from './listOptions';
export { listsOf } from './lists';
export { toNodeError } from './nodeError';
export { batchSize, everyChange, everyWhole, output, partialFailure, reportRemaining } from './options';
export { planKey } from './planKey';
export { propertiesOf } from './properties';
export { readOptions } from './requestOptions';
export type { LookedUp, Sought } from './sought';
