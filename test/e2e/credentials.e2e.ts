import type { IDataObject } from 'n8n-workflow';
import { chain, freePort } from '../../sandbox/host';
import { providerOf, removals, secrets, wayIn, ways } from '../support/access';
import { type Installation, openInstallation } from './installation';

let installation: Installation;
beforeAll(async () => {
	installation = await openInstallation('credentials');
});
afterAll(async () => await installation?.close());

const wrong = { accessToken: 'wrong-secret', password: 'wrong-secret', clientSecret: 'wrong-secret' };

describe.each(ways)('%s by %s', (type, way) => {
	const open = () => {
		const { n8n, sandbox } = installation;
		const data = wayIn(sandbox, type, way);
		return { api: n8n.api, url: n8n.url, provider: providerOf(sandbox, type), data: data as IDataObject };
	};

	it('is saved, and tested with what is right and with what is wrong', async () => {
		const { api, data } = open();
		const stored = await api.createCredential(type, `${type} by ${way}`, data);
		const test = async (change: IDataObject) => await api.testCredential(stored, type, { ...data, ...change });

		expect(await test({})).toEqual({
			status: 'OK',
			message: expect.stringMatching(/^Connected to /),
		});

		const refused = await test(wrong);
		expect(refused.status).toBe('Error');
		expect(refused.message).toMatch(/didn't accept the credential|refused the sign-in/);
		expect(refused.message).toMatch(/in the credential, and test it|Check/);
		for (const secret of secrets) expect(refused.message).not.toContain(secret);

		const port = await freePort();
		const nobody = await test({ baseUrl: `http://127.0.0.1:${port}` });
		expect(nobody).toEqual({
			status: 'Error',
			message: expect.stringContaining(`can't be reached at 127.0.0.1:${port}`),
		});
		expect(await test({ baseUrl: 'http://api.example.com' })).toMatchObject({
			status: 'Error',
			message: expect.stringMatching(/'Base URL'.*unencrypted/),
		});
		// n8n itself, which answers with pages of its own.
		expect(await test({ baseUrl: installation.n8n.url })).toMatchObject({ status: 'Error' });
	});

	it('carries a removal, is renewed where it can be, and keeps what it fetched', async () => {
		const { api, url, provider, data } = open();
		const stored = await api.createCredential(type, `${type} by ${way}, in use`, data);
		const [node, asked] = removals[type];
		const path = `${type}-${way.replace(' ', '-')}`;
		const workflow = chain(
			[
				{
					name: 'Webhook',
					type: 'n8n-nodes-base.webhook',
					typeVersion: 2.1,
					parameters: { httpMethod: 'POST', path, responseMode: 'lastNode', responseData: 'allEntries' },
					webhookId: path,
				},
				{
					name: 'Node',
					type: `n8n-nodes-access-management.${node}`,
					typeVersion: 1,
					parameters: { ...asked, options: { maxRetries: 0 } } as never,
					onError: 'continueRegularOutput',
				},
			].map((one, index) => ({ ...one, id: one.name, position: [index * 220, 0] }) as never),
			{ name: path, settings: { executionOrder: 'v1' } },
		);
		await api.publish(await api.importWorkflow(workflow, { [type]: stored }));
		const run = async () => (await (await fetch(`${url}/webhook/${path}`, { method: 'POST' })).json()) as [IDataObject];

		const fetchedBefore = provider.tokenFetches;
		expect(await run()).toEqual([expect.objectContaining({ success: true, operation: asked.operation })]);
		await run();
		const hasSession = way !== 'access token';
		expect(provider.tokenFetches - fetchedBefore).toBe(hasSession ? 1 : 0);

		provider.expireTokens();
		const start = provider.requests.length;
		const [after] = await run();
		expect(after.error).toBeUndefined();
		// Refused, then carried out with the new session: never twice.
		const changes = provider.requests
			.slice(start)
			.filter(({ url: sent }) => /relate-client|remove|roles\/|organizations\/.+/.test(sent));
		expect(changes.map(({ status }) => status === 401)).toEqual(hasSession ? [true, false] : [false]);
		await run();
		expect(provider.tokenFetches - fetchedBefore).toBe(hasSession ? 2 : 0);
	});
});
