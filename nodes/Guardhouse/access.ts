import { asSignInUrl, tokenFrom } from '../operation/wire';
import type { Access, Credentials } from '../operation/model';
import { fieldIn, isUnreadable, refusedSignIn, required } from '../operation/model';

const issuerOf = (credentials: Credentials, baseUrl: string): string => {
	const issuerUrl = fieldIn(credentials, 'issuerUrl');
	if (issuerUrl === '') return baseUrl;
	const issuer = asSignInUrl(issuerUrl, baseUrl);
	if (isUnreadable(issuer))
		throw refusedSignIn(`'Issuer URL' of the credential ${issuer.unreadable}`, `${issuer.remedy}.`);
	return issuer;
};

/** The client goes in the body, not in a Basic header: https://github.com/legiosoft/guardhouse-sdk-dotnet */
export const access: Access = {
	name: 'Guardhouse',
	pastedPath: /\/api(\/v1)?$/i,
	account: (credentials) => ['clientId', 'issuerUrl', 'audience'].map((name) => fieldIn(credentials, name)).join(' '),
	signIn: async (credentials, baseUrl, exchange) => {
		const form = new URLSearchParams({
			grant_type: 'client_credentials',
			client_id: required(credentials, 'clientId', 'Client ID'),
			client_secret: required(credentials, 'clientSecret', 'Client Secret'),
			scope: 'system_api',
		});
		const audience = fieldIn(credentials, 'audience');
		if (audience !== '') form.set('audience', audience);
		const reply = await exchange({
			method: 'POST',
			url: `${issuerOf(credentials, baseUrl)}/connect/token`,
			headers: { Accept: 'application/json', 'Content-Type': 'application/x-www-form-urlencoded' },
			body: form.toString(),
			field: fieldIn(credentials, 'issuerUrl') === '' ? undefined : "'Issuer URL' of the credential",
		});
		return tokenFrom(access, reply, 'access_token');
	},
};
