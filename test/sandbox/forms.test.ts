import { startSandbox, type Sandbox } from '../../sandbox';
import { waysIn } from '../../sandbox/access';
import { formsOf } from '../../sandbox/forms';
import type { Engine } from '../../sandbox/host';
import { json, openEngine, runNode } from '../support/workflow';

let sandbox: Sandbox;
let engine: Engine;
beforeAll(async () => {
	[sandbox, engine] = await Promise.all([startSandbox(), openEngine()]);
});
afterAll(async () => {
	await Promise.all([engine.stop(), sandbox.close()]);
});

const getMany = { resource: 'user', operation: 'getAll', clientId: 'aa7cf840-9ca9-46a3-9778-9015d6580d50' };
const types: Record<string, string> = {
	delosApi: 'delos',
	clientDirectoryApi: 'clientDirectory',
	guardhouseApi: 'guardhouse',
	cloudFoundryApi: 'cloudFoundry',
};

it('prints every field that somebody has to type into a credential', () => {
	const { delos, clientDirectory, guardhouse, cloudFoundry } = sandbox;
	const rows = [
		['Credential for', 'Base URL', 'Authentication', 'What that asks for'],
		['Delos Financial', delos.url, 'Login', 'Login flow@example.com, Password sandbox-password'],
		['', '', 'Access Token', 'Access Token sandbox-token'],
		['Client Directory', clientDirectory.url, '', 'Access Token sandbox-token'],
		['', '', '', 'Client ID aa7cf840-9ca9-46a3-9778-9015d6580d50'],
		['Guardhouse', guardhouse.url, 'Client Credentials', 'Client ID sandbox-client, Client Secret sandbox-secret'],
		['', '', 'Access Token', 'Access Token sandbox-token'],
		['Cloud Foundry', cloudFoundry.url, 'Password', 'Username admin, Password sandbox-password'],
		['', '', 'Client Credentials', 'Client ID sandbox-client, Client Secret sandbox-secret'],
		['', '', 'Access Token', 'Access Token sandbox-token'],
	];
	const [widths, lines] = [[18, 26, 20, 0], formsOf(sandbox)];
	expect(lines).toEqual(rows.map((row) => row.map((cell, index) => cell.padEnd(widths[index])).join('')));
	for (const line of lines) expect(line.length).toBeLessThanOrEqual(120);
});

it('gets in by each of these ways', async () => {
	const ways = waysIn(sandbox);
	expect(ways).toHaveLength(8);
	for (const { type, way, data } of ways) {
		const { outputs, error } = await runNode(engine, types[type], getMany, { credentials: { [type]: data as never } });
		expect([type, way, error?.message, json(outputs[0]).length > 0]).toEqual([type, way, undefined, true]);
	}
});
