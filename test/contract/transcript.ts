import type { IDataObject } from 'n8n-workflow';

import type { Engine } from '../../sandbox/host';
import type { Ran } from '../support/workflow';
import { locator, runNode } from '../support/workflow';
import { listen } from '../support/wire';

interface Answered {
	readonly status: number;
	readonly headers?: Readonly<Record<string, string>>;
	readonly body?: string;
}

/** A change that takes several requests has more of them. */
interface Another {
	readonly request: { readonly method: string; readonly url: string; readonly body?: string };
	readonly answer: Answered;
}

/** What a provider's page says about one request and its answer, and what the user has to get. Typed by hand. */
export interface Transcript {
	/** As the page calls it. */
	readonly title: string;
	readonly page: string;
	/** When the page was read. */
	readonly read: string;
	readonly node: 'delos' | 'clientDirectory' | 'guardhouse' | 'cloudFoundry';
	readonly resource: string;
	readonly operation: string;
	/** As a user fills them in. */
	readonly parameters: Readonly<Record<string, unknown>>;
	readonly options?: Readonly<Record<string, unknown>>;
	readonly credential?: Readonly<Record<string, unknown>>;
	readonly request: {
		readonly method: string;
		/** Path and query, exactly. */
		readonly url: string;
		readonly headers: Readonly<Record<string, string>>;
		/** Exactly; absent where the page shows none, and then there is no content type either. */
		readonly body?: string;
	};
	readonly answer: Answered;
	/** Whether it is known before that there is nothing to send, or that it must not be. */
	readonly isNotSent?: true;
	/** What the node looks up before the change, and what is answered. */
	readonly before?: ReadonlyArray<readonly [url: string, answer: Answered]>;
	/** What it looks up afterwards; without an answer of its own the server repeats that to the change. Or what it changes next. */
	readonly reads?: ReadonlyArray<string | readonly [url: string, answer: Answered] | Another>;
	/** The whole result. */
	readonly result?: IDataObject;
	/** Or what the refusal has to say, in its short and in its long text. */
	readonly refusal?: { readonly error: RegExp; readonly message: readonly RegExp[]; readonly httpCode?: string };
}

/** The provider's own words, to be found as they are. */
export const verbatim = (words: string) => new RegExp(words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));

/** Whether the change was made isn't known, so nothing may say that none was. */
export const undecided = /^(?![^]*no change (had been|has been|was) made)/i;

/** Parameters that the panel shows as resource locators. */
const locators = [
	'userId',
	'clientId',
	'departmentId',
	'roleId',
	'blockedByUserId',
	'userGuid',
	'organizationGuid',
	'spaceGuid',
];
const plain: Record<string, readonly string[]> = { clientDirectory: ['clientId'] };

/** Parameters that the panel shows among the options. */
const amongOptions = ['instantLogout', 'suspensionReason', 'notifyUserViaEmail'];

const filledIn = (parameters: IDataObject, options: IDataObject): IDataObject => {
	const entries = Object.entries(parameters);
	const isOption = ([name]: [string, unknown]) => amongOptions.includes(name);
	return {
		...Object.fromEntries(entries.filter((entry) => !isOption(entry))),
		options: { ...options, ...Object.fromEntries(entries.filter(isOption)) },
	};
};

/** What the page calls our parameters; `undefined` where one form of the page doesn't have it. */
export const pageNames: Record<string, Record<string, string>> = {
	delos: { userId: 'uuid', clientId: 'relation.cuid', isOwner: 'relation.isOwner', ownership: 'relation.isOwner' },
	clientDirectory: { clientId: 'client_id', departmentId: 'department_id', userIds: 'user_ids' },
	guardhouse: {
		userId: 'userId',
		roleId: 'roleId',
		instantLogout: 'instantLogout',
		blockedByUserId: 'blockedByUserId',
		suspensionReason: 'suspensionReason',
		notifyUserViaEmail: 'notifyUserViaEmail',
	},
	cloudFoundry: {
		userGuid: 'guid',
		username: 'username',
		organizationGuid: 'organization_guid',
		spaceGuid: 'space_guid',
		role: 'role',
	},
};

