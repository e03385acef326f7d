import type { IDataObject } from 'n8n-workflow';

import { readExample } from '../../sandbox/examples';
import type { RunResult, Tables } from '../../sandbox/host';
import { credentials } from '../support/examples';
import { engine, sandbox, setUp } from '../support/setUp';

setUp();

const [helen, victor, mia] = ['helen.park', 'victor.stein', 'mia.chen'].map((name) => `${name}@example.com`);
const until = new Date(Date.now() + 3_600_000).toISOString();
const asked = {
	...{ ticket: 'ACC-7', reason: 'Yearly audit', requestedBy: helen, approvedBy: victor },
	...{ email: mia, role: 'Viewer', until },
};

let tables: Tables;
beforeEach(() => {
	tables = {};
});
const rows = () => tables['Time-boxed access']?.rows ?? [];

const run = async (node: string, json: object): Promise<RunResult> =>
	await engine.run(readExample('time-boxed-access.json'), {
		...{ credentials: credentials(), tables, mode: node === 'Access is asked for' ? 'webhook' : 'manual' },
		trigger: { node, items: [{ json: json as never }] },
	});
const ask = async (rest: object = {}): Promise<RunResult> =>
	await run('Access is asked for', { headers: {}, params: {}, query: {}, body: { ...asked, ...rest } });
const replyOf = ({ status, error, responses }: RunResult): IDataObject => {
	expect([status, error, responses.length]).toEqual(['success', undefined, 1]);
	return responses[0].body as IDataObject;
};

it('grants on the word of two, and ends it when its time is over', async () => {
	const result = await ask();
	expect(replyOf(result)).toMatchObject({ status: 'granted', approvedBy: victor, until, reason: '' });
	expect(result.nodes['Assign Role'].outputs[0][0].json.justification).toEqual({
		...{ ticket: 'ACC-7', reason: 'Yearly audit', requestedBy: helen, approvedBy: victor },
	});
	await run('Every five minutes', {});
	expect(rows()).toMatchObject([{ status: 'active' }]);
	rows()[0].expiresAt = new Date(0);
	const { nodes } = await run('Every five minutes', {});
	expect(rows()).toMatchObject([{ status: 'revoked' }]);
	expect(nodes.Undo.outputs[0][0].json.justification).toEqual({
		...{ ticket: 'ACC-7', reason: 'Its time is over: until 1970-01-01T00:00:00.000Z' },
	});
});

it('says that there is no ticket, and until when, where nothing else is said', async () => {
	const { nodes } = await ask({ ticket: null, reason: ' ' });
	expect(nodes['Assign Role'].outputs[0][0].json.justification).toEqual({
		...{ ticket: '(no ticket)', reason: `Until ${until}`, requestedBy: helen, approvedBy: victor },
	});
});

it.each([
	[{ requestedBy: ' ' }, "'requestedBy' has to say who asked for it"],
	[{ approvedBy: undefined }, "'approvedBy' has to say who approved it"],
	[{ approvedBy: 'Helen Park <Helen.Park@example.com>' }, "'Requested By' and 'Approved By' are the same person"],
	[{ until: 'Friday' }, "'until' has to be a date that is at least 10 minutes ahead"],
])('grants nothing, and writes no row: %j', async (rest, reason) => {
	expect(replyOf(await ask(rest))).toMatchObject({
		...{ status: 'not granted', until: '', reason: expect.stringContaining(reason) },
	});
	expect([rows(), sandbox.guardhouse.requests.filter(({ method }) => method !== 'GET')]).toEqual([[], []]);
});
