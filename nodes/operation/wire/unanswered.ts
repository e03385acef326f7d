import type { Unanswered } from '../words';

/** n8n recognises a cancelled run by this spelling; anything else is stored as a failed one. */
export const cancelled: Unanswered = {
	unanswered: 'The execution was canceled',
	remedy: 'Start it again where that is wanted.',
	sent: true,
	passing: false,
};

/** Where the run has ended before this request was sent. */
export const ended: Unanswered = {
	unanswered: 'The run ended before this was sent',
	remedy: 'Run this item again.',
	sent: false,
	passing: false,
};

/** The name of a provider within a sentence. */
const within = (name: string) => name.replace(/^The /, 'the ');

/** The answer began, with a status or without, and didn't come to its end: what it said isn't known. */
export const brokenOff = (name: string, status: string | number): Unanswered => ({
	unanswered: `The answer of ${within(name)} broke off (status ${status})`,
	remedy: 'Check the network between n8n and the API.',
	sent: true,
	passing: true,
});

/** What was asked, for messages; `timeout` in ms. */
interface Attempt {
	readonly code: string;
	readonly name: string;
	readonly host: string;
	readonly timeout: number;
}

/** System and TLS codes, by what a user can do about them. The request never left where `sent` is false. */
const causes: ReadonlyArray<readonly [codes: RegExp, told: (attempt: Attempt) => Unanswered]> = [
	[
		/^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH)$/,
		({ name, host }) => ({
			unanswered: `${name} can't be reached at ${host}`,
			remedy: `Check the addresses in the credential, and that n8n may connect there.`,
			sent: false,
			passing: true,
		}),
	],
	[
		/^(ENOTFOUND|EAI_AGAIN)$/,
		({ code, name, host }) => ({
			unanswered: `The host ${host} of ${within(name)} wasn't found`,
			remedy: `Check the spelling of the addresses in the credential.`,
			sent: false,
			passing: code === 'EAI_AGAIN',
		}),
	],
	[
		/^EPROTO$|WRONG_VERSION|HANDSHAKE|PROTOCOL|PACKET_LENGTH|HTTP_REQUEST/,
		({ code, name, host }) => ({
			unanswered: `${name} can't be reached at ${host} by https`,
			remedy: `Check the addresses in the credential: the port may be one for http (${code}).`,
			sent: false,
			passing: false,
		}),
	],
	[
		/CERT|SELF_SIGNED|UNABLE_TO_|UNKNOWN_CA|ERR_TLS/,
		({ code, host }) => ({
			unanswered: `The certificate of ${host} isn't trusted`,
			remedy: `Have the certificate renewed, or its issuer trusted by n8n (NODE_EXTRA_CA_CERTS): ${code}.`,
			sent: false,
			passing: false,
		}),
	],
	[
		/^(ECONNABORTED|ETIMEDOUT)$/,
		({ name, timeout }) => ({
			unanswered: `${name} didn't answer within ${timeout / 1000} s`,
			remedy: "Try again later; for a change, the option 'Timeout (Ms)' sets the time.",
			sent: true,
			passing: true,
			late: true,
		}),
	],
];

const broken = (name: string): Unanswered => ({
	unanswered: `The connection to ${within(name)} broke`,
	remedy: 'Check the network between n8n and the API.',
	sent: true,
	passing: true,
});

export const unreached = (code: string, name: string, host: string, timeout: number): Unanswered => {
	const [, told] = causes.find(([codes]) => codes.test(code)) ?? [];
	return told?.({ code, name, host, timeout }) ?? broken(name);
};

/** What an error of n8n's other request helpers means, which leave system codes and answers where axios put them. */
export const unansweredBy = (
	error: unknown,
	name: string,
	url: string,
	timeout: number,
	isLate: boolean,
): Unanswered => {
	const { code, cause, response } = error as {
		code?: unknown;
		cause?: { code?: unknown };
		response?: { status?: number };
	};
	if (response?.status !== undefined) return brokenOff(name, response.status);
	return unreached(isLate ? 'ETIMEDOUT' : String(code ?? cause?.code), name, new URL(url).host, timeout);
};
