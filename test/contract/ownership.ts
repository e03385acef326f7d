import type { Transcript } from './transcript';
import { verbatim } from './transcript';

// Change Ownership, which Delos has no page for: by what those of Bind Client and Remove bind client say, which contradict each
// other about a relationship that is there (overwritten, or "already related").

const [json, headers] = [
	{ 'content-type': 'application/json' },
	{ authorization: 'Bearer sandbox-token', accept: 'application/json' },
];
const ok = (body: object) => ({ status: 200, headers: json, body: JSON.stringify(body) });
const refusing = (status: number, error: string) => ({ status, headers: json, body: JSON.stringify({ error }) });

const somebody = {
	uuid: 'user_abc123def',
	...{ username: 'john.smith', status: 'ACCEPT', is2fa: true },
	...{ createAt: '2024-01-15T10:30:00Z', updateAt: '2024-03-20T14:22:00Z' },
	...{ name: 'John Smith', comment: 'VIP customer' },
};
const user = { item: somebody };
const [url, clientId] = ['/v2/user/user_abc123def', 'cust_789xyz'];

/** Get User, whose answer carries every relationship: of which kinds those to the client are. */
const having = (...kinds: readonly boolean[]) => {
	const clients = [
		{ customerId: 'cust_123abc', isOwner: true },
		...kinds.map((isOwner) => ({ customerId: clientId, isOwner })),
	];
	return [url, ok({ item: { ...somebody, id: 1, isDeleted: false, clients } })] as const;
};

const put = (isOwner: boolean) => ({
	method: 'PUT',
	url: `${url}/relate-client`,
	headers: { ...headers, ...json },
	body: `{"relation":{"cuid":"${clientId}","isOwner":${isOwner}}}`,
});
const end = (isOwner: boolean) => ({
	method: 'DELETE',
	url: `${url}/relate-client/${clientId}?relation.isOwner=${isOwner}`,
});

const changing = (isOwner: boolean) =>
	({
		page: 'https://docs.delos.financial/users/bind-client',
		read: '2026-11-20',
		node: 'delos',
		resource: 'user',
		operation: 'changeOwnership',
		parameters: { userId: 'user_abc123def', clientId, isOwner },
		before: [having(!isOwner)],
		request: put(isOwner),
		answer: ok(user),
	}) as const;

const told = (isOwner: boolean) => ({
	success: true,
	operation: 'changeOwnership',
	...{ userId: 'user_abc123def', clientId, isOwner },
});
/** A server may accept it and leave the access as it was: without Verify nobody knows. */
const accepted = { outcome: 'applied', changed: null, response: user, undo: null };

const overwritten = [true, false].flatMap((isOwner): Transcript[] => [
	{
		...{ ...changing(isOwner), title: `${isOwner ? 'an owner' : 'a standard user'}, where Bind overwrites` },
		result: { ...told(isOwner), ...accepted },
	},
	{
		...changing(isOwner),
		title: `${isOwner ? 'an owner' : 'a standard user'} already`,
		...{ before: [having(isOwner)], isNotSent: true },
		result: { ...told(isOwner), outcome: 'unchanged', changed: false, response: null, undo: null },
	},
	{
		...changing(isOwner),
		title: `${isOwner ? 'an owner' : 'a standard user'}, of whom the answer has another ID`,
		answer: ok({ item: { userId: 'user_flow', username: 'flow', status: 'ACCEPT' } }),
		result: {
			...{ ...told(isOwner), ...accepted },
			response: { item: { userId: 'user_flow', username: 'flow', status: 'ACCEPT' } },
		},
	},
]);

const flat: Transcript = {
	...{ ...changing(true), title: 'flat body', options: { bodyFormat: 'flat' } },
	request: { ...put(true), body: `{"customerId":"${clientId}","isOwner":true}` },
	result: { ...told(true), ...accepted },
};

