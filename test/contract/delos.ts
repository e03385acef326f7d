import type { Transcript } from './transcript';
import { undecided, verbatim } from './transcript';

const about = { read: '2026-11-20', node: 'delos', resource: 'user' } as const;
const bind = { ...about, page: 'https://docs.delos.financial/users/bind-client', operation: 'bindClient' } as const;
const unbind = {
	...about,
	page: 'https://docs.delos.financial/users/remove-bind-client',
	operation: 'unbindClient',
} as const;

const json = { 'content-type': 'application/json' };
const html = { 'content-type': 'text/html' };
const accepting = { authorization: 'Bearer sandbox-token', accept: 'application/json' };
const accepted = { success: true, outcome: 'applied', changed: null, undo: null };
const unchanged = { success: true, outcome: 'unchanged', changed: false, undo: null };

const put = (userId: string, body: string, headers: Record<string, string> = accepting) => ({
	method: 'PUT',
	url: `/v2/user/${userId}/relate-client`,
	headers: { ...headers, ...json },
	body,
});
const remove = (userId: string, clientId: string, query = '', headers: Record<string, string> = accepting) => ({
	method: 'DELETE',
	url: `/v2/user/${userId}/relate-client/${clientId}${query}`,
	headers,
});

const user = {
	item: {
		uuid: 'user_abc123def',
		username: 'john.smith',
		status: 'ACCEPT',
		is2fa: true,
		createAt: '2024-01-15T10:30:00Z',
		updateAt: '2024-03-20T14:22:00Z',
		name: 'John Smith',
		comment: 'VIP customer',
	},
};
/** The answer of the real sample: another user than the one in the request, and `userId` in place of `uuid`. */
const sampleUser = {
	item: {
		userId: '5ff73da8-224e-44de-a235-2d7a76c3144c',
		username: 'test@delos.financial',
		status: 'ACCEPT',
		is2fa: false,
		createAt: '2024-12-12T15:47:23Z',
		updateAt: '2025-09-01T06:56:28Z',
		name: 'Test',
		comment: '',
	},
};
const ok = (body: object) => ({ status: 200, headers: json, body: JSON.stringify(body) });
const sample = { userId: '158a190e-c4a9-4e6c-bf9b-4ef74ae345eb', clientId: 'DoxdEEV-4IJq-zKeUYqrtqVDK' };
const raw = { authorization: 'sandbox-token', accept: 'application/json' };

const john = { userId: 'user_abc123def', clientId: 'cust_789xyz' };
const bindJohn = {
	...bind,
	parameters: { ...john, isOwner: true },
	request: put('user_abc123def', '{"relation":{"cuid":"cust_789xyz","isOwner":true}}'),
};
const unbindJohn = {
	...unbind,
	parameters: { ...john, ownership: 'any' },
	request: remove('user_abc123def', 'cust_789xyz'),
};
const unbindOwner = {
	...unbind,
	parameters: { userId: 'user_456ghi', clientId: 'cust_123abc', ownership: 'owner' },
	request: remove('user_456ghi', 'cust_123abc', '?relation.isOwner=true'),
};

type Case = Pick<Transcript, 'node' | 'resource' | 'operation' | 'page' | 'read' | 'parameters' | 'request'>;

/** The pages give no status for any error. */
const refused = (
	base: Case,
	title: string,
	statuses: readonly number[],
	error: string,
	refusal: { error: RegExp; message?: readonly RegExp[] },
	options?: Transcript['options'],
): Transcript[] =>
	statuses.map((status) => ({
		...base,
		title: `${title}, as ${status}${options ? `, ${JSON.stringify(options)}` : ''}`,
		options,
		answer: { status, headers: json, body: JSON.stringify({ error }) },
		refusal: {
			error: refusal.error,
			message: [verbatim(error), new RegExp(`${status}`), ...(refusal.message ?? [])],
			...(status >= 400 && { httpCode: `${status}` }),
		},
	}));

