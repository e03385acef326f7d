import type { Engine } from '../../sandbox/host';
import { openEngine } from '../support/workflow';
import { byUsername } from './byUsername';
import { clientDirectory } from './clientDirectory';
import { cloudFoundry } from './cloudFoundry';
import { delos } from './delos';
import { grants } from './grants';
import { guardhouse, suspensions } from './guardhouse';
import { ownership } from './ownership';
import { roles } from './roles';
import { play, ways } from './transcript';

let engine: Engine;
beforeAll(async () => {
	engine = await openEngine();
});
afterAll(async () => await engine.stop());

const transcripts = [
	...delos,
	...ownership,
	...clientDirectory,
	...guardhouse,
	...suspensions,
	...cloudFoundry,
	...roles,
	...grants,
	...byUsername,
];

describe.each(transcripts)('$node $operation: $title', (transcript) => {
	const { result, refusal } = transcript;

	if (result)
		it.each(ways)('gives its result from %s', async (way) => {
			const { outputs } = await play(engine, transcript, way, 'stopWorkflow');
			const json = { summary: expect.stringMatching(/^\S.*[^.]$/) as string, ...result };
			expect(outputs).toEqual([[{ json, pairedItem: { item: 0 } }]]);
		});

	if (refusal) {
		it('stops the workflow with what happened and what to do', async () => {
			const { error } = await play(engine, transcript, 'literals', 'stopWorkflow');
			expect(error?.message).toMatch(refusal.error);
			for (const text of refusal.message) expect(error?.description).toMatch(text);
			if (refusal.httpCode) expect(error?.httpCode).toBe(refusal.httpCode);
		});

		it('goes to the error output with the same words', async () => {
			const { outputs } = await play(engine, transcript, 'literals', 'continueErrorOutput');
			expect(outputs[0]).toEqual([]);
			expect(outputs[1]).toHaveLength(1);
			const [{ json, pairedItem }] = outputs[1];
			expect(pairedItem).toEqual({ item: 0 });
			// What to do follows what happened.
			expect(json.error).toMatch(new RegExp(refusal.error.source.replace(/\$$/, '\\. '), refusal.error.flags));
			for (const text of refusal.message) expect(json.error).toMatch(text);
		});
	}

	it('says what the user gets', () => expect([result, refusal].filter(Boolean)).toHaveLength(1));
});
