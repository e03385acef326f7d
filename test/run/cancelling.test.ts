import { uuidOf } from '../../sandbox';
import { removals } from '../support/access';
import { cancelWhen } from '../support/cancel';
import { fillDepartment, membersLeft, removeMembers } from '../support/members';
import { credentialsOf } from '../support/removal';
import { engine, sandbox, setUp } from '../support/setUp';
import { runNode } from '../support/workflow';

setUp();

describe('members', () => {
	const ids = Array.from({ length: 8 }, (_, index) => uuidOf(`member ${index}`));

	beforeEach(() => {
		fillDepartment(ids);
		sandbox.clientDirectory.state.malformedFails = 'request';
	});

	it('are not forgotten when a run is cancelled between the halves of their request', async () => {
		sandbox.clientDirectory.latency = 200;
		const { signal } = cancelWhen(() => sandbox.clientDirectory.requests.length === 3);
		const { status, error } = await removeMembers([{ userIds: [...ids, 'bad'] }], {}, undefined, signal);
		expect(status).toBe('canceled');
		expect(membersLeft()).toBe(3);
		expect(error?.description).toContain('5 changes had been made');
	});

	it('that are removed one by one end as cancelled', async () => {
		sandbox.clientDirectory.latency = 200;
		const { signal } = cancelWhen(() => membersLeft() < 7);
		const { status, error } = await removeMembers(
			[{ userIds: ids }],
			{ batchSize: 1, concurrency: 1 },
			undefined,
			signal,
		);
		expect(status).toBe('canceled');
		expect(error?.description).toMatch(/But removed: /);
	});
});

it('a run that is cancelled while it reads for a guard ends as cancelled', async () => {
	sandbox.delos.latency = 200;
	const { signal } = cancelWhen(() => sandbox.delos.requests.length === 1);
	const parameters = { ...removals.delosApi[1], options: { keepLastOwner: true } };
	const { status } = await runNode(engine, 'delos', parameters, { credentials: credentialsOf('delosApi'), signal });
	expect(status).toBe('canceled');
	expect(sandbox.delos.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
});

it('a run that is cancelled while it signs in does not wait for that', async () => {
	sandbox.guardhouse.fault({ path: 'token', delay: 20_000 });
	const { signal, elapsed } = cancelWhen(() => sandbox.guardhouse.requests.length === 1);
	const credentials = credentialsOf('guardhouseApi', 'client credentials');
	const { status } = await runNode(engine, 'guardhouse', removals.guardhouseApi[1], { credentials, signal });
	expect(status).toBe('canceled');
	expect(elapsed()).toBeLessThan(10_000);
	expect(sandbox.guardhouse.requests.filter(({ method }) => method === 'DELETE')).toEqual([]);
});
