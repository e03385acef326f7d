import { setUp, serve, engine } from '../support/setUp';
import { locator, runNode } from '../support/workflow';

// What people read of an answer that no page describes: the very words, because nothing else tells them what to do.

setUp();

type Given = { status: number; body?: string; headers?: Record<string, string> };

const asked = async (answer: Given) => {
	const wire = await serve(() => ({ headers: { 'content-type': 'text/plain' }, ...answer }));
	const { error } = await runNode(
		engine,
		'delos',
		{
			resource: 'user',
			operation: 'unbindClient',
			userId: locator('user_1'),
			clientId: locator('cust_1'),
			ownership: 'any',
			options: { maxRetries: 0 },
		},
		{ credentials: { delosApi: { baseUrl: wire.url, authentication: 'accessToken', accessToken: 'sandbox-token' } } },
	);
	const description = error?.description?.replace(/ In this run, .+ stopped.*\.$/, '');
	return { message: error?.message, description, host: new URL(wire.url).host };
};

const unknown = "It isn't known whether the change was made: look it up there, or run the item again.";

describe("the provider's own words", () => {
	const forms: Array<readonly [body: unknown, said: string, marks: string]> = [
		['Locked by somebody', 'Locked by somebody', 'status 418'],
		['  Locked by somebody\n', 'Locked by somebody', 'status 418'],
		[{ error: 'Locked' }, 'Locked', 'status 418'],
		[{ error: 'locked', error_description: 'Locked by somebody' }, 'Locked by somebody', 'status 418'],
		[{ error: '', message: 'Locked by somebody' }, 'Locked by somebody', 'status 418'],
		[{ error: { message: 'Locked', code: 'E_LOCKED' } }, 'Locked', 'status 418, E_LOCKED'],
		[{ error: { detail: 'Locked', title: 'Lock', code: 'E_LOCKED' } }, 'Locked', 'status 418, Lock'],
		[{ errors: ['Locked', 'And more'] }, 'Locked', 'status 418'],
		[{ errors: [{ detail: 'Locked', title: 'Lock', code: 7 }] }, 'Locked', 'status 418, Lock'],
		[{ description: 'Locked', error_code: 'Lock', code: 10 }, 'Locked', 'status 418, Lock'],
		[{ message: 'Locked', code: 'E_LOCKED' }, 'Locked', 'status 418, E_LOCKED'],
	];

	it.each(forms)('of %j are "%s" (%s)', async (body, said, marks) => {
		const text = typeof body === 'string' ? body : JSON.stringify(body);
		const { message, description } = await asked({ status: 418, body: text });
		expect(message).toBe('Delos refused the request (status 418)');
		expect(description).toMatch(new RegExp(` Delos answered: "${said}" \\(${marks}\\)\\.$`));
	});

	it.each([
		['nothing', ''],
		['a page', '<html><body>Locked</body></html>'],
		['a page after empty lines', '\n\n  <html><body>Locked</body></html>'],
		['a list', '["Locked"]'],
		['an object without words', '{"locked": true}'],
		['numbers', '{"error": {"message": 5}, "message": 6, "code": 7}'],
	])('are none in %s', async (_form, body) => {
		const { description } = await asked({ status: 418, body });
		expect(description).toMatch(/ (Delos|Whatever that is) answered \(status 418\)\.$/);
	});

	it.each([
		[1000, 'x'.repeat(1000)],
		[1001, `${'x'.repeat(1000)}…`],
	])('of %d characters are cut where they are long', async (length, said) => {
		const { description } = await asked({ status: 418, body: 'x'.repeat(length) });
		expect(description).toContain(`answered: "${said}" (status 418)`);
	});
});

