import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';

import type { Answer, Unanswered } from '../answer';
import { trimmed } from '../text';

export type Credentials = ICredentialDataDecryptedObject;

/** Sends one request as it is: no credential is added, no redirect followed, every status is an answer. */
export type Exchange = (
	request: Pick<IHttpRequestOptions, 'method' | 'url' | 'headers'> & {
		readonly body?: string;
		/** What to check where that host can't be reached; absent for that of `Base URL`. */
		readonly field?: string;
	},
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

/** The code of an error, which n8n passes on to the node: the sign-in may work when tried again. */
export const signInLater = 'SIGN_IN_LATER';

/** The same: the sign-in won't work, or fields of the credential can't be used. */
export const signInRefused = 'SIGN_IN_REFUSED';

/** An error of a sign-in: n8n passes its texts on too. */
export const refusedSignIn = (message: string, description: string, code: string = signInRefused) =>
	Object.assign(new Error(message), { description, code });

const empty = (label: string) =>
	refusedSignIn(`'${label}' of the credential is empty`, 'Fill it in and test the credential.');

/** A field of a credential as it is meant. */
export const fieldIn = (credentials: Credentials, name: string): string => {
	const value = credentials[name];
	return typeof value === 'string' ? trimmed(value) : '';
};

export const required = (credentials: Credentials, name: string, label: string): string => {
	const value = fieldIn(credentials, name);
	if (value !== '') return value;
	throw empty(label);
};

/** A password is what it is, white space and all. */
export const requiredPassword = (credentials: Credentials, name: string, label: string): string => {
	const value = credentials[name];
	if (typeof value === 'string' && value !== '') return value;
	throw empty(label);
};
