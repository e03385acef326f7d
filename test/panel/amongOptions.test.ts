import type { IDataObject, INodeType } from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';

import { credentialOf, type Node } from '../support/changes';
import { remove } from '../support/removal';
import { engine, sandbox, setUp } from '../support/setUp';
import { json, packageName } from '../support/workflow';

setUp();

const bodies = () =>
	sandbox.guardhouse.requests.flatMap(({ method, body }) => (method === 'DELETE' ? [JSON.parse(body) as unknown] : []));

describe('a part of the request that stands among the options', () => {
	const mapped = { mappingMode: 'autoMapInputData' };
	const fields = { userId: 101, roleId: 1 };

	it.each<readonly [string, IDataObject, IDataObject, IDataObject, boolean]>([
		['where it is set', {}, {}, { instantLogout: true }, true],
		['where it is not', {}, {}, {}, false],
		['by expression', {}, { way: 'true' }, { instantLogout: '={{ $json.way }}' }, true],
		['not beside them', { instantLogout: true }, {}, {}, false],
		['for items without the field', mapped, fields, { instantLogout: true }, true],
		[
			'but by the field of an item that has it',
			mapped,
			{ ...fields, instantLogout: false },
			{ instantLogout: true },
			false,
		],
		['and by a field alone', mapped, { ...fields, instantLogout: 'true' }, {}, true],
	])('is sent and told, %s', async (_where, parameters, item, options, isSent) => {
		const { outputs } = await remove('guardhouseApi', { parameters, items: [item], options });
		expect(bodies()).toEqual([{ instantLogout: isSent }]);
		expect(json(outputs[0])).toMatchObject([{ success: true, userId: 101, roleId: 1, instantLogout: isSent }]);
	});

	it('is kept in a plan', async () => {
		const { outputs } = await remove('guardhouseApi', { options: { instantLogout: true, dryRun: true } });
		expect(json(outputs[0])).toMatchObject([{ instantLogout: true, request: { body: { instantLogout: true } } }]);
		const parameters = { resource: 'change', operation: 'apply', plan: '={{ $json.plan }}' };
		await remove('guardhouseApi', { parameters, items: json(outputs[0]) });
		expect(bodies()).toEqual([{ instantLogout: true }]);
	});

	it('is refused by its label, in every way to give it', async () => {
		for (const [parameters, item, options] of [
			[{}, {}, { instantLogout: 'maybe' }],
			[mapped, fields, { instantLogout: 'maybe' }],
			[mapped, { ...fields, instantLogout: 'maybe' }, {}],
		]) {
			const { error } = await remove('guardhouseApi', { parameters, items: [item], options });
			expect([error?.message, error?.description]).toEqual([
				"'Instant Logout' is 'maybe', which isn't true or false",
				'Use true or false; yes or no, and 1 or 0, are understood too.',
			]);
		}
		expect(sandbox.guardhouse.requests).toEqual([]);
	});
});

describe.each([
	['delos', 'client', 'setUsers'],
	['clientDirectory', 'department', 'setMembers'],
	['guardhouse', 'role', 'setUsers'],
	['cloudFoundry', 'organization', 'setUsers'],
] as ReadonlyArray<readonly [Node, string, string]>)('the panel of %s, %s, %s', (name, resource, operation) => {
	const noticesWith = (options: IDataObject) => {
		expect(credentialOf).toHaveProperty(name);
		const { description } = engine.nodeType(`${packageName}.${name}`) as INodeType;
		const asked = { resource, operation, options } as never;
		const values = NodeHelpers.getNodeParameters(
			description.properties,
			asked,
			true,
			false,
			{ typeVersion: 1 },
			description,
		);
		const isShown = (property: (typeof description.properties)[number]) =>
			property.type === 'notice' &&
			NodeHelpers.displayParameter(values ?? {}, property, { typeVersion: 1 }, description);
		return description.properties.filter(isShown).map(({ displayName }) => displayName);
	};
	const notice = "Whoever isn't listed loses the access. Dry Run shows first who that would be.";

	it.each([[{}], [{ mode: 'exact' }], [{ mode: 'removeOnly' }], [{ mode: '={{ $json.mode }}' }], [{ dryRun: true }]])(
		'says who loses the access (%j)',
		(options) => expect(noticesWith(options)).toEqual([notice]),
	);

	it('does not where nobody does', () => expect(noticesWith({ mode: 'addOnly' })).toEqual([]));
});
