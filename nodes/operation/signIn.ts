import type { IDataObject, IHttpRequestHelper } from 'n8n-workflow';

import type { Access, Credentials, Exchange } from './access';
import { baseUrlOf, belongsTo, refusedSignIn, signInAt, signInLater, signInRefused, signsIn } from './access';
import type { Answer, Response, Unanswered } from './answer';
import { isUnanswered, toAnswer } from './answer';
import { isPassing } from './retry';
import { secretsOf, withoutSecrets } from './secrets';
import { unreached } from './unanswered';

/** For `preAuthentication`: n8n calls it without a session and after a 401, and stores what it returns, encrypted. */
export const preAuthentication = (access: Access) =>
	async function (this: IHttpRequestHelper, credentials: Credentials): Promise<IDataObject> {
		if (!signsIn(credentials)) return {};
		const hidden = secretsOf(credentials);
		const clean = (text: string) => withoutSecrets(text, hidden);
		const exchange: Exchange = async (request) => {
			try {
				const options = {
					returnFullResponse: true,
					ignoreHttpStatusErrors: true,
					disableFollowRedirect: true,
				} as const;
				const response = (await this.helpers.httpRequest({
					...request,
					...options,
					encoding: 'text',
					timeout: 30000,
				})) as Response;
				return response.statusCode === 200 ? toAnswer(response) : toAnswer(response, clean);
			} catch (error) {
				return unreached(String((error as { code?: unknown }).code), access.name, new URL(request.url).host, 30000);
			}
		};
		const token = await signInAt(access, credentials, exchange);
		const session = { token, for: belongsTo(credentials, baseUrlOf(credentials, access), access) };
		return { sessionToken: JSON.stringify(session) };
	};

/** The access token in the answer of a token endpoint, or a refusal that says what to check. */
export const tokenFrom = (
	{ name }: Pick<Access, 'name'>,
	reply: Answer | Unanswered,
	property: string,
	words: (answer: Answer) => string,
): string => {
	const code = isPassing(reply) ? signInLater : signInRefused;
	if (isUnanswered(reply)) throw refusedSignIn(reply.unanswered, reply.remedy, code);
	const token = (reply.json as IDataObject | undefined)?.[property];
	if (reply.status === 200 && typeof token === 'string' && /^[\x21-\x7e]+$/.test(token)) return token;
	// The answer to a sign-in that worked may hold a token under another name.
	const said = reply.status === 200 ? '' : words(reply);
	throw refusedSignIn(
		`${name} refused the sign-in (status ${reply.status})`,
		`Check the sign-in details and the addresses of the credential.${said && ` ${name} answered: "${said.slice(0, 300)}".`}`,
		code,
	);
};
