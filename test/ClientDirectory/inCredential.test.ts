import type { IDataObject } from 'n8n-workflow';

import { ada, client, department, nobody } from '../support/members';
import { engine, sandbox, setUp } from '../support/setUp';
import { json, locator, packageName, runNode } from '../support/workflow';

// The Client ID of the credential is that of a node whose own is left empty.

setUp();

const holding = (clientId?: unknown): IDataObject => ({
	baseUrl: sandbox.clientDirectory.url,
	accessToken: 'sandbox-token',
	...(clientId !== undefined && { clientId: clientId as string }),
});

const removal = {
	resource: 'department',
	operation: 'removeMembers',
	departmentId: locator(department),
	userIds: ada,
};

const run = async (
	parameters: IDataObject,
	credential = holding(client),
	items: IDataObject[] = [{}],
	onError: 'stopWorkflow' | 'continueErrorOutput' = 'stopWorkflow',
) =>
	await runNode(engine, 'clientDirectory', parameters, {
		items,
		credentials: { clientDirectoryApi: credential },
		onError,
	});

const paths = () => sandbox.clientDirectory.requests.map(({ method, url }) => `${method} ${url.split('?')[0]}`);
const members = `/v2/clients/${client}/departments/${department}/members/remove`;

describe('a Client ID that is left empty', () => {
	it.each([[{}], [{ clientId: '' }], [{ clientId: '  ' }]])(
		'is that of the credential, and the result names it (%j)',
		async (own) => {
			const { outputs } = await run({ ...removal, ...own }, holding(` ${client}\n`));
			expect(json(outputs[0])).toMatchObject([{ success: true, clientId: client, departmentId: department }]);
			expect(paths()).toEqual([`POST ${members}`]);
		},
	);

	it.each([
		[{ resource: 'department', operation: 'getAll', returnAll: true }, `/v2/clients/${client}/departments`],
		[{ resource: 'user', operation: 'getAll', returnAll: true }, `/v2/clients/${client}/users`],
		[{ resource: 'user', operation: 'get', userId: locator(ada) }, `/v2/clients/${client}/users/${ada}`],
	])('is so for reads (%j)', async (read, path) => {
		const { outputs } = await run({ ...read, clientId: '' });
		expect(outputs[0].length).toBeGreaterThan(0);
		expect(paths()).toEqual([`GET ${path}`]);
	});

	it('is so for words that are looked up', async () => {
		const byName = { __rl: true, mode: 'name', value: 'Engineering' };
		const { outputs } = await run({ ...removal, clientId: '', departmentId: byName });
		expect(json(outputs[0])).toMatchObject([{ clientId: client, departmentId: department }]);
		expect(paths()).toEqual([`GET /v2/clients/${client}/departments`, `POST ${members}`]);
	});

	it.each([
		['removeAllDepartments', { resource: 'user', userId: locator(ada) }],
		['setMembers', { resource: 'department', departmentId: locator(department), userIds: ada }],
	])('is so for %s, all that it sends', async (operation, parameters) => {
		const options = { maxRemovalPercent: 100 };
		const { outputs } = await run({ operation, clientId: '', ...parameters, options });
		expect(json(outputs[0])).toMatchObject([{ success: true, clientId: client }]);
		expect(paths().filter((path) => !path.includes(` /v2/clients/${client}/`))).toEqual([]);
	});

	it('stands in a plan, which is applied with a credential that has none', async () => {
		const { outputs } = await run({ ...removal, clientId: '', options: { dryRun: true } });
		const [{ plan }] = json(outputs[0]) as IDataObject[];
		const apply = { resource: 'change', operation: 'apply', plan: '={{ $json.plan }}' };
		const applied = await run(apply, holding(), [{ plan } as IDataObject]);
		expect(json(applied.outputs[0])).toMatchObject([
			{ operation: 'removeMembers', outcome: 'applied', clientId: client },
		]);
	});

	it('is that of the credential in the lists to choose from', async () => {
		const listed = async (credential: IDataObject, parameters: IDataObject) =>
			await engine.listSearch(
				`${packageName}.clientDirectory`,
				'departments',
				parameters as never,
				{ clientDirectoryApi: credential } as never,
			);
		for (const parameters of [{ clientId: '' }, {}])
			expect((await listed(holding(client), parameters)).results.map(({ value }) => value)).toContain(department);
		sandbox.clientDirectory.requests.splice(0);
		const first = "Fill in 'Client ID' here, or in the credential";
		await expect(listed(holding(), { clientId: '' })).rejects.toThrow(first);
		await expect(listed(holding(client), { clientId: '={{ $json.client }}' })).rejects.toThrow(first);
		expect(paths()).toEqual([]);
	});
});

describe('Map Automatically', () => {
	const mapped = { resource: 'department', operation: 'removeMembers', mappingMode: 'autoMapInputData' };
	const fields = { departmentId: department, userIds: [ada] };

	it('takes the one of the credential where an item has none, and else that of the item', async () => {
		const items = [fields, { ...fields, client_id: nobody }];
		const { outputs } = await run(mapped, holding(client), items, 'continueErrorOutput');
		expect(json(outputs[0])).toMatchObject([{ clientId: client }]);
		expect(outputs[1]).toHaveLength(1);
		expect(paths().sort()).toEqual([`POST ${members}`, `POST ${members.replace(client, nobody)}`].sort());
	});

	it('refuses an item without one where the credential has none', async () => {
		const { error } = await run(mapped, holding(), [fields]);
		expect([error?.message, error?.description]).toEqual([
			"'Client ID' is empty",
			"Fill in 'Client ID' in a field 'clientId' of the item, or in the credential.",
		]);
		expect(paths()).toEqual([]);
	});
});

describe('without one', () => {
	it.each([undefined, '', '  ', 7, null])('anywhere, nothing is sent (%j)', async (clientId) => {
		const { error } = await run({ ...removal, clientId: '' }, holding(clientId));
		expect([error?.message, error?.description]).toEqual([
			"'Client ID' is empty",
			"Fill in 'Client ID' here, or in the credential.",
		]);
		expect(paths()).toEqual([]);
	});

	it('that an expression gives, the one of the credential does not stand in for it', async () => {
		const { error } = await run({ ...removal, clientId: '={{ $json.client }}' });
		expect([error?.message, error?.description]).toEqual([
			"'Client ID' is empty",
			'Fill it in; where it is an expression, check that the input item has the field.',
		]);
		expect(paths()).toEqual([]);
	});

	it.each(['a/b', '..'])('that can be used in the credential, it says so (%s)', async (clientId) => {
		const { error } = await run({ ...removal, clientId: '' }, holding(clientId));
		expect(error?.message).toMatch(/^'Client ID' of the credential /);
		expect(paths()).toEqual([]);
	});
});

it("a refusal of the credential's Client ID says where it comes from", async () => {
	const { error } = await run({ ...removal, clientId: '' }, holding(nobody));
	expect(error?.message).toBe(`The client '${nobody}' doesn't exist`);
	expect(error?.description).toContain("'Client ID' is that of the credential. Check 'Client ID'.");
	const own = await run({ ...removal, clientId: nobody }, holding(client));
	expect(own.error?.description).not.toContain('of the credential');
});
