import { tokenFrom } from '../operation/wire';
import type { Access } from '../operation/model';
import { fieldIn, required, requiredPassword } from '../operation/model';

/** https://docs.delos.financial/authentication/login */
export const access: Access = {
	name: 'Delos',
	pastedPath: /\/v2$/i,
	// One sample of the pages sends the token without a prefix, everything else with it.
	authorization: (token, { headerFormat }) => (headerFormat === 'raw' ? token : `Bearer ${token}`),
	account: (credentials) => fieldIn(credentials, 'login'),
	signIn: async (credentials, baseUrl, exchange) => {
		const login = required(credentials, 'login', 'Login');
		const password = requiredPassword(credentials, 'password', 'Password');
		const reply = await exchange({
			method: 'POST',
			url: `${baseUrl}/v2/auth/login`,
			headers: { Accept: 'application/json', 'Content-Type': 'application/json' },
			body: JSON.stringify({ login, password }),
		});
		return tokenFrom(access, reply, 'accessToken');
	},
};
