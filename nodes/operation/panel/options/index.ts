/** What the panel offers beside the parameters of an operation: options, limits of lists, the mapping mode. */

export { batchSize, everyChange, everyWhole, output, partialFailure, reportRemaining } from './changeOptions';
export { approvedBy, justification, justified, namedOnce, requestedBy, selfApproved } from './justification';
export { leastRights } from './leastRights';
export { limit, returnAll } from './listLimits';
export { listNotice, listOptions } from './listOptions';
export { mapAutomatically, mappingMode, notice } from './mappingMode';
export { planKey } from './planKey';
export { readOptions } from './requestOptions';
