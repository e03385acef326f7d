import type { IDataObject } from 'n8n-workflow';

import type { Read, Reader, Refused, Values } from '../operation/model';
import { whileMoving } from '../operation/model';
import { guidOf } from './reads';

export const changing = whileMoving({
	message: 'What Cloud Foundry lists changed while it was read',
	description: 'Nothing is concluded from it. Try again, or read less at once: one user, or one space.',
});

/** A list that other lists are read for. Of several pages, what goes may shift another out of sight: two readings tell. */
export const steadily = async (
	reader: Reader,
	list: Read,
	values: Values,
): Promise<readonly IDataObject[] | Refused> => {
	const found = await reader.read(list, values);
	if ('message' in found || found.length <= (list.gives.paging?.most ?? 1)) return found;
	const again = await reader.fresh().read(list, values);
	if ('message' in again) return again;
	const isSame = again.length === found.length && again.every((one, index) => guidOf(one) === guidOf(found[index]));
	return isSame ? found : changing;
};
