import type { IDataObject } from 'n8n-workflow';

import type { List } from '../contract/reads';
import { lists, queryOf, urlOf } from '../contract/reads';
import { engine, serve } from './setUp';
import type { Received, Reply } from './wire';
import type { OnError } from './workflow';
import { locator, runNode } from './workflow';

export type Type = List['node'];
type Many = { node: Type; resource: string; operation: string; parameters?: IDataObject };
export interface How {
	items?: readonly object[];
	onError?: OnError;
}

const locators = ['userId', 'userGuid', 'organizationGuid'];

/** An operation at this address. */
export const run = async (node: Type, parameters: IDataObject, url: string, { items = [{}], onError }: How = {}) => {
	const filled = Object.entries(parameters).map(([name, value]) => [
		name,
		locators.includes(name) ? locator(value) : value,
	]);
	const credentials = { [`${node}Api`]: { baseUrl: url, authentication: 'accessToken', accessToken: 'sandbox-token' } };
	const ran = await runNode(engine, node, Object.fromEntries(filled) as IDataObject, { items, credentials, onError });
	expect(ran.stored).not.toContain('sandbox-token');
	return ran;
};

/** A server at the address of its credential. */
export const serveAs = async (node: Type, answer: (request: Received, count: number) => Reply | 'drop') => {
	const wire = await serve(answer);
	return { received: wire.received, url: node === 'clientDirectory' ? `${wire.url}/v2` : wire.url };
};

/** Get Many, which sends nothing but reads. */
export const many = async (
	list: Many,
	answer: (request: Received, count: number) => Reply | 'drop',
	extra: IDataObject = { returnAll: true },
	how?: How,
) => {
	const { url, received } = await serveAs(list.node, answer);
	const { node, resource, operation, parameters } = list;
	const ran = await run(node, { resource, operation, ...parameters, ...extra }, url, how);
	for (const { method, body, headers } of received) {
		expect([method, body]).toEqual(['GET', '']);
		expect(headers.authorization).toBe('Bearer sandbox-token');
		expect(headers).not.toHaveProperty('content-type');
	}
	return { ...ran, received };
};

export const objects = (list: List, count: number) => Array.from({ length: count }, (_, index) => list.object(index));
export const text = ({ error }: { error?: { message: string; description?: string | null } }) =>
	`${error?.message}\n${error?.description}`;

/** The requests of the first pages, and after them only what looks whether anything follows. */
export const expectPages = (
	list: List,
	received: readonly Received[],
	pages: number,
	filters: Record<string, string> = {},
) => {
	const size = list.size(urlOf(received[0]).searchParams);
	expect(size).toBeGreaterThan(0);
	expect(size).toBeLessThanOrEqual(list.maxSize);
	// Delos names no total, so a page more may be asked for to be sure that nothing follows.
	const more = list.node === 'delos' ? 1 : 0;
	expect(received.length).toBeGreaterThanOrEqual(pages);
	expect(received.length).toBeLessThanOrEqual(pages + more);
	for (const [page, request] of received.entries()) {
		expect(urlOf(request).pathname).toBe(list.path);
		expect(queryOf(request)).toEqual({ ...list.paging(page, size), ...filters });
	}
	return size;
};

export const listNamed = (title: string) => lists.find((list) => list.title === title) as List;
