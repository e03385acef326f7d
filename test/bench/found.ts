import type { Limited, Members } from './loads';
import type { Loading } from './loading';
import type { Memory } from './memory';
import type { Row, Work } from './side';

export interface Remembered {
	readonly name: string;
	readonly found: readonly Memory[];
}

export interface Found {
	readonly rows: readonly Row[];
	readonly limited: readonly Limited[];
	readonly members: readonly Members[];
	readonly work: readonly Work[];
	readonly loading: readonly Loading[];
	readonly memory: readonly Remembered[];
}
