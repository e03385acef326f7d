/** No page shows data that is nested half as deep. Walking through data of any depth could exhaust the stack. */
const deepest = 100;

/** Whether data is nested deeper than that. */
export const isTooDeep = (data: unknown, left = deepest): boolean =>
	typeof data === 'object' &&
	data !== null &&
	(left === 0 || Object.values(data).some((one) => isTooDeep(one, left - 1)));
