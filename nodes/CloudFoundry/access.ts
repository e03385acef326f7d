import type { IDataObject } from 'n8n-workflow';

import { asSignInUrl, codeFor, isPassing, tokenFrom } from '../operation/wire';
import type { Access, Credentials, Exchange, Reply } from '../operation/model';
import { fieldIn, isUnanswered, isUnreadable, refusedSignIn, required, requiredPassword } from '../operation/model';

type Links = { readonly links?: Readonly<Record<string, { readonly href?: string } | null>> };

/** The root names the UAA; platforms older than it do so in /v2/info. Neither asks for a token. */
const discovered = async (baseUrl: string, exchange: Exchange): Promise<unknown> => {
	const headers = { Accept: 'application/json' };
	const root = await exchange({ method: 'GET', url: `${baseUrl}/`, headers });
	if (isUnanswered(root)) throw unavailable(root.unanswered, root.remedy, root);
	const links = (root.json as Links | undefined)?.links;
	const named = links?.uaa?.href ?? links?.login?.href;
	if (named) return named;
	const info = isPassing(root) ? root : await exchange({ method: 'GET', url: `${baseUrl}/v2/info`, headers });
	if (isUnanswered(info)) throw unavailable(info.unanswered, info.remedy, info);
	if (isPassing(info))
		throw unavailable(`The API doesn't tell where its UAA is (status ${info.status})`, 'Try again later.', info);
	return (info.json as IDataObject | undefined)?.token_endpoint;
};

const unavailable = (message: string, description: string, reply: Reply) =>
	refusedSignIn(message, description, codeFor(reply));

const uaaOf = async (credentials: Credentials, baseUrl: string, exchange: Exchange): Promise<string> => {
	const typed = fieldIn(credentials, 'uaaUrl');
	const found = typed === '' ? await discovered(baseUrl, exchange) : typed;
	if (found === undefined)
		throw refusedSignIn(
			`The API at ${new URL(baseUrl).host} doesn't name its UAA`,
			"Check the credential's 'Base URL': it is the address of the API, such as https://api.example.com. Else fill in 'UAA URL'.",
		);
	const uaa = asSignInUrl(found, baseUrl, /\/oauth\/token$/);
	if (isUnreadable(uaa))
		throw refusedSignIn(
			`The UAA URL ${typed === '' ? 'that the API names' : 'of the credential'} ${uaa.unreadable}`,
			`${uaa.remedy}.`,
		);
	return uaa;
};

interface Grant {
	readonly headers?: Readonly<Record<string, string>>;
	readonly form: Readonly<Record<string, string>>;
}

/** The UAA decodes this value once more than a form (UaaLoginHint.java): plain letters stay what they are either way. */
const hintAt = (credentials: Credentials): Grant['form'] => {
	const origin = fieldIn(credentials, 'origin');
	return origin === '' ? {} : { login_hint: JSON.stringify({ origin }).replace(/[%+]/g, encodeURIComponent) };
};

/**
 * As the `cf` command line does it: its own client without a secret for users; other clients in the form, because UAAs differ
 * in whether they URL-decode HTTP Basic (ClientBasicAuthenticationFilter.java), and a secret may hold `+` or `%`.
 */
const grantOf = (credentials: Credentials): Grant => {
	if (credentials.authentication === 'password')
		return {
			headers: { Authorization: `Basic ${Buffer.from('cf:').toString('base64')}` },
			form: {
				grant_type: 'password',
				username: required(credentials, 'username', 'Username'),
				password: requiredPassword(credentials, 'password', 'Password'),
				...hintAt(credentials),
			},
		};
	return {
		form: {
			grant_type: 'client_credentials',
			client_id: required(credentials, 'clientId', 'Client ID'),
			client_secret: required(credentials, 'clientSecret', 'Client Secret'),
		},
	};
};

/** "Bad credentials" is also what the UAA answers where it looked for the user at another identity provider. */
const adviceFor = ({ authentication }: Credentials, reply: Reply): string | undefined =>
	!isUnanswered(reply) && reply.status === 401 && authentication === 'password'
		? "'Origin' names the identity provider where the platform has several"
		: undefined;

/** https://docs.cloudfoundry.org/api/uaa/ */
export const access: Access = {
	name: 'Cloud Foundry',
	pastedPath: /\/v[23]$/i,
	account: (credentials) =>
		['clientId', 'username', 'origin', 'uaaUrl'].map((name) => fieldIn(credentials, name)).join(' '),
	signIn: async (credentials, baseUrl, exchange) => {
		const { headers, form } = grantOf(credentials);
		const reply = await exchange({
			method: 'POST',
			url: `${await uaaOf(credentials, baseUrl, exchange)}/oauth/token`,
			headers: { Accept: 'application/json', 'Content-Type': 'application/x-www-form-urlencoded', ...headers },
			body: new URLSearchParams(form).toString(),
			field:
				fieldIn(credentials, 'uaaUrl') === ''
					? "'Base URL' of the credential, whose API names this host as its UAA, or fill in 'UAA URL'"
					: "'UAA URL' of the credential",
		});
		return tokenFrom(access, reply, 'access_token', adviceFor(credentials, reply));
	},
};
