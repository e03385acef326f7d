import { scopesOf } from './cloudFoundryRights';
import type { CloudFoundryCall, CloudFoundryState } from './cloudFoundryState';
import { type Answer, formBody, type Handler, type Origin } from './provider';

const refuse = (status: number, error: string, error_description: string): Answer => ({
	status,
	body: { error, error_description },
});

const badCredentials = () => refuse(401, 'unauthorized', 'Bad credentials');

interface Client {
	readonly id: string;
	readonly secret: string;
}

/** As Java's URLDecoder reads it; undefined where it can't. */
const urlDecoded = (text: string): string | undefined => {
	try {
		return decodeURIComponent(text.replaceAll('+', ' '));
	} catch {
		return undefined;
	}
};

/** The client by HTTP Basic (ClientBasicAuthenticationFilter.java) or, without that, by the form. */
const clientOf = ({ state, headers }: CloudFoundryCall, form: URLSearchParams): Client | undefined => {
	const basic = /^basic (.*)$/i.exec(headers.authorization ?? '')?.[1];
	if (basic === undefined) return { id: form.get('client_id') ?? '', secret: form.get('client_secret') ?? '' };
	const [id, ...rest] = Buffer.from(basic, 'base64').toString().split(':');
	const secret = rest.join(':');
	const isEncoded = state.decodesBasic || /^true$/i.test(String(headers['x-cf-encoded-credentials']));
	if (!isEncoded) return { id, secret };
	const [decodedId, decodedSecret] = [urlDecoded(id), urlDecoded(secret)];
	return decodedId === undefined || decodedSecret === undefined ? undefined : { id: decodedId, secret: decodedSecret };
};

/** What the clients may; the one of the command line has no secret. */
const grantsOf = ({ client }: CloudFoundryState, { id, secret }: Client): string[] | undefined => {
	if (id === client.id && secret === client.secret) return ['client_credentials'];
	return id === 'cf' && secret === '' ? ['password', 'refresh_token'] : undefined;
};

/** `login_hint={"origin":…}`, which the UAA decodes once more than the rest of a form or a query (UaaLoginHint.java). */
const originOf = ({ query }: CloudFoundryCall, form: URLSearchParams): unknown => {
	const hint = query.get('login_hint') ?? form.get('login_hint');
	try {
		return (JSON.parse(urlDecoded(hint ?? '') ?? '') as { origin?: unknown }).origin;
	} catch {
		return undefined;
	}
};

const isSignedIn = (call: CloudFoundryCall, form: URLSearchParams): boolean => {
	const { identityProvider } = call.state;
	if (form.get('username') !== 'admin' || form.get('password') !== 'sandbox-password') return false;
	return identityProvider === undefined || originOf(call, form) === identityProvider;
};

/** Of a client, its authorities are the scope, and it has its ID alone. */
const claimsOf = (state: CloudFoundryState, { id }: Client, grant: string): object => ({
	scope: [...scopesOf(state), ...(grant === 'client_credentials' ? [] : ['openid'])],
	client_id: id,
	...(state.actor === undefined ? {} : { user_id: state.actor }),
});

const issueToken: Handler<CloudFoundryState> = (call) => {
	const form = formBody(call);
	if (!form) return refuse(400, 'invalid_request', 'The body must be form-encoded');
	const client = clientOf(call, form);
	const grants = client && grantsOf(call.state, client);
	if (!grants) return badCredentials();
	const grant = form.get('grant_type') ?? '';
	// AbstractTokenGranter.java:75
	if (!grants.includes(grant)) return refuse(401, 'invalid_client', 'Unauthorized grant type');
	if (grant === 'password' && !isSignedIn(call, form)) return badCredentials();
	if (grant === 'refresh_token' && form.get('refresh_token') !== 'sandbox-refresh') {
		return refuse(401, 'invalid_token', 'The refresh token is invalid or expired');
	}
	const access_token = call.issueToken(claimsOf(call.state, client, grant));
	return {
		status: 200,
		body: {
			access_token,
			token_type: 'bearer',
			expires_in: 1199,
			scope: scopesOf(call.state).join(' '),
			jti: access_token,
			...(grant === 'client_credentials' ? {} : { refresh_token: 'sandbox-refresh' }),
		},
	};
};

export const uaa: Origin<CloudFoundryState> = {
	routes: [['POST', '/oauth/token', issueToken, 'open']],
	tokenOf: () => undefined,
	unauthorized: badCredentials,
	unknownRoute: () => refuse(404, 'not_found', 'Not Found'),
};
