import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../../scripts';
import { documentedHosts, findings } from './check';
import { recorded } from './contacts';

/** What jest says of the run: empty where all files of tests are in it. */
interface Selection {
	testPathPattern: string;
	testNamePattern?: string;
}

/** After all files: whom n8n has contacted with our nodes in it, against what docs/security.md says. */
export default ({ testPathPattern, testNamePattern }: Selection): void => {
	const documented = documentedHosts(readFileSync(join(root, 'docs/security.md'), 'utf8'));
	const runs = recorded();
	const found = findings(documented, runs, !testPathPattern && !testNamePattern);
	if (found.length > 0) throw new Error(`Hosts contacted aren't those of docs/security.md:\n${found.join('\n')}`);
	const contacted = new Set(runs.flatMap(({ contacted: hosts }) => hosts));
	process.stdout.write(
		`Hosts contacted by ${runs.length} n8n: ${contacted.size}, all of them named in docs/security.md\n`,
	);
};
