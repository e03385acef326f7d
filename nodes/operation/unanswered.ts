import type { Unanswered } from './answer';

/** n8n recognises a cancelled run by this spelling; anything else is stored as a failed one. */
export const cancelled: Unanswered = {
	unanswered: 'The execution was canceled',
	remedy: 'Start it again where that is wanted.',
	sent: true,
	passing: false,
};

const nothingSent = 'Nothing was sent. ';

/** What the last try of a request means of which an earlier one may have taken effect. */
export const afterDoubt = (reply: Unanswered): Unanswered => ({
	...reply,
	sent: true,
	remedy: reply.remedy.replace(nothingSent, ''),
});

/** System and TLS codes, by what a user can do about them. The request never left where `sent` is false. */
export const unreached = (code: string, name: string, host: string, timeout: number): Unanswered => {
	if (/^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH)$/.test(code))
		return {
			unanswered: `${name} can't be reached at ${host}`,
			remedy: `${nothingSent}Check the addresses in the credential, and that n8n may connect there.`,
			sent: false,
			passing: true,
		};
	if (/^(ENOTFOUND|EAI_AGAIN)$/.test(code))
		return {
			unanswered: `The host ${host} of ${name} wasn't found`,
			remedy: `${nothingSent}Check the spelling of the addresses in the credential.`,
			sent: false,
			passing: code === 'EAI_AGAIN',
		};
	if (/CERT|SELF_SIGNED|UNABLE_TO_VERIFY|SSL|TLS/.test(code))
		return {
			unanswered: `The certificate of ${host} isn't trusted`,
			remedy: `${nothingSent}Have the certificate renewed, or its issuer trusted by n8n (NODE_EXTRA_CA_CERTS): ${code}.`,
			sent: false,
			passing: false,
		};
	if (/^(ECONNABORTED|ETIMEDOUT)$/.test(code))
		return {
			unanswered: `${name} didn't answer within ${timeout / 1000} s`,
			remedy: "Try again later; for a change, the option 'Timeout (Ms)' sets the time.",
			sent: true,
			passing: true,
		};
	return {
		unanswered: `The connection to ${name} broke`,
		remedy: 'Check the network between n8n and the API.',
		sent: true,
		passing: true,
	};
};
