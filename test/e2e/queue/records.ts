import type { Sandbox } from '../../../sandbox';
import type { Api } from '../../../sandbox/host';
import { providersOf, systems } from '../../../sandbox/tickets';

export interface Change {
	/** System, method, path with query, and body where there is one. */
	request: string;
	/** 0 where the connection was cut before the change. */
	status: number;
}

const tokenPaths = ['/v2/auth/login', '/connect/token', '/oauth/token'];

/** Every request that isn't a read and isn't a sign-in. */
export const changesAt = (sandbox: Sandbox): Change[] =>
	systems.flatMap((system) => {
		const { requests } = providersOf(sandbox)[system];
		return requests
			.filter(({ method, url }) => method !== 'GET' && !tokenPaths.includes(url))
			.map(({ method, url, body, status }) => ({ request: [system, method, url, body].join(' ').trimEnd(), status }));
	});

/** What the provider answered to a request, each time that it was neither cut off nor refused for its token. */
export const answersTo = (sandbox: Sandbox, request: string): number[] =>
	changesAt(sandbox).flatMap((change) =>
		change.request === request && ![0, 401].includes(change.status) ? [change.status] : [],
	);

/** Once no request is under way any more. */
export const wasEverCut = (sandbox: Sandbox, request: string): boolean =>
	changesAt(sandbox).some((change) => change.request === request && change.status === 0);

/** Requests that wait for their answer, as long as no connection has been cut. */
export const underWay = (sandbox: Sandbox): number =>
	systems.flatMap((system) => providersOf(sandbox)[system].requests).filter(({ status }) => status === 0).length;

const idsIn = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, id]) => id);

/** The executions that a worker has begun and not ended, by its own log. */
export const unfinishedIn = (log: string): string[] => {
	const finished = idsIn(log, /Worker finished execution (\d+)/g);
	return idsIn(log, /Worker started execution (\d+)/g).filter((id) => !finished.includes(id));
};

const statuses = ['new', 'running', 'waiting', 'success', 'error', 'crashed', 'canceled'];

export const countByStatus = async (api: Api): Promise<Record<string, number>> =>
	Object.fromEntries(
		await Promise.all(statuses.map(async (status) => [status, await api.countExecutions(status)] as const)),
	);

export interface StoredExecution {
	id: string;
	status: string;
	/** What it was started with; n8n forgets that where the worker died. */
	ticket?: string;
}

export const recordOf = async (api: Api, id: string): Promise<StoredExecution> => {
	const { status, data } = await api.execution(id);
	const { resultData, executionData } = data;
	const arrived = resultData.runData['Tickets arrive']?.[0].data ?? executionData?.nodeExecutionStack[0]?.data;
	const { body } = (arrived?.main?.[0]?.[0].json ?? {}) as { body?: { id: string } };
	return { id, status, ticket: body?.id };
};
