import { isRefused } from '../panel';
import type { Reader, Refused } from '../words';
import { variantOf } from '../words';
import { orRefused } from './orRefused';
import type { Run, Wanted } from './run';

/** The items for which the provider offers a variant; which one that is, is found out before anything is changed. */
export const served = async ({ operation, asked }: Run, reader: Reader): Promise<ReadonlyArray<Wanted | Refused>> =>
	await Promise.all(
		asked.map(async (read) => {
			if (isRefused(read)) return read;
			const variant = await orRefused(async () => await variantOf(operation, read.values, reader));
			return 'message' in variant ? { invalid: false, ...variant } : read;
		}),
	);
