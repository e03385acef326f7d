import type { IDataObject } from 'n8n-workflow';

import type { Fault } from '../../sandbox';
import { chain, type Published } from '../../sandbox/host';
import { wayIn } from './access';
import { engine, sandbox } from './setUp';
import { packageName } from './workflow';

/** Guardhouse's trigger, published: it watches the sandbox. */
export const watchGuardhouse = (parameters: IDataObject = {}, credential: IDataObject = {}): Published =>
	engine.publish(
		chain([
			{
				name: 'Watch',
				type: `${packageName}.guardhouseTrigger`,
				parameters: { events: ['granted', 'revoked'], of: 'everybody', ...parameters } as never,
			},
		]),
		{ guardhouseApi: { ...wayIn(sandbox, 'guardhouseApi'), ...credential } as never },
	);

/** What a poll tells, without its time, which has to be one. */
export const told = async (watch: Published): Promise<IDataObject[]> =>
	((await watch.poll()) ?? []).map(({ json: { detectedAt, ...rest } }) => {
		expect(detectedAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
		return rest;
	});

/** An answer in the place of the list of users. */
export const listed = (body: object): Fault => ({
	status: 200,
	headers: { 'content-type': 'application/json' },
	body: JSON.stringify(body),
});
