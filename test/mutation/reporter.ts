import { appendFileSync, mkdirSync } from 'node:fs';
import type { MutantResult } from '@stryker-mutator/api/dist/src/core/mutant';
import { folder, leftOut, testedFile } from './results';

/** Writes down each mutant as it has fared, so that a run that is cut off was not for nothing. */
class Tested {
	onMutantTested(mutant: Readonly<MutantResult>): void {
		if (mutant.statusReason === leftOut) return;
		mkdirSync(folder, { recursive: true });
		appendFileSync(testedFile, `${JSON.stringify(mutant)}\n`);
	}
}

export const strykerPlugins = [{ kind: 'Reporter', name: 'tested', injectableClass: Tested }];