const shown = (node: string, name: string, value: unknown): [name: string, value: unknown] => {
	// In the panel, it stands in the place of the GUID.
	if (name === 'username') return ['userGuid', { __rl: true, mode: 'username', value }];
	return [name, locators.includes(name) && !plain[node]?.includes(name) ? locator(value) : value];
};

export const ways = ['literals', 'expressions', 'our field names', "the page's field names", 'nested fields'] as const;

const setUp = ({ node, parameters: all }: Transcript, way: (typeof ways)[number]): [IDataObject, IDataObject] => {
	// Not a field of an item: it chooses which of a provider's APIs the transcript is about.
	const { apiVersion: _chosen, ...parameters } = all;
	const entries = Object.entries(parameters);
	const named = pageNames[node];
	const pageValue = (name: string, value: unknown) =>
		name === 'ownership' ? { any: undefined, owner: true, standard: false }[value as string] : value;
	switch (way) {
		case 'literals':
			return [Object.fromEntries(entries.map(([name, value]) => shown(node, name, value))) as IDataObject, {}];
		case 'expressions':
			return [
				Object.fromEntries(entries.map(([name]) => shown(node, name, `={{ $json.ticket.${name} }}`))) as IDataObject,
				{ ticket: parameters } as IDataObject,
			];
		case 'our field names':
			return [{ mappingMode: 'autoMapInputData' }, { ...parameters, note: 'ignored' } as IDataObject];
		case "the page's field names": {
			const fields = entries.map(([name, value]) => [named[name], pageValue(name, value)]);
			return [{ mappingMode: 'autoMapInputData' }, Object.fromEntries(fields) as IDataObject];
		}
		case 'nested fields': {
			const item: IDataObject = {};
			for (const [name, value] of entries) {
				const keys = named[name].split('.');
				const last = keys.pop() as string;
				let level = item;
				for (const key of keys) level = (level[key] ??= {}) as IDataObject;
				level[last] = pageValue(name, value) as IDataObject[string];
			}
			return [{ mappingMode: 'autoMapInputData' }, item];
		}
	}
};

/** Plays a transcript against a server that knows nothing but its answer. */
export const play = async (
	engine: Engine,
	transcript: Transcript,
	way: (typeof ways)[number],
	onError: 'stopWorkflow' | 'continueErrorOutput',
): Promise<Ran> => {
	const { node, resource, operation, options = {}, credential, request, answer, before = [], reads = [] } = transcript;
	const { isNotSent } = transcript;
	const version = 'apiVersion' in transcript.parameters ? { apiVersion: String(transcript.parameters.apiVersion) } : {};
	const after = reads.map((read) => {
		if (typeof read === 'string') return { request: { method: 'GET', url: read }, answer };
		return 'request' in read ? read : { request: { method: 'GET', url: read[0] }, answer: read[1] };
	});
	const exchanges: Another[] = [
		...before.map(([url, given]) => ({ request: { method: 'GET', url }, answer: given })),
		...(isNotSent ? [] : [{ request, answer }]),
		...after,
	];
	const left = [...exchanges];
	const wire = await listen(({ method, url }) => {
		const next = left.findIndex((one) => one.request.method === method && one.request.url === url);
		return next < 0 ? answer : left.splice(next, 1)[0].answer;
	});
	try {
		const [parameters, item] = setUp(transcript, way);
		const base = node === 'clientDirectory' ? `${wire.url}/v2` : wire.url;
		const credentials = {
			[`${node}Api`]: { baseUrl: base, authentication: 'accessToken', accessToken: 'sandbox-token', ...credential },
		};
		const ran = await runNode(
			engine,
			node,
			{ resource, operation, ...version, ...filledIn(parameters, options as IDataObject) },
			{ items: [item], credentials, onError },
		);
		expect(wire.received.map(({ method, url, body }) => ({ method, url, body }))).toEqual(
			exchanges.map(({ request: { method, url, body = '' } }) => ({ method, url, body })),
		);
		if (!isNotSent) {
			const { headers } = wire.received[before.length];
			expect(headers).toMatchObject(request.headers);
			if (request.body === undefined) expect(headers).not.toHaveProperty('content-type');
		}
		expect(ran.stored).not.toContain('sandbox-token');
		return ran;
	} finally {
		await wire.close();
	}
};
