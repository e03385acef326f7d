import { createServer, type AddressInfo, type Server } from 'node:net';

import { engine, sandbox, serve, setUp } from '../support/setUp';
import { locator, runNode } from '../support/workflow';

// What people read where no answer came, word for word: whether the change may have been made is the first of it.

setUp();

declare const pinned: Record<string, string>;

// n8n 2.8 tells nothing of what had come before the end.
const tellsHalves = !pinned['n8n-core'].startsWith('2.8.');

const unknown = "It isn't known whether the change was made: look it up there, or run the item again.";
const nothing = 'Nothing was changed.';

const assign = async (baseUrl: string, options = {}) => {
	const { error } = await runNode(
		engine,
		'guardhouse',
		{ resource: 'user', operation: 'assignRole', userId: locator(1), roleId: locator(2), options },
		{ credentials: { guardhouseApi: { baseUrl, authentication: 'accessToken', accessToken: 'sandbox-token' } } },
	);
	return [error?.message, error?.description?.replace(/ In this run, .*$/, '')];
};

const listening = async (server: Server) => {
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return (server.address() as AddressInfo).port;
};

const closed = async (server: Server) => await new Promise<void>((resolve) => void server.close(() => resolve()));

it('a port that nothing listens at', async () => {
	const server = createServer();
	const port = await listening(server);
	await closed(server);
	expect(await assign(`http://127.0.0.1:${port}`, { maxRetries: 0 })).toEqual([
		`Guardhouse can't be reached at 127.0.0.1:${port}: it refused the connection`,
		`${nothing} Check 'Base URL' of the credential, and that n8n may connect there.`,
	]);
});

it('https at a port for http', async () => {
	const wire = await serve(() => ({ status: 204 }));
	const { host } = new URL(wire.url);
	expect(await assign(`https://${host}`)).toEqual([
		`Guardhouse can't be reached at ${host} by https`,
		expect.stringMatching(
			/^Nothing was changed\. Check 'Base URL' of the credential: the port may be one for http \([A-Z_]+\)\.$/,
		),
	]);
});

it('an answer that is late', async () => {
	sandbox.guardhouse.fault({ delay: 500 });
	expect(await assign(sandbox.guardhouse.url, { timeout: 100, maxRetries: 0 })).toEqual([
		`Guardhouse didn't answer at ${new URL(sandbox.guardhouse.url).host} within 0.1 s`,
		`${unknown} Try again later; for a change, the option 'Timeout (Ms)' sets the time.`,
	]);
});

it('a connection that breaks', async () => {
	const server = createServer((socket) => void socket.once('data', () => socket.destroy()));
	const port = await listening(server);
	try {
		expect(await assign(`http://127.0.0.1:${port}`, { maxRetries: 0 })).toEqual([
			'The connection to Guardhouse broke',
			`${unknown} Check the network between n8n and the API.`,
		]);
	} finally {
		await closed(server);
	}
});

it('an answer that breaks off', async () => {
	const server = createServer(
		(socket) =>
			void socket.once('data', () => {
				socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"half');
				setTimeout(() => socket.destroy(), 20);
			}),
	);
	const port = await listening(server);
	try {
		expect(await assign(`http://127.0.0.1:${port}`, { maxRetries: 0 })).toEqual([
			tellsHalves ? 'The answer of Guardhouse broke off (status 200)' : 'The connection to Guardhouse broke',
			`${unknown} Check the network between n8n and the API.`,
		]);
	} finally {
		await closed(server);
	}
});
