import type { IDataObject, IHttpRequestHelper } from 'n8n-workflow';

import type { Access, Answer, Credentials, Unanswered } from '../../model';
import { isUnanswered, refusedSignIn, spoken } from '../../model';
import { plainExchange } from '../answer';
import { secretsOf, signsIn, withoutSecrets } from '../credential';
import { isPassing, whenAgain } from '../retry';
import { baseUrlOf, belongsTo, signInAt } from './authorization';
import { codeFor } from './signInCodes';

const everyStatus = {
	returnFullResponse: true,
	ignoreHttpStatusErrors: true,
	disableFollowRedirect: true,
	encoding: 'text',
} as const;

/** For `preAuthentication`: n8n calls it without a session and after a 401, and stores what it returns, encrypted. */
export const preAuthentication = (access: Access) =>
	async function (this: IHttpRequestHelper, credentials: Credentials): Promise<IDataObject> {
		if (!signsIn(credentials)) return {};
		const hidden = secretsOf(credentials);
		const clean = (text: string) => withoutSecrets(text, hidden);
		const exchange = plainExchange(
			access.name,
			(request, abortSignal) => this.helpers.httpRequest({ ...request, ...everyStatus, abortSignal }),
			({ statusCode }) => (statusCode === 200 ? undefined : clean),
		);
		const token = await signInAt(access, credentials, exchange);
		const session = { token, for: belongsTo(credentials, baseUrlOf(credentials, access), access) };
		return { sessionToken: JSON.stringify(session) };
	};

/** The access token in the answer of a token endpoint, or a refusal that says what to check. */
export const tokenFrom = (
	{ name }: Pick<Access, 'name'>,
	reply: Answer | Unanswered,
	property: string,
	/** What else to check where the sign-in is refused. */
	advice = '',
): string => {
	const code = codeFor(reply);
	if (isUnanswered(reply)) throw refusedSignIn(reply.unanswered, reply.remedy, code);
	const token = (reply.json as IDataObject | undefined)?.[property];
	if (reply.status === 200 && typeof token === 'string' && /^[\x21-\x7e]+$/.test(token)) return token;
	// The answer to a sign-in that worked may hold a token under another name.
	const said = reply.status === 200 ? '' : spoken(reply).words;
	const answered = said && ` ${name} answered: "${said.slice(0, 300)}".`;
	if (isPassing(reply))
		throw refusedSignIn(
			`${name} can't sign anybody in (status ${reply.status})`,
			`Try again ${whenAgain(reply)}.${answered}`,
			code,
		);
	throw refusedSignIn(
		`${name} refused the sign-in (status ${reply.status})`,
		`Check the sign-in details and the addresses of the credential${advice && `; ${advice}`}.${answered}`,
		code,
	);
};
