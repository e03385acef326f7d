import type { IDataObject } from 'n8n-workflow';

import type { Read, Refused, Values } from '../../model';
import type { Ways } from '../request';
import type { Place, Turned } from './place';
import { start } from './place';
import { turn } from './turn';

/** The pages of a list, one after the other; a refusal ends them, and so does what shows that they aren't all. */
export async function* pagesOf(
	ways: Ways,
	read: Read,
	values: Values,
	limit = Infinity,
): AsyncGenerator<readonly IDataObject[] | Refused> {
	const seen = new Set<string>();
	const size = Math.min(read.gives.paging?.most ?? 1, limit);
	let place: Place | undefined = start;
	while (place !== undefined) {
		const page: Turned | Refused = await turn(ways, read, values, size, place, seen);
		if ('message' in page) return yield page;
		yield page.objects;
		if (page.incomplete) return yield page.incomplete;
		place = page.next;
	}
}

/** The provider's objects, page after page, up to `limit`: what comes until then is all that was asked for. */
export const readPages = async (
	ways: Ways,
	read: Read,
	values: Values,
	limit: number,
): Promise<readonly IDataObject[] | Refused> => {
	const found: IDataObject[] = [];
	for await (const page of pagesOf(ways, read, values, limit)) {
		if ('message' in page) return page;
		for (const object of page) found.push(object);
		if (found.length >= limit) break;
	}
	return found.slice(0, limit);
};
