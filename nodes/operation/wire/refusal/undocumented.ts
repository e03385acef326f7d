import type { Answer, Provider, Refusal, Refused } from '../../model';
import { isPage } from '../../model';
import { within } from '../answer';
import { isPassingStatus, whenAgain } from '../retry';

/** How to call the content of an answer that nobody expected. */
const contentOf = ({ text, json }: Answer): string => {
	if (text === '') return 'no content';
	if (isPage(text)) return 'a web page';
	return json === undefined ? 'plain text' : 'other JSON';
};

const destination = (location: string | undefined, origin: string): string => {
	return location && URL.canParse(location, origin) ? new URL(location, origin).host : 'an unnamed place';
};

/** What the user reads of an answer, and whether the change may have been made. */
export interface Meaning extends Pick<Refused, 'message' | 'description' | 'unknown'> {
	/** Who answered, where that isn't the provider. */
	readonly from?: string;
	readonly missing?: Refusal['missing'];
}

export const notAccepted = (name: string): Meaning => ({
	message: `${name} didn't accept the credential`,
	description: 'Renew the token or the sign-in details in the credential, and test it.',
});

const redirected = (name: string, { status, headers }: Answer, origin: string): Meaning => ({
	message: `${name} redirected the request to ${destination(headers.location, origin)}`,
	description:
		"The redirect wasn't followed. Put the address that the API answers at itself into the credential's 'Base URL'.",
	// "See other" is what servers say once the work is done.
	unknown: status === 303,
});

const unexpected = (name: string, docs: string, answer: Answer): Meaning => ({
	message: `${name} answered ${answer.status} with ${contentOf(answer)}, which its documentation doesn't describe as success`,
	description: `Check the credential's 'Base URL'. See ${docs} for the documented answers.`,
	unknown: true,
});

/** What stands in front of an API, or another server altogether, answers in pages for people. */
const page = (name: string, { status }: Answer): Meaning => ({
	message: `A web page came instead of an answer of ${within(name)}${status === 403 ? ": this isn't allowed" : ''} (status ${status})`,
	description:
		"It may come from a proxy or firewall in between: have the API's address let through there, and check the credential's 'Base URL' and the rights of its account.",
	from: 'Whatever that is',
});

const byProxy = (name: string): Meaning => ({
	message: `A proxy between n8n and ${within(name)} wants a sign-in`,
	description: 'Whoever runs n8n has to put the user and password of the proxy into its proxy settings (HTTPS_PROXY).',
	from: 'The proxy',
});

const withoutRights = (name: string): Meaning => ({
	message: `${name} doesn't allow this with the credential`,
	description: 'The sign-in worked, but its account lacks the rights: have them granted, or use another credential.',
});

/** The provider can't answer, because of too many requests or of what is wrong with it. */
const overloaded = (
	{ access: { name }, resets }: Provider,
	asked: { readonly options?: readonly unknown[] },
	answer: Answer,
): Meaning => {
	const later = whenAgain(answer, resets);
	const slower = asked.options === undefined ? '' : ", or lower 'Concurrency'";
	return answer.status === 429
		? { message: `${name} is receiving too many requests`, description: `Try again ${later}${slower}.` }
		: {
				message: `${name} couldn't answer (status ${answer.status})`,
				description: `Try again ${later}.`,
				unknown: answer.status >= 500,
			};
};

/** What an answer means that no page speaks of. */
export const undocumented = (
	provider: Provider,
	asked: { readonly docs: string; readonly options?: readonly unknown[] },
	answer: Answer,
	origin: string,
): Meaning => {
	const { status } = answer;
	const { docs } = asked;
	const { name } = provider.access;
	if (status >= 200 && status < 300) return unexpected(name, docs, answer);
	if (status >= 300 && status < 400) return redirected(name, answer, origin);
	if (status === 401) return notAccepted(name);
	if (status === 407) return byProxy(name);
	if (isPassingStatus(status) || status >= 500) return overloaded(provider, asked, answer);
	if (isPage(answer.text)) return page(name, answer);
	if (status === 403) return withoutRights(name);
	const seeDocs = `See ${docs} for the documented answers.`;
	return status === 404
		? {
				message: `${name} doesn't know what was asked for`,
				description: `Check the IDs and the credential's 'Base URL'. ${seeDocs}`,
			}
		: { message: `${name} refused the request (status ${status})`, description: seeDocs };
};
