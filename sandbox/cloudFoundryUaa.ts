import type { CloudFoundryState } from './cloudFoundryState';
import { type Answer, formBody, type Handler, type Origin } from './provider';

const refuse = (status: number, error: string, error_description: string): Answer => ({
	status,
	body: { error, error_description },
});

const badCredentials = () => refuse(401, 'unauthorized', 'Bad credentials');

/** The client by HTTP Basic or, without that, by the form. */
const clientOf = (authorization: string | undefined, form: URLSearchParams): string => {
	const basic = /^basic (.*)$/i.exec(authorization ?? '')?.[1];
	if (basic !== undefined) return Buffer.from(basic, 'base64').toString();
	return `${form.get('client_id') ?? ''}:${form.get('client_secret') ?? ''}`;
};

const grantsOf: Record<string, string[]> = {
	'sandbox-client:sandbox-secret': ['client_credentials'],
	'cf:': ['password', 'refresh_token'],
};

const issueToken: Handler<CloudFoundryState> = (call) => {
	const form = formBody(call);
	if (!form) return refuse(400, 'invalid_request', 'The body must be form-encoded');
	const client = clientOf(call.headers.authorization, form);
	if (!Object.hasOwn(grantsOf, client)) return badCredentials();
	const grant = form.get('grant_type') ?? '';
	if (!grantsOf[client].includes(grant)) {
		return refuse(400, 'unsupported_grant_type', `Unsupported grant type: ${grant}`);
	}
	if (grant === 'password' && (form.get('username') !== 'admin' || form.get('password') !== 'sandbox-password')) {
		return badCredentials();
	}
	if (grant === 'refresh_token' && form.get('refresh_token') !== 'sandbox-refresh') {
		return refuse(401, 'invalid_token', 'The refresh token is invalid or expired');
	}
	const access_token = call.issueToken();
	return {
		status: 200,
		body: {
			access_token,
			token_type: 'bearer',
			expires_in: 1199,
			scope: `cloud_controller.${call.state.scope}`,
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
