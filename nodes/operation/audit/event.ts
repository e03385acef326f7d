import { randomUUID } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';

import { wordsIn } from '../lookup';
import type { ItemRequest } from '../panel';
import type { Connection } from '../wire';
import type { Audited, Change, Held, Step, Values } from '../model';
import { kindOf, statuses } from './classes';

/** Where changes are made from, as far as n8n tells. */
export interface Origin {
	readonly execution?: string;
	readonly workflow: { readonly id?: string; readonly name?: string };
	/** Its type begins with the package that it comes from. */
	readonly node: { readonly type: string };
}

interface Where {
	readonly connection: Pick<Connection, 'provider' | 'baseUrl'>;
	readonly origin: Origin;
}

/** What was done: an event tells of one access of one user. */
interface About {
	readonly step: Pick<Step, 'name' | 'change'>;
	readonly asked: Pick<ItemRequest, 'lookedUp'>;
	readonly values: Values;
	readonly held?: Held;
}

/** What became of it. */
export interface Told {
	readonly status: keyof typeof statuses;
	/** In people's words. */
	readonly message: string;
	readonly code?: number;
	readonly why?: string;
	/** In ms since 1970. */
	readonly at?: number;
	/** What OCSF has no place for. */
	readonly beside: object;
}

/** The package that the node comes from stands before its name; a node that is linked into n8n has none. */
const productOf = ({ node: { type } }: Where['origin']) => {
	const [, named] = /^(.*n8n-nodes-.+)\.[^.]+$/.exec(type) ?? [];
	return { name: named ?? 'n8n-nodes-access-management', vendor_name: 'Access Management Nodes' };
};

const known = (record: object): IDataObject =>
	Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as IDataObject;

// The type email_t of https://schema.ocsf.io/1.8.0
const address = /^[a-zA-Z0-9!#$%&'*+\-/=?^_`{|}~.]+@[a-zA-Z0-9-]+\.[a-zA-Z0-9-.]+$/;

const userIn = ({ subject }: Change, values: Values, names: Record<string, string>): IDataObject => {
	const { name } = subject.property;
	// Where people are found by email, a name of theirs may count too, which is no address.
	const isAddress = subject.word?.kind === 'email' && address.test(names[name] ?? '');
	const uid = values[name] === undefined ? undefined : String(values[name]);
	return known({ uid, [isAddress ? 'email_addr' : 'name']: names[name] });
};

/** The provider itself; OCSF takes no address in brackets for a host. */
const providerOf = ({ provider, baseUrl }: Where['connection']): IDataObject => {
	const { hostname } = new URL(baseUrl);
	return known({
		name: provider.access.name,
		type: 'provider',
		hostname: hostname.startsWith('[') ? undefined : hostname,
	});
};

const accessIn = (audited: Audited, provider: IDataObject): IDataObject =>
	'group' in audited
		? { group: known(audited.group), resource: provider }
		: { privileges: [...audited.privileges], resources: [...audited.resources.map(known), provider] };

/** A change of one user's access as an event of OCSF 1.8.0. */
export const eventOf = (
	{ connection, origin }: Where,
	{ step: { name, change }, asked, values, held }: About,
	{ status, message, code, why, at = Date.now(), beside }: Told,
): IDataObject => {
	const names = wordsIn(asked, values, change.subject.property.name);
	const audited = change.state.audited(values, names, held);
	return known({
		category_uid: 3,
		category_name: 'Identity & Access Management',
		...kindOf(audited, change.state.grants),
		severity_id: 1,
		severity: 'Informational',
		time: at,
		...statuses[status],
		status_code: code === undefined ? undefined : String(code),
		status_detail: why,
		message,
		actor: known({ app_name: 'n8n', app_uid: origin.workflow.id }),
		user: userIn(change, values, names),
		...accessIn(audited, providerOf(connection)),
		metadata: known({
			version: '1.8.0',
			product: productOf(origin),
			uid: randomUUID(),
			correlation_uid: origin.execution,
			source: origin.workflow.name,
		}),
		unmapped: known({ operation: name, ...beside }),
	});
};
