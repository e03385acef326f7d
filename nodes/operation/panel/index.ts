/** What people see and fill in: the panel and its lists, and what an item asks for by what stands in it. */

export { formOf, optionsAt, valuesOf } from './form';
export type { ItemRequest } from './itemRequest';
export { isRefused, readable } from './itemRequest';
export { readItem } from './readItem';
export { listOptions } from './listOptions';
export { listsOf } from './lists';
export { toNodeError } from './nodeError';
export { batchSize, everyChange, everyWhole, output, partialFailure, reportRemaining } from './options';
export { planKey } from './planKey';
export { propertiesOf } from './properties';
export { readOptions } from './requestOptions';
export type { LookedUp, Sought } from './sought';
