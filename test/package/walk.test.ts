import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import type { IDataObject } from 'n8n-workflow';

import { startSandbox, type Sandbox } from '../../sandbox';
import { startEngine, type Engine } from '../../sandbox/host';
import { wayIn } from '../support/access';
import { pathOf, tracedPackage } from '../support/traced';
import { json, runNode } from '../support/workflow';

// How far the ID of a user walks through the sources in a run: over how many files, and how often back to one that it had left.

const root = join(__dirname, '../..');
/** Not to be found in anything else. */
const userId = 918273;

let folder: string;
let engine: Engine;
let sandbox: Sandbox;

beforeAll(async () => {
	folder = tracedPackage(root);
	engine = await startEngine({ packageRoot: folder });
	sandbox = await startSandbox();
});

afterAll(async () => {
	await Promise.all([engine.stop(), sandbox.close()]);
	rmSync(folder, { recursive: true, force: true });
});

const walk = async (operation: string, more: IDataObject): Promise<string[]> => {
	sandbox.guardhouse.state.users[0].id = userId;
	const parameters = { resource: 'user', operation, userId, ...more };
	return await pathOf(String(userId), async () => {
		const { outputs } = await runNode(engine, 'guardhouse', parameters, {
			credentials: { guardhouseApi: wayIn(sandbox, 'guardhouseApi') },
		});
		expect(json(outputs[0])).toMatchObject([{ success: true, userId, outcome: 'applied' }]);
	});
};

it.each([
	['unassignRole', { roleId: 1 }, { files: 25, returns: 5 }],
	// Of these returns, seven are for the summary: whom it names, and what the provider calls each access.
	['unassignAllRoles', {}, { files: 40, returns: 46 }],
])('the userId of %s enters few files, and comes back to few', async (operation, more, most) => {
	const path = await walk(operation, more);
	const files = new Set(path).size;
	expect(files).toBeGreaterThan(15);
	expect(files).toBeLessThanOrEqual(most.files);
	expect(path.length - files).toBeLessThanOrEqual(most.returns);
});

it('the walk in CONTRIBUTING.md is that of Unassign Role', async () => {
	const page = readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8');
	const [, table] = /### Follow one `userId`\n([^]+?)\nTo change how/.exec(page) ?? [];
	const rows = (table ?? '').split('\n').filter((row) => row.startsWith('| `'));
	const told = rows.flatMap((row) => [...row.split('|')[1].matchAll(/`([^`]+)\.ts`/g)].map(([, file]) => `${file}.ts`));
	const path = await walk('unassignRole', { roleId: 1 });
	expect(told).toEqual([...new Set(path)].map((file) => file.replace(/^operation\//, '')));
});
