import { startSandbox, type Sandbox } from '../../sandbox';
import type { Engine } from '../../sandbox/host';
import { listen, type Wire } from './wire';
import { openEngine } from './workflow';

/** Of the file of tests that runs. */
export let engine: Engine;
/** Of the test that runs. */
export let sandbox: Sandbox;

const wires: Wire[] = [];

/** A server of this test's own, closed after it. */
export const serve = async (answer: Parameters<typeof listen>[0]): Promise<Wire> => {
	const wire = await listen(answer);
	wires.push(wire);
	return wire;
};

/** n8n's engine for the tests of a file, and a new sandbox for each of them. */
export const setUp = (): void => {
	beforeAll(async () => {
		engine = await openEngine();
	});
	afterAll(async () => await engine.stop());
	beforeEach(async () => {
		sandbox = await startSandbox();
	});
	afterEach(async () => {
		await Promise.all([sandbox.close(), ...wires.splice(0).map(async ({ close }) => await close())]);
	});
};
