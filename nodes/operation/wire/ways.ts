import type { Provider, Reader } from '../words';
import type { Connection } from './connection';

/** How a run gets at its provider. */
export interface Ways {
	readonly provider: Provider;
	readonly connection: Connection;
	readonly reader: Reader;
}
