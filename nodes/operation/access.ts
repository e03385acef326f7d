import type { IAuthenticate, ICredentialDataDecryptedObject, IDataObject, IHttpRequestOptions } from 'n8n-workflow';

import type { Answer, Unanswered } from './answer';
import { asBaseUrl, isWithin } from './origin';
import { isUnreadable } from './parameter';

export type Credentials = ICredentialDataDecryptedObject;

/** Sends one request as it is: no credential is added, no redirect followed, every status is an answer. */
export type Exchange = (
	request: Pick<IHttpRequestOptions, 'method' | 'url' | 'headers'> & { readonly body?: string },
) => Promise<Answer | Unanswered>;

/** How a provider lets clients in. Shared by the credential, its connection test and the node. */
export interface Access {
	/** The provider's name, for messages. */
	readonly name: string;
	/** The part of a pasted base URL that the routes begin with. */
	readonly pastedPath?: RegExp;
	/** The value of the Authorization header; `Bearer <token>` where absent. */
	readonly authorization?: (token: string, credentials: Credentials) => string;
	/** Fetches an access token with what the credential holds; throws `refusedSignIn`. */
	readonly signIn?: (credentials: Credentials, baseUrl: string, exchange: Exchange) => Promise<string>;
	/** What a session belongs to beside the base URL: a token of another account must not be used. */
	readonly account?: (credentials: Credentials) => string;
}

/** Told to the node through the error's code, which n8n passes on: the sign-in may work when tried again. */
export const signInLater = 'SIGN_IN_LATER';

/** The same for one that won't, or for fields of the credential that can't be used. */
export const signInRefused = 'SIGN_IN_REFUSED';

/** n8n passes the texts on too, the second one as the description. */
export const refusedSignIn = (message: string, description: string, code: string = signInRefused) =>
	Object.assign(new Error(message), { description, code });

export const baseUrlOf = ({ baseUrl: raw }: Credentials, { pastedPath }: Access): string => {
	const baseUrl = asBaseUrl(raw, pastedPath);
	if (isUnreadable(baseUrl))
		throw refusedSignIn(`'Base URL' of the credential ${baseUrl.unreadable}`, `${baseUrl.remedy}.`);
	return baseUrl;
};

export const signsIn = ({ authentication }: Credentials): boolean =>
	authentication !== undefined && authentication !== 'accessToken';

export const required = (credentials: Credentials, name: string, label: string): string => {
	const value = credentials[name];
	if (typeof value === 'string' && value !== '') return value;
	throw refusedSignIn(`'${label}' of the credential is empty`, 'Fill it in and test the credential.');
};

/** People paste a token with what surrounds it, such as all that `cf oauth-token` prints. */
export const bareToken = (pasted: string): string => pasted.trim().replace(/^bearer\s+/i, '');

const pastedToken = (credentials: Credentials): string => {
	const token = bareToken(required(credentials, 'accessToken', 'Access Token'));
	if (/^[\x21-\x7e]+$/.test(token)) return token;
	throw refusedSignIn(
		"'Access Token' of the credential holds characters that no token has",
		'Copy the token again, without spaces, line breaks or quotes around it.',
	);
};

export const belongsTo = (credentials: Credentials, baseUrl: string, access: Access): string =>
	[baseUrl, credentials.authentication, access.account?.(credentials)].join(' ');

/** n8n keeps a session when somebody edits the credential: it must not reach another host or pass for another account. */
export const sessionOf = ({ sessionToken }: Credentials): { token?: string; for?: string } => {
	try {
		return JSON.parse(String(sessionToken)) as { token?: string; for?: string };
	} catch {
		return {};
	}
};

const tokenOf = (credentials: Credentials, baseUrl: string, access: Access): string | undefined => {
	if (!signsIn(credentials)) return pastedToken(credentials);
	const session = sessionOf(credentials);
	return session.for === belongsTo(credentials, baseUrl, access) ? session.token : undefined;
};

export const authorized = (access: Access, token: string, credentials: Credentials): IDataObject => ({
	Authorization: access.authorization?.(token, credentials) ?? `Bearer ${token}`,
});

interface Addressed {
	readonly baseURL?: unknown;
	readonly url?: unknown;
	/** The HTTP Request node and older nodes say so. */
	readonly uri?: unknown;
}

/**
 * Where a request goes. A base of its own has to be within the origin too: libraries differ in which addresses they put
 * behind one (such as those that begin with a space).
 */
const destinationOf = ({ baseURL, url, uri }: Addressed, baseUrl: string): string | undefined => {
	const path = String(url ?? uri ?? '');
	if (baseURL === undefined || baseURL === '') return path;
	const base = String(baseURL);
	return isWithin(base, baseUrl) && URL.canParse(path, base) ? new URL(path, base).href : undefined;
};

/** Adds the token to requests for the credential's own origin; any other request is refused, whichever node sends it. */
export const authenticate =
	(access: Access): IAuthenticate =>
	async (credentials, request) => {
		const baseUrl = baseUrlOf(credentials, access);
		const url = destinationOf(request as Addressed, baseUrl);
		if (url === undefined || (!url.startsWith(`${baseUrl}/`) && !isWithin(url, baseUrl)))
			throw refusedSignIn(
				`The credential is for ${new URL(baseUrl).host} only`,
				`It isn't used for ${url && URL.canParse(url) ? new URL(url).host : 'another or an incomplete address'}: nothing was sent.`,
			);
		const token = tokenOf(credentials, baseUrl, access);
		// Without a session of its own the request goes bare: the 401 makes n8n sign in.
		const headers = { ...request.headers, ...(token && authorized(access, token, credentials)) };
		return { ...request, headers, sendCredentialsOnCrossOriginRedirect: false };
	};

export const signInAt = async (access: Access, credentials: Credentials, exchange: Exchange): Promise<string> => {
	const baseUrl = baseUrlOf(credentials, access);
	if (!signsIn(credentials) || !access.signIn) return pastedToken(credentials);
	return await access.signIn(credentials, baseUrl, exchange);
};
