import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { openEngine, runNode } from '../support/workflow';

/** The versions that this run of the tests is for. */
declare const pinned: Record<string, string>;

it('n8n is the version that is pinned, one copy of it for its nodes and ours', async () => {
	const engine = await openEngine();
	const parameters = { resource: 'user', operation: 'bindClient', mappingMode: 'autoMapInputData' };
	const { error } = await runNode(engine, 'delos', parameters, { credentials: { delosApi: {} } });
	await engine.stop();
	expect(error?.name).toBe('NodeOperationError');

	const files = Object.keys((globalThis as { shared?: { load: NodeRequire } }).shared?.load.cache ?? require.cache);
	for (const name of ['n8n-core', 'n8n-nodes-base', 'n8n-workflow']) {
		const folders = files.flatMap((file) => new RegExp(`^.*/node_modules/${name}(?=/)`).exec(file) ?? []);
		const loaded = [...new Set(folders)].map((folder) => {
			const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
			return `${name} ${version}`;
		});
		expect(loaded).toEqual([`${name} ${pinned[name]}`]);
	}
});