it.each<readonly [string, Given, string, string]>([
	[
		'a refusal of the credential',
		{ status: 401 },
		"Delos didn't accept the credential",
		'Renew the token or the sign-in details in the credential, and test it. Delos answered (status 401).',
	],
	[
		'a lack of rights',
		{ status: 403 },
		"Delos doesn't allow this with the credential",
		'The sign-in worked, but its account lacks the rights: have them granted, or use another credential. Delos answered (status 403).',
	],
	[
		'too many requests',
		{ status: 429 },
		'Delos is receiving too many requests',
		"Try again later, or lower 'Concurrency'. Delos answered (status 429).",
	],
	[
		'too many requests until then',
		{ status: 429, headers: { 'retry-after': 'Fri, 31 Dec 2100 23:59:59 GMT' } },
		'Delos is receiving too many requests',
		"Try again after 2100-12-31T23:59:59.000Z, or lower 'Concurrency'. Delos answered (status 429).",
	],
	[
		'a break-down',
		{ status: 500, body: 'Oops' },
		"Delos couldn't answer (status 500)",
		`${unknown} Try again later. Delos answered: "Oops" (status 500).`,
	],
	[
		'a break-down that is over by then',
		{ status: 503, headers: { 'retry-after': 'Fri, 31 Dec 2100 23:59:59 GMT' } },
		"Delos couldn't answer (status 503)",
		`${unknown} Try again after 2100-12-31T23:59:59.000Z. Delos answered (status 503).`,
	],
	[
		'a redirect',
		{ status: 302, headers: { location: 'https://login.example.com/sign-in?next=1' } },
		'Delos redirected the request to login.example.com',
		"The redirect wasn't followed. Put the address that the API answers at itself into the credential's 'Base URL'. Delos answered (status 302).",
	],
	[
		'a redirect to nowhere',
		{ status: 301 },
		'Delos redirected the request to an unnamed place',
		"The redirect wasn't followed. Put the address that the API answers at itself into the credential's 'Base URL'. Delos answered (status 301).",
	],
	[
		'a redirect after the work',
		{ status: 303, headers: { location: 'https://login.example.com/done' } },
		'Delos redirected the request to login.example.com',
		`${unknown} The redirect wasn't followed. Put the address that the API answers at itself into the credential's 'Base URL'. Delos answered (status 303).`,
	],
])('%s is told so', async (_what, answer, message, description) => {
	const told = await asked(answer);
	expect([told.message, told.description]).toEqual([message, description]);
});

it('a redirect within the server names that', async () => {
	const told = await asked({ status: 302, headers: { location: '/sign-in' } });
	expect(told.message).toBe(`Delos redirected the request to ${told.host}`);
});

it.each([
	['no content', 200, ''],
	['a web page', 200, '\n <!DOCTYPE html><html></html>'],
	['plain text', 202, 'fine'],
	['other JSON', 200, '{"status":"fine"}'],
	['other JSON', 200, '[]'],
])('a success with %s (%d, %j) is told as none', async (content, status, body) => {
	const { message, description } = await asked({ status, body });
	expect(message).toBe(`Delos answered ${status} with ${content}, which its documentation doesn't describe as success`);
	expect(description).toMatch(
		/^It isn't known whether .*\. Check the credential's 'Base URL'\. See https:\/\/docs\.delos\.financial\/\S+ for the documented answers\. Delos answered/,
	);
});

it('half an answer is told as JSON that broke off, or as plain text where it is called that', async () => {
	const half = { status: 200, body: '{"item":' };
	const asJson = await asked({ ...half, headers: { 'content-type': 'application/problem+json; charset=utf-8' } });
	expect([asJson.message, asJson.description]).toEqual([
		'The answer of Delos broke off (status 200)',
		`${unknown} Check the network between n8n and the API.`,
	]);
	for (const headers of [undefined, { 'content-type': 'text/plain' }, { 'content-type': 'application/jsonp' }]) {
		const { message } = await asked({ ...half, headers });
		expect(message).toBe("Delos answered 200 with plain text, which its documentation doesn't describe as success");
	}
});
