import type { IDataObject } from 'n8n-workflow';

import { providerOf, removals } from '../support/access';
import { credential, remove, removeOnce } from '../support/removal';
import { engine, sandbox, setUp } from '../support/setUp';

// What is pasted into a credential comes with what stood around it.

setUp();

const around: ReadonlyArray<readonly [string, (text: string) => string]> = [
	['spaces', (text) => `  ${text} `],
	['a line break', (text) => `${text}\r\n`],
	['a tab', (text) => `\t${text}`],
	['a no-break space', (text) => `\u00a0${text}\u00a0`],
	['a zero-width space', (text) => `\u200b${text}`],
	['a byte order mark', (text) => `\ufeff${text}`],
	['a direction mark', (text) => `${text}\u200e`],
];

const fields: ReadonlyArray<readonly [type: string, way: string, field: string]> = [
	['delosApi', 'login', 'login'],
	['guardhouseApi', 'client credentials', 'clientId'],
	['guardhouseApi', 'client credentials', 'clientSecret'],
	['cloudFoundryApi', 'client credentials', 'clientId'],
	['cloudFoundryApi', 'client credentials', 'clientSecret'],
	['cloudFoundryApi', 'password', 'username'],
	['guardhouseApi', 'access token', 'accessToken'],
];

describe.each(fields)('%s by %s: %s', (type, way, field) => {
	it.each(around)('with %s around it signs in all the same', async (_, paste) => {
		const data = credential(type, way);
		const pasted = { ...data, [field]: paste(String(data[field])) };
		const { status, error } = await remove(type, { data: pasted });
		expect([status, error?.message]).toEqual(['success', undefined]);
		expect(await engine.testCredential(type, pasted as never)).toMatchObject({ status: 'OK' });
	});

	it.each([' ', '\u00a0\t', '\u200b', '\n'])('that is %j is empty', async (nothing) => {
		const { error } = await removeOnce(type, { ...credential(type, way), [field]: nothing });
		expect(error?.message).toMatch(/^'.+' of the credential is empty$/);
	});
});

it.each([
	['delosApi', 'login'],
	['cloudFoundryApi', 'password'],
])('a password of %s is what it is, spaces and all', async (type, way) => {
	const data = credential(type, way);
	await removeOnce(type, { ...data, password: ` ${String(data.password)} ` });
	const [{ body }] = providerOf(sandbox, type).requests.filter(({ method }) => method === 'POST');
	const sent = body.startsWith('{')
		? (JSON.parse(body) as IDataObject).password
		: new URLSearchParams(body).get('password');
	expect(sent).toBe(` ${String(data.password)} `);
});

const quotes: ReadonlyArray<readonly [string, (text: string) => string]> = [
	...around,
	['quotes', (text) => `"${text}"`],
	['single quotes', (text) => `'${text}'`],
	['typographic quotes', (text) => `“${text}”`],
	['other quotes', (text) => `„${text}“`],
	['angle quotes', (text) => `‹${text}›`],
	['double angle quotes', (text) => `«${text}»`],
	['angle brackets', (text) => `<${text}>`],
	['backticks', (text) => `\`${text}\``],
	['quotes and spaces', (text) => ` "${text}/" `],
];

describe.each(Object.keys(removals))('the base URL of %s', (type) => {
	it.each(quotes)('in %s is the address itself', async (_, paste) => {
		const data = credential(type);
		const { status, error } = await remove(type, { data: { ...data, baseUrl: paste(String(data.baseUrl)) } });
		expect([status, error?.message]).toEqual(['success', undefined]);
	});

	it('with an invisible character within says that', async () => {
		const { error } = await removeOnce(type, { ...credential(type), baseUrl: 'https://api.exa\u200bmple.com' });
		expect(error?.message).toBe("'Base URL' of the credential holds an invisible character");
	});
});

describe('a Plan Key', () => {
	it.each(['={{ ({}) }}', '={{ false }}', '={{ 5 }}', '={{ null }}', '={{ [] }}'])(
		'that is %s is no text',
		async (planKey) => {
			const { error } = await removeOnce('guardhouseApi', { ...credential('guardhouseApi'), planKey });
			expect(error?.message).toBe("'Plan Key' of the credential isn't text, so that plans would not be sealed with it");
			expect(sandbox.guardhouse.requests).toEqual([]);
		},
	);

	it.each([' ', '\t \n', '\u00a0', '\u200b', ' \u2060\ufeff'])('that is %j is none, and says so', async (planKey) => {
		for (const type of Object.keys(removals)) {
			const data = { ...credential(type), planKey };
			const message =
				"'Plan Key' of the credential holds nothing but white space, so that plans would not be sealed with it";
			const { error } = await removeOnce(type, data);
			expect(error?.message).toBe(message);
			expect(providerOf(sandbox, type).requests).toEqual([]);
			const tested = await engine.testCredential(type, data as never);
			expect(tested).toEqual({
				...{ status: 'Error', message: `${message}. Type a long random text, or empty the field.` },
			});
		}
	});
});
