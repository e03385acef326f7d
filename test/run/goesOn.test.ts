import type { IDataObject } from 'n8n-workflow';

import { expectNothingChanged, worded, runInWords } from '../support/words';
import { failedAs } from '../support/changes';
import { credentialsOf } from '../support/removal';
import { engine, sandbox, setUp } from '../support/setUp';
import type { OnError } from '../support/workflow';
import { json, links, runNode } from '../support/workflow';

// Where the node is to go on, nothing is thrown: n8n would pass the input items on as results.

setUp();

const modes: OnError[] = ['continueRegularOutput', 'continueErrorOutput'];
const outputOf = (mode: OnError) => (mode === 'continueErrorOutput' ? 1 : 0);
const asJson = { 'content-type': 'application/json' };

describe.each(modes)('where the node goes on (%s)', (mode) => {
	const names = ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'unassignRole ', ''];

	it.each(names)('an operation called %j is one that does not exist', async (operation) => {
		const parameters = { resource: 'user', operation, userId: 101, roleId: 1 };
		const ran = await runNode(engine, 'guardhouse', parameters, {
			...{ items: [{ id: 1 }, { id: 2 }], credentials: credentialsOf('guardhouseApi'), onError: mode },
		});
		const failed = ran.outputs[outputOf(mode)];
		expect(links(failed)).toEqual([0, 1]);
		for (const { error } of json(failed))
			expect(error).toEqual(failedAs(`The operation '${operation}' of 'user' doesn't exist`));
		expect(sandbox.guardhouse.requests).toEqual([]);
	});

	it.each(['constructor', '__proto__', 'role '])('a resource called %j has no operation', async (resource) => {
		const parameters = { resource, operation: 'constructor' };
		const credentials = credentialsOf('guardhouseApi');
		const ran = await runNode(engine, 'guardhouse', parameters, { credentials, onError: mode });
		const [{ error }] = json(ran.outputs[outputOf(mode)]);
		// n8n shows no operation for a resource that it doesn't know.
		expect(error).toMatch(new RegExp(`^The operation '(constructor)?' of '${resource}' doesn't exist\\. `));
	});

	const odd: ReadonlyArray<readonly [string, unknown]> = [
		['an object that cannot be text', { toString: 1 }],
		['an object', { value: 101 }],
		['a list', [101]],
		['yes', true],
		['nothing', null],
		['empty', ''],
	];
	const kinds = ['guardhouse assignRole', 'clientDirectory removeMembers', 'delos bindClient'] as const;

	describe.each(kinds)('a record that was looked up for %s', (name) => {
		it.each(odd)('whose ID is %s fails that item alone', async (_, id) => {
			const kind = worded[name];
			const lists: Record<string, IDataObject> = {
				guardhouse: { total: 1, users: [{ id, email: 'x@example.com', roles: [] }] },
				clientDirectory: { data: [{ id, username: 'x@example.com' }], total_count: 1, next_cursor: null },
				delos: { items: [{ uuid: id, email: 'x@example.com' }] },
			};
			const paths: Record<string, RegExp> = {
				guardhouse: /users\?/,
				clientDirectory: /users\?/,
				delos: /user\?.*page=0/,
			};
			const subject = { guardhouse: 'userId', clientDirectory: 'userIds', delos: 'userId' }[
				kind.node as string
			] as string;
			sandbox[kind.node].fault({
				...{ method: 'GET', path: paths[kind.node], status: 200, headers: asJson, times: 9 },
				body: JSON.stringify(lists[kind.node]),
			});
			const item = { ...kind.changing, [subject]: 'x@example.com' };
			const ran = await runInWords(kind, [item], { inWords: [subject], onError: mode });
			const failed = ran.outputs[outputOf(mode)];
			expect(links(failed)).toEqual([0]);
			const [{ error }] = json(failed);
			expect(error).toMatch(
				/gives 'x@example\.com' an ID that can't be used\. Nothing was changed\. The ID in its answer .+\. Have the user looked at there\.$/,
			);
			expectNothingChanged(kind);
		});
	});
});
