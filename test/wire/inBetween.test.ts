import { createServer as createHttpServer } from 'node:http';
import { createServer, type AddressInfo, type Server } from 'node:net';

import { engine, serve, setUp } from '../support/setUp';
import { locator, runNode } from '../support/workflow';

// What stands between n8n and a provider answers, too: a proxy, a firewall, whatever ends TLS.

setUp();

/** Where n8n is loaded once for all tests of a process, it has the process's own environment; that of a test is a copy. */
const { shared } = globalThis as { readonly shared?: { readonly load: NodeRequire } };
const { env } = shared ? (shared.load('node:process') as typeof import('node:process')) : process;

declare const pinned: Record<string, string>;

// n8n 2.8 keeps nothing of an error but its text and its code.
const keepsTextAlone = pinned['n8n-core'].startsWith('2.8.');

const opened: Server[] = [];
afterEach(async () => {
	delete env.HTTPS_PROXY;
	await Promise.all(opened.splice(0).map(async (server) => await new Promise((resolve) => server.close(resolve))));
});

const portOf = async (server: Server): Promise<number> => {
	opened.push(server);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return (server.address() as AddressInfo).port;
};

const assign = async (baseUrl: string) => {
	const { error, outputs } = await runNode(
		engine,
		'guardhouse',
		{
			...{ resource: 'user', operation: 'assignRole', userId: locator(1), roleId: locator(2) },
			options: { maxRetries: 0 },
		},
		{ credentials: { guardhouseApi: { baseUrl, authentication: 'accessToken', accessToken: 'sandbox-token' } } },
	);
	const description = error?.description?.replace(/ In this run, .*$/, '');
	return { told: [error?.message, description], outputs };
};

/** A proxy that answers CONNECT by itself. */
const proxied = async (answer: string) => {
	const proxy = createHttpServer();
	proxy.on('connect', (_, socket) => socket.end(answer));
	env.HTTPS_PROXY = `http://127.0.0.1:${await portOf(proxy)}`;
	return await assign('https://guardhouse.example.com');
};

const page = '<html><head><title>Blocked</title></head><body>The firewall says no</body></html>';
const withPage = (status: string) =>
	`HTTP/1.1 ${status}\r\ncontent-type: text/html\r\ncontent-length: ${page.length}\r\nconnection: close\r\n\r\n${page}`;

describe('a proxy', () => {
	it('that wants a sign-in is named', async () => {
		const { told } = await proxied(withPage('407 Proxy Authentication Required'));
		expect(told).toEqual([
			'A proxy between n8n and Guardhouse wants a sign-in',
			expect.stringMatching(/^Whoever runs n8n has to put the user and password of the proxy into its proxy settings/),
		]);
	});

	it.each(['403 Forbidden', '400 Bad Request', '404 Not Found'])(
		'that answers %s with a page is no provider',
		async (status) => {
			const { told } = await proxied(withPage(status));
			expect(told[0]).toMatch(/^A web page came instead of an answer of Guardhouse/);
			expect(told[1]).toMatch(/^It may come from a proxy or firewall in between: /);
			expect(told[1]).not.toMatch(/^The sign-in worked/);
		},
	);

	it('that hangs up is a broken connection', async () => {
		const proxy = createServer((socket) => void socket.once('data', () => socket.destroy()));
		env.HTTPS_PROXY = `http://127.0.0.1:${await portOf(proxy)}`;
		const { told } = await assign('https://guardhouse.example.com');
		expect(told[0]).toMatch(
			keepsTextAlone ? /^n8n gave up the request: Proxy connection ended/ : /^The connection to Guardhouse broke$/,
		);
	});

	it.each(['http://no-such-proxy.invalid:3128', 'http://127.0.0.1:1'])(
		'that cannot be reached is named (%s)',
		async (proxy) => {
			// It doesn't tell what wasn't found, either.
			if (keepsTextAlone) return;
			env.HTTPS_PROXY = proxy;
			const { told } = await assign('https://guardhouse.example.com');
			expect(told).toEqual([
				`The proxy ${proxy.replace('http://', '').replace(':3128', '')} between n8n and Guardhouse can't be reached`,
				'Nothing was changed. Whoever runs n8n has to look at its proxy settings (HTTPS_PROXY).',
			]);
		},
	);

	it('whose address is none is what n8n complains of', async () => {
		env.HTTPS_PROXY = 'http://[not-an-address';
		const { told } = await assign('https://guardhouse.example.com');
		expect(told[0]).toMatch(
			keepsTextAlone ? /^n8n gave up the request: Invalid URL$/ : /^n8n refused to send the request: /,
		);
	});
});

describe('a page in place of an answer', () => {
	it.each([403, 404, 400, 451])('(%d) is told as one', async (status) => {
		const wire = await serve(() => ({ status, headers: { 'content-type': 'text/html' }, body: page }));
		const { told } = await assign(wire.url);
		expect(told[0]).toBe(
			`A web page came instead of an answer of Guardhouse${status === 403 ? ": this isn't allowed" : ''} (status ${status})`,
		);
	});
});

describe('TLS', () => {
	/** Answers the first message of a handshake with an alert. */
	const alerting = async (alert: number) => {
		const server = createServer((socket) => {
			socket.on('error', () => undefined);
			socket.once('data', () => socket.end(Buffer.from([0x15, 3, 3, 0, 2, 2, alert])));
		});
		const port = await portOf(server);
		return { host: `127.0.0.1:${port}`, ...(await assign(`https://127.0.0.1:${port}`)) };
	};

	it.each([
		['is demanded', 116],
		['is bad', 42],
		['is of an unknown issuer', 48],
		['or a cipher is missing', 40],
	])('where a client certificate %s says that the credential has none', async (_, alert) => {
		const { told, host } = await alerting(alert);
		expect(told).toEqual([
			`${host} ended the TLS handshake`,
			`Nothing was changed. Such hosts want a client certificate, which this credential can't send, or ciphers that n8n doesn't have: ask who runs ${host} (EPROTO).`,
		]);
	});

	it('of versions that n8n has no more says that', async () => {
		const { told, host } = await alerting(70);
		expect(told).toEqual([
			`${host} and n8n have no version of TLS in common`,
			`Nothing was changed. The versions that ${host} offers are too old, or newer than n8n's: have its TLS brought up to date.`,
		]);
	});
});