/** Nothing is sent where there isn't just one access to be made another of. */
const unfit: readonly Transcript[] = [
	{
		...changing(true),
		title: 'who has no access',
		...{ before: [having()], isNotSent: true },
		refusal: { error: /no access/, message: [/Nothing was changed/, /'Bind Client'/] },
	},
	{
		...changing(false),
		title: 'who is both',
		...{ before: [having(true, false)], isNotSent: true },
		refusal: { error: /both an owner and a standard user/, message: [/Nothing was changed/, /'Unbind Client'/] },
	},
];

// The pages give no status for any error.
const refused = (
	[
		['User Not Found', 'User not found: user_abc123def', [404, 400, 200], /user/i, /'User'/],
		['Customer Not Found', 'Customer not found: cust_789xyz', [404, 400, 200], /client|customer/i, /'Client'/],
		['Unauthorized', 'Unauthorized', [403, 400], /authori[sz]|credential|sign/i, /credential|sign/i],
	] as const
).flatMap(([title, error, statuses, says, advice]) =>
	statuses.map(
		(status): Transcript => ({
			...{ ...changing(true), title: `${title}, as ${status}` },
			answer: refusing(status, error),
			refusal: {
				...{ error: says, message: [verbatim(error), new RegExp(`${status}`), advice] },
				...(status >= 400 && { httpCode: `${status}` }),
			},
		}),
	),
);

const related = 'User already related to this customer';
const mismatch = 'No relationship found with specified ownership type';
const gone = 'Customer not found: cust_789xyz';
const [isOver, isPutBack] = [/ended to give it anew/, /as it was before: nothing is different/];

/** Bind doesn't overwrite: the access is ended and given anew, or given back. */
const anew = [409, 400, 200].flatMap((status): Transcript[] => {
	const change = { ...changing(false), answer: refusing(status, related) };
	const as = `already related, as ${status}`;
	const ended = { request: end(true), answer: ok(user) };
	return [
		{
			...{ ...change, title: `${as}: ended, and given as the other kind` },
			reads: [having(true), ended, { request: put(false), answer: ok(user) }],
			result: { ...told(false), ...accepted },
		},
		{
			...{ ...change, title: `${as}, but is the other kind by now` },
			reads: [having(false)],
			result: {
				...{ ...told(false), outcome: 'unchanged', changed: false },
				...{ response: { error: related }, undo: null },
			},
		},
		{
			...{ ...change, title: `${as}, and gone by now` },
			reads: [having()],
			refusal: { error: /no access/, message: [/'Bind Client'/] },
		},
		{
			...{ ...change, title: `${as}, and can't be ended` },
			reads: [having(true), { request: end(true), answer: refusing(status === 200 ? 404 : status, mismatch) }],
			refusal: { error: /no access of this kind/, message: [verbatim(mismatch), /^(?![^]*ended to give it anew)/] },
		},
		{
			...{ ...change, title: `${as}, ended, not given, and given back` },
			reads: [
				...[having(true), ended, { request: put(false), answer: refusing(404, gone) }, having()],
				...[{ request: put(true), answer: ok(user) }, having(true)],
			],
			refusal: { error: /client|customer/i, message: [isPutBack] },
		},
		{
			...{ ...change, title: `${as}, ended, not given, nor given back` },
			reads: [
				...[having(true), ended, { request: put(false), answer: refusing(404, gone) }, having()],
				...[{ request: put(true), answer: refusing(404, gone) }, having()],
			],
			refusal: { error: /client|customer/i, message: [isOver, /has no access to client cust_789xyz now/, /at once/] },
		},
		{
			...{ ...change, title: `${as}, ended, and nobody can be read any more` },
			reads: [
				...[having(true), ended, { request: put(false), answer: refusing(404, gone) }],
				...([[url, refusing(403, 'Forbidden')]] as const),
				...[{ request: put(true), answer: refusing(404, gone) }],
				...([[url, refusing(403, 'Forbidden')]] as const),
			],
			refusal: { error: /client|customer/i, message: [isOver, /couldn't be read/, /at once/] },
		},
	];
});

export const ownership: readonly Transcript[] = [...overwritten, flat, ...unfit, ...refused, ...anew];