/** An error that says that all is as asked already. */
const asAskedAlready = (base: Case, title: string, statuses: readonly number[], error: string): Transcript[] => [
	...statuses.map((status) => ({
		...base,
		title: `${title}, as ${status}`,
		answer: { status, headers: json, body: JSON.stringify({ error }) },
		result: { ...unchanged, operation: base.operation, ...base.parameters, response: { error } },
	})),
	...refused(base, title, statuses, error, { error: /relat|bound|already|access/i }, { ifUnchanged: 'fail' }),
];

/** Get User, whose answer carries every relationship. */
const johnWith = (...clients: ReadonlyArray<{ customerId: string; isOwner: boolean }>) =>
	['/v2/user/user_abc123def', ok({ item: { ...user.item, id: 1, isDeleted: false, clients } })] as const;
const asOwner = { customerId: 'cust_789xyz', isOwner: true };

/** "Already related" doesn't say with which ownership: Get User does. */
const alreadyRelated = (statuses: readonly number[]): Transcript[] => {
	const error = 'User already related to this customer';
	const [title, says] = ['Relationship Already Exists', { error: /already|access/i }];
	const as = (status: number) => ({ status, headers: json, body: JSON.stringify({ error }) });
	const withReads = (transcripts: readonly Transcript[], more: Partial<Transcript>) =>
		transcripts.map((transcript) => ({ ...transcript, ...more }));
	return [
		...statuses.map((status) => ({
			...bindJohn,
			title: `${title}, as ${status}`,
			answer: as(status),
			reads: [johnWith(asOwner)],
			result: { ...unchanged, operation: 'bindClient', ...john, isOwner: true, response: { error } },
		})),
		...withReads(refused(bindJohn, title, statuses, error, says, { ifUnchanged: 'fail' }), {
			before: [johnWith()],
			reads: [johnWith(asOwner)],
		}),
		...withReads(
			refused(bindJohn, `${title} with the other ownership`, statuses, error, { error: /other ownership/ }),
			{
				reads: [johnWith({ ...asOwner, isOwner: false })],
			},
		),
		...withReads(
			refused(bindJohn, `${title}, and the user can't be read`, statuses, error, {
				error: /, so it can't be told which access is there already$/,
			}),
			{
				reads: [['/v2/user/user_abc123def', { status: 403, headers: json, body: '{"error":"Forbidden"}' }]],
			},
		),
	];
};

// Servers that answer what they didn't foresee with 500 are as likely as those that don't.
const notFound = [404, 400, 409, 200, 500, 503];
const conflict = [409, 400, 404, 200, 500, 503];

const common = (base: Case): Transcript[] => [
	...refused(
		{
			...base,
			parameters: { ...base.parameters, userId: 'user_invalid_id' },
			request: { ...base.request, url: base.request.url.replace('user_abc123def', 'user_invalid_id') },
		},
		'User Not Found',
		notFound,
		'User not found: user_invalid_id',
		{ error: /user/i, message: [/'User'/] },
	),
	...refused(
		{
			...base,
			parameters: { ...base.parameters, clientId: 'cust_invalid_id' },
			request: {
				...base.request,
				url: base.request.url.replace('cust_789xyz', 'cust_invalid_id'),
				...(base.request.body && { body: base.request.body.replace('cust_789xyz', 'cust_invalid_id') }),
			},
		},
		'Customer Not Found',
		notFound,
		'Customer not found: cust_invalid_id',
		{ error: /client|customer/i, message: [/'Client'/] },
	),
	...refused(base, 'Unauthorized', [401, 403, 400, 200], 'Unauthorized', {
		error: /authori[sz]|token|credential|sign/i,
		message: [/credential|token|sign/i],
	}),
	...(
		[
			['HTML with status 200', { status: 200, headers: html, body: '<!DOCTYPE html><html><body>Hello</body></html>' }],
			['an unknown error with status 200', { ...ok({ error: 'Something else' }) }],
			['an object without an item', ok({})],
			['nothing with status 200', { status: 200, headers: json }],
			['204', { status: 204 }],
			['201', { ...ok(user), status: 201 }],
		] as const
	).map(([title, answer]) => ({
		...base,
		title,
		answer,
		refusal: {
			error: /answer|respon|refuse|unexpected|understood/i,
			message: [
				undecided,
				new RegExp(`${answer.status}`),
				...(title.startsWith('an unknown') ? [/Something else/] : []),
			],
		},
	})),
	{
		...base,
		title: 'a redirect',
		answer: { status: 302, headers: { location: 'https://elsewhere.example/login' } },
		refusal: { error: /elsewhere\.example/, message: [/302/] },
	},
];

