import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import { accessIn, readAccesses } from '../accesses';
import type { AccessList, Provider, Refused } from '../model';
import { orRefused, refuse } from '../model';
import { readerOf } from '../wire';
import type { Asked } from './asked';
import { askedOf } from './asked';
import type { Happened } from './changes';
import { changesBetween } from './changes';
import type { Event } from './events';
import { eventsIn } from './events';
import { failedPoll } from './failure';
import { worded } from './gone';
import { keptOf, knownIn } from './known';
import { watchedBy } from './properties';

type Rows = readonly IDataObject[];

const mostAccesses = 50_000;
const mostSamples = 10;

const itemOf = ({ event, row, before }: Happened, detectedAt: string): IDataObject => ({
	event,
	...row,
	...(before && { before }),
	detectedAt,
});

/** Rows that are there, each as one of the chosen events, so that all fields can be mapped; `sample` says that nothing happened. */
const samples = async (
	{ connection, values }: Asked,
	list: AccessList,
	events: readonly Event[],
): Promise<Rows | Refused> => {
	const rows = await readAccesses(connection, list, values, mostSamples);
	if ('message' in rows) return rows;
	const detectedAt = new Date().toISOString();
	return rows.map((row, index) => {
		const event = events[index % events.length];
		const before = event === 'changed' && list.level !== undefined ? { [list.level]: !row[list.level] } : undefined;
		return itemOf({ event, row: { sample: true, ...row }, before }, detectedAt);
	});
};

const tooMany = ({ asks }: AccessList, count: number): Refused =>
	refuse(
		`There are ${count} accesses, and this node keeps ${mostAccesses} at the most`,
		`Choose in '${asks.find(({ property }) => property.name === 'of')?.property.displayName}' whose accesses it watches. Several nodes can watch a part each.`,
	);

/** A bad answer may make a provider look like an older one: what that doesn't show is still there. */
const otherwise = (name: string, list: AccessList, by: string, before: string): Refused => ({
	message: `${name} is read by ${by} now, and was by ${before} before`,
	description: `What one shows and the other doesn't would be told as changes. Try again; where it stays so, choose the one that is meant in '${list.chooses?.[0].property.displayName}'.`,
	isPassing: true,
});

/** What changed since the last poll; that is kept, unless nothing did. The first poll tells nothing. */
const news = async (
	context: IPollFunctions,
	{ connection, values, watching }: Asked,
	list: AccessList,
	events: readonly Event[],
): Promise<Rows | Refused> => {
	const kept = context.getWorkflowStaticData('node');
	const rows = await readAccesses(connection, list, values, Infinity);
	if ('message' in rows) return rows;
	if (rows.length > mostAccesses) return tooMany(list, rows.length);
	const by = await list.by?.(values, readerOf(connection));
	if (typeof by === 'object') return by;
	const learn = () => {
		kept.known = keptOf(
			watching,
			rows.map((row) => accessIn(list, row)),
			by,
		) as unknown as IDataObject;
	};
	const known = knownIn(list, watching, kept.known);
	if (!known) {
		learn();
		return [];
	}
	if (known.by !== by) return otherwise(connection.provider.access.name, list, `${by}`, `${known.by}`);
	const happened = changesBetween(list, known.accesses, rows);
	if (happened.length === 0) return [];
	const detectedAt = new Date().toISOString();
	const chosen = happened.filter(({ event }) => events.includes(event));
	const gone = chosen.filter(({ event }) => event === 'revoked').map(({ row }) => row);
	const words = await worded(list, gone, rows, readerOf(connection));
	const here = chosen.filter(({ event }) => event !== 'revoked');
	learn();
	return [...here, ...words.map((row) => ({ event: 'revoked' as const, row }))].map((one) => itemOf(one, detectedAt));
};

const polled = async (context: IPollFunctions, provider: Provider): Promise<Rows | Refused> => {
	const list = watchedBy(provider);
	const events = eventsIn(context, list);
	if ('message' in events) return events;
	const asked = await askedOf(context, provider, list);
	if ('message' in asked) return asked;
	return context.getMode() === 'manual' ? await samples(asked, list, events) : await news(context, asked, list, events);
};

/** The watches that are being read. A poll that takes longer than to the next would tell what that tells as well. */
const underWay = new WeakSet<object>();

/** The `poll` of a trigger: what changed since it was last called, one item for each change. */
export const poller = (provider: Provider) =>
	async function (this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		const isManual = this.getMode() === 'manual';
		const watch = isManual ? {} : this.getWorkflowStaticData('node');
		if (underWay.has(watch)) return null;
		underWay.add(watch);
		try {
			const found = await orRefused(async () => await polled(this, provider));
			if ('message' in found) throw failedPoll(this.getNode(), found);
			return found.length === 0 ? null : [found.map((json) => ({ json }))];
		} finally {
			underWay.delete(watch);
		}
	};
