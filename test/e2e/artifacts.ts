import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

/** Where logs and screenshots of a run stay, for the one who looks into a failure. */
export const artifact = (...path: string[]): string => {
	const file = join(__dirname, '../../.e2e', ...path);
	mkdirSync(join(file, '..'), { recursive: true });
	return file;
};
