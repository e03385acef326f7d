import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { IDataObject } from 'n8n-workflow';

import { changeKinds, kindNames, providerFor, run } from '../support/changes';
import { insideOf, undo } from '../support/plans';
import { setUp } from '../support/setUp';
import { everyRemoveAll, everySet, providerOf, runWhole } from '../support/wholes';
import { json, type Ran } from '../support/workflow';

// Whole results, because whoever maps a field of one in a saved workflow will go on to do so.

setUp();

/** Other in each run. */
const passing: Record<string, string> = {
	...{ plannedAt: 'time', expiresAt: 'time', time: 'time', before: 'digest', seal: 'digest' },
	...{ requestId: 'request', correlation_uid: 'execution' },
};

function lasting(this: IDataObject, name: string, value: unknown) {
	if (name in passing) return passing[name];
	if (name === 'plan' && value !== null) return insideOf(value);
	if (name === 'uid' && 'correlation_uid' in this) return 'event';
	return typeof value === 'string'
		? value.replace(/127\.0\.0\.1:\d+/g, 'provider').replace(/(request ID) [\w-]+/g, '$1 request')
		: value;
}

const told = ({ outputs }: Ran): unknown => JSON.parse(JSON.stringify(outputs.map(json), lasting));

const expectWritten = (name: string, runs: Record<string, Ran>) => {
	const all = Object.fromEntries(Object.entries(runs).map(([what, ran]) => [what, told(ran)]));
	const path = join(__dirname, 'results', `${name.replaceAll(' ', '.')}.json`);
	expect(all).toEqual(JSON.parse(readFileSync(path, 'utf8')));
};

const auditEvent = true;

it.each(kindNames)('%s', async (name) => {
	const change = changeKinds[name];
	const once = async (fields: IDataObject, options: IDataObject) =>
		await run(change, [fields], { auditEvent, ...options }, { onError: 'continueErrorOutput' });
	const planned = await once(change.changing, { dryRun: true });
	const { method } = json(planned.outputs[0])[0].request as { method: string };
	providerFor(change).fault({ method, status: 403, body: 'No' });
	const failed = await once(change.changing, {});
	const done = await once(change.changing, { verify: true });
	const back = await undo(change.node, json(done.outputs[0]), { options: { auditEvent } });
	const unchanged = await once(change.idle, { verify: true });
	expectWritten(name, { planned, failed, done, back, unchanged });
});

const wholes = [
	...everyRemoveAll.map(([name, kind]) => {
		const fill = () => kind.fill(3);
		return [`${name} ${kind.operation}`, kind, kind.user, fill] as const;
	}),
	...everySet.map(([name, kind]) => {
		const fill = () => kind.fill(5, 3);
		return [`${name} ${kind.operation}`, kind, { ...kind.group, userIds: [1, 2, 3, 4].map(kind.id) }, fill] as const;
	}),
];

it.each(wholes)('%s', async (name, kind, item, fill) => {
	fill();
	const once = async (options: IDataObject) =>
		await runWhole(kind, [item], {
			onError: 'continueErrorOutput',
			options: { auditEvent, concurrency: 1, ...('group' in kind && { maxRemovalPercent: 100 }), ...options },
		});
	const planned = await once({ dryRun: true });
	const requests = json(planned.outputs[0])[0].request as Array<{ method: string }>;
	providerOf(kind).fault({
		method: requests[0].method,
		status: 403,
		body: 'No',
		times: kind.node === 'clientDirectory' ? 2 : 1,
	});
	const failed = await once({});
	fill();
	providerOf(kind).fault({
		method: requests[0].method,
		status: 403,
		body: 'No',
		times: kind.node === 'clientDirectory' ? 2 : 1,
	});
	const reported = await once({ partialFailure: 'report' });
	fill();
	const done = await once({ verify: true });
	const unchanged = await once({});
	const back = await undo(kind.node, json(done.outputs[0]), { options: { auditEvent, concurrency: 1 } });
	const more = await once('group' in kind ? { mode: 'removeOnly' } : { dryRun: true });
	expectWritten(name, { planned, failed, reported, done, unchanged, back, more });
});
