import type { Loading } from './loading';
import type { Memory } from './memory';
import type { Row, Work } from './side';

export interface Remembered {
	readonly name: string;
	readonly found: readonly Memory[];
}

export interface Found {
	readonly rows: readonly Row[];
	readonly work: readonly Work[];
	readonly loading: readonly Loading[];
	readonly memory: readonly Remembered[];
}