export const delos: readonly Transcript[] = [
	{
		...bindJohn,
		title: 'owner access',
		answer: ok(user),
		result: { ...accepted, operation: 'bindClient', ...john, isOwner: true, response: user },
	},
	{
		...bind,
		title: 'standard access',
		parameters: { userId: 'user_456ghi', clientId: 'cust_123abc', isOwner: false },
		request: put('user_456ghi', '{"relation":{"cuid":"cust_123abc","isOwner":false}}'),
		answer: ok(user),
		result: {
			...accepted,
			operation: 'bindClient',
			userId: 'user_456ghi',
			clientId: 'cust_123abc',
			isOwner: false,
			response: user,
		},
	},
	{
		...bind,
		title: 'the real sample: flat body, raw token, userId in the answer',
		parameters: { ...sample, isOwner: true },
		options: { bodyFormat: 'flat' },
		credential: { headerFormat: 'raw' },
		request: put(sample.userId, '{"customerId":"DoxdEEV-4IJq-zKeUYqrtqVDK","isOwner":true}', raw),
		answer: ok(sampleUser),
		result: { ...accepted, operation: 'bindClient', ...sample, isOwner: true, response: sampleUser },
	},
	{
		...bindJohn,
		title: 'flat body',
		options: { bodyFormat: 'flat' },
		request: put('user_abc123def', '{"customerId":"cust_789xyz","isOwner":true}'),
		answer: ok(user),
		result: { ...accepted, operation: 'bindClient', ...john, isOwner: true, response: user },
	},
	{
		...bindJohn,
		title: 'raw token',
		credential: { headerFormat: 'raw' },
		request: put('user_abc123def', '{"relation":{"cuid":"cust_789xyz","isOwner":true}}', raw),
		answer: ok(user),
		result: { ...accepted, operation: 'bindClient', ...john, isOwner: true, response: user },
	},
	...common(bindJohn),
	...alreadyRelated(conflict),

	{
		...unbindJohn,
		title: 'everything',
		answer: ok(user),
		result: { ...accepted, operation: 'unbindClient', ...john, ownership: 'any', response: user },
	},
	{
		...unbindOwner,
		title: 'one ownership',
		answer: ok(user),
		result: { ...accepted, operation: 'unbindClient', ...unbindOwner.parameters, response: user },
	},
	{
		...unbind,
		title: 'the other ownership',
		parameters: { ...john, ownership: 'standard' },
		request: remove('user_abc123def', 'cust_789xyz', '?relation.isOwner=false'),
		answer: ok(user),
		result: { ...accepted, operation: 'unbindClient', ...john, ownership: 'standard', response: user },
	},
	{
		...unbind,
		title: 'the real sample: raw token, userId in the answer',
		parameters: { ...sample, ownership: 'owner' },
		credential: { headerFormat: 'raw' },
		request: remove(sample.userId, sample.clientId, '?relation.isOwner=true', raw),
		answer: ok(sampleUser),
		result: { ...accepted, operation: 'unbindClient', ...sample, ownership: 'owner', response: sampleUser },
	},
	...common(unbindJohn),
	...asAskedAlready(unbindJohn, 'Relationship Not Found', notFound, 'No relationship found between user and customer'),
	...asAskedAlready(unbindOwner, 'Ownership Mismatch', conflict, 'No relationship found with specified ownership type'),
];
