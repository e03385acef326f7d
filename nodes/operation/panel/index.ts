/** What people see and fill in: the panel and its lists, and what an item asks for by what stands in it. */

export type { ItemRequest, LookedUp, Sought } from './item';
export { formOf, isRefused, optionsAt, readItem, readable, toNodeError, valuesOf } from './item';
export {
	approvedBy,
	batchSize,
	everyChange,
	everyWhole,
	justification,
	justified,
	leastRights,
	listOptions,
	namedOnce,
	output,
	partialFailure,
	planKey,
	readOptions,
	reportRemaining,
	requestedBy,
	selfApproved,
} from './options';
export { listsOf } from './pickers';
export { propertiesOf } from './properties';
