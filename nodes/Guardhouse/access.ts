import { asSignInUrl, tokenFrom } from '../operation/wire';
import type { Access, Credentials } from '../operation/words';
import { isUnreadable, refusedSignIn, required } from '../operation/words';

const issuerOf = ({ issuerUrl }: Credentials, baseUrl: string): string => {
	if (issuerUrl === undefined || issuerUrl === '') return baseUrl;
	const issuer = asSignInUrl(issuerUrl, baseUrl);
	if (isUnreadable(issuer))
		throw refusedSignIn(`'Issuer URL' of the credential ${issuer.unreadable}`, `${issuer.remedy}.`);
	return issuer;
};

/** The client goes in the body, not in a Basic header: https://github.com/legiosoft/guardhouse-sdk-dotnet */
export const access: Access = {
	name: 'Guardhouse',
	pastedPath: /\/api(\/v1)?$/,
	account: ({ clientId, issuerUrl, audience }) => [clientId, issuerUrl, audience].join(' '),
	signIn: async (credentials, baseUrl, exchange) => {
		const form = new URLSearchParams({
			grant_type: 'client_credentials',
			client_id: required(credentials, 'clientId', 'Client ID'),
			client_secret: required(credentials, 'clientSecret', 'Client Secret'),
			scope: 'system_api',
		});
		if (credentials.audience) form.set('audience', String(credentials.audience));
		const reply = await exchange({
			method: 'POST',
			url: `${issuerOf(credentials, baseUrl)}/connect/token`,
			headers: { Accept: 'application/json', 'Content-Type': 'application/x-www-form-urlencoded' },
			body: form.toString(),
		});
		return tokenFrom(access, reply, 'access_token');
	},
};
