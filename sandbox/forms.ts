import { waysIn } from './access';
import { fitted, wrapped } from './print';
import type { Sandbox } from './start';

const labels: Record<string, string> = {
	login: 'Login',
	username: 'Username',
	password: 'Password',
	clientId: 'Client ID',
	clientSecret: 'Client Secret',
	accessToken: 'Access Token',
};

const row = (node: string, baseUrl: string, way: string, fields: string) =>
	`${fitted(node, 18)}${fitted(baseUrl, 26)}${fitted(way, 20)}${fields}`;

/** What to type into the form of each credential, so that nobody has to look it up in the code. */
export const formsOf = (sandbox: Sandbox): string[] => {
	const lines = [row('Credential for', 'Base URL', 'Authentication', 'What that asks for')];
	let above: string | undefined;
	for (const { node, way = '', data } of waysIn(sandbox)) {
		const { baseUrl, authentication: _way, ...fields } = data;
		const typed = Object.entries(fields).map(([field, value]) => `${labels[field]} ${String(value)}`);
		const [first, ...more] = wrapped(typed, 56);
		lines.push(row(node === above ? '' : node, node === above ? '' : String(baseUrl), way, first));
		lines.push(...more.map((line) => row('', '', '', line)));
		above = node;
	}
	return lines;
};
