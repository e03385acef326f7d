import type { IDataObject } from 'n8n-workflow';

import { changeKinds, oneForEach, run } from '../support/changes';
import { credential } from '../support/removal';
import { engine, sandbox, setUp } from '../support/setUp';
import { runNode } from '../support/workflow';

// What n8n refuses by itself, and what the node gets wrong, has nothing to do with the network.

setUp();

declare const pinned: Record<string, string>;

// n8n 2.8 keeps nothing of an error but its text.
const keepsTextAlone = pinned['n8n-core'].startsWith('2.8.');

afterEach(() => void engine.guardNetwork(false));

const parameters = { resource: 'user', operation: 'unassignRole', userId: 101, roleId: 1 };

const unassign = async (data: IDataObject, isEngine2 = false) => {
	const credentials = { guardhouseApi: data };
	const { error } = await runNode(engine, 'guardhouse', parameters, { credentials, isEngine2 });
	return [error?.message, error?.description];
};

describe('n8n that refuses to send', () => {
	it('on its next engine: what it says of the credential', async () => {
		// Which that n8n doesn't have.
		if (keepsTextAlone) return;
		expect(await unassign(credential('guardhouseApi', 'client credentials'), true)).toEqual([
			'n8n refused to send the request: Engine 2.0 does not support credentials with an expirable property yet (credential type "guardhouseApi")',
			'Nothing was changed. That is a limit of n8n or of its settings, not of Guardhouse: ask who runs n8n.',
		]);
		expect(sandbox.guardhouse.requests).toEqual([]);
	});

	it.each(oneForEach)('to a private address (%s): what n8n says of it', async (name) => {
		if (!engine.guardNetwork(true)) return;
		const { error } = await run(changeKinds[name], [changeKinds[name].changing]);
		expect(error?.message).toMatch(
			/^n8n refused to send the request: The request was blocked because it resolves to a restricted IP address$/,
		);
		expect(error?.description).toMatch(/^(Nothing was changed\. )?The target .+ is not allowed\. /);
		expect(error?.description).not.toMatch(/network between/);
	});

	it('to a host that the credential is not for: where that is, and which it may be used for', async () => {
		const limits = { allowedHttpRequestDomains: 'domains', allowedDomains: 'api.example.com' };
		const data = { ...credential('guardhouseApi', 'client credentials'), ...limits };
		const [message, description] = await unassign(data);
		if (message === undefined) return;
		expect(message).toMatch(
			/^n8n refused to send the request: Domain not allowed: .+ Only the following domains are allowed: api\.example\.com$/,
		);
		expect(description).toMatch(/^Nothing was changed\. That is a limit of n8n or of its settings, not of Guardhouse/);
		expect(sandbox.guardhouse.requests).toEqual([]);
	});
});

it('a mistake of the node itself is called that, with where to report it', async () => {
	// No page of the editor gives such a value, an expression may.
	const data = { ...credential('guardhouseApi'), authentication: '={{ ({ toString: 1 }) }}' };
	const [message, description] = await unassign({
		...data,
		clientId: 'sandbox-client',
		clientSecret: 'sandbox-secret',
	});
	if (keepsTextAlone) {
		expect(message).toMatch(/^n8n gave up the request: /);
		return;
	}
	expect(message).toBe('The node itself made a mistake');
	expect(description).toMatch(
		/Something was other than it expects \(.+\)\. Please report that at https:\/\/github\.com\/\S+\/issues, /,
	);
	expect(description).not.toMatch(/network/);
});
