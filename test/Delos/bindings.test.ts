import { bind, runDelos, stranger } from '../support/delos';
import { sandbox, setUp } from '../support/setUp';
import { reply } from '../support/wire';

setUp();

const bodies = () => sandbox.delos.requests.map(({ body }) => JSON.parse(body) as unknown);

describe('Is Owner left out', () => {
	it.each([
		['of the panel', bind, {}],
		['of an item that is mapped automatically', { operation: 'bindClient', mappingMode: 'autoMapInputData' }, stranger],
	])('%s binds a standard user', async (_, parameters, item) => {
		const { status } = await runDelos(parameters, { items: [item] });
		expect(status).toBe('success');
		expect(bodies()).toEqual([{ relation: { cuid: 'cust_789xyz', isOwner: false } }]);
	});
});

it.each(['bindClient', 'unbindClient'])(
	'an item and an error in one answer are no success of %s',
	async (operation) => {
		sandbox.delos.fault(reply(200, { item: { uuid: 'user_456ghi' }, error: 'Customer is locked' }));
		const { error } = await runDelos({ ...bind, operation });
		expect(error?.description).toContain('Customer is locked');
		expect(sandbox.delos.requests).toHaveLength(1);
	},
);
