import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Bytes in use, without garbage. */
export const heapUsed = (): number => {
	collectGarbage();
	return process.memoryUsage().heapUsed;
};

/** What this takes of the heap. */
export const sizeOf = <Made>(make: () => Made): number => {
	const before = heapUsed();
	const made = make();
	const after = heapUsed();
	// Used once more, so that it isn't garbage before.
	return made === undefined ? 0 : after - before;
};
