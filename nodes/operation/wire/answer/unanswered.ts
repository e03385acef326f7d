import type { Unanswered } from '../../model';

/** The name of a provider within a sentence. */
export const within = (name: string) => name.replace(/^The /, 'the ');

/** A proxy can't be reached, and not the provider itself. */
export const unreachedProxy = (name: string, proxy: string): Unanswered => ({
	unanswered: `The proxy ${proxy} between n8n and ${within(name)} can't be reached`,
	remedy: 'Whoever runs n8n has to look at its proxy settings (HTTPS_PROXY).',
	sent: false,
	passing: true,
});

/** The answer began and didn't come to its end: what it said isn't known. */
export const brokenOff = (name: string, status: string | number): Unanswered => ({
	unanswered: `The answer of ${within(name)} broke off (status ${status})`,
	remedy: 'Check the network between n8n and the API.',
	sent: true,
	passing: true,
});

/** What was asked, for messages. */
export interface Asked {
	readonly name: string;
	readonly host: string;
	/** What of the credential says where that is. */
	readonly field: string;
	/** In ms. */
	readonly timeout: number;
}

interface Attempt extends Asked {
	readonly code: string;
}

const codeIn = (code: string) => code.split(' ')[0];

const whyNot: Record<string, string> = {
	ECONNREFUSED: 'it refused the connection',
	EHOSTUNREACH: 'no way leads to that host',
	ENETUNREACH: 'no way leads to that network',
	ENOTFOUND: 'there is no such host',
	EAI_AGAIN: "its name can't be looked up just now",
};

/** System and TLS codes, by what a user can do about them. The request never left where `sent` is false. */
const causes: ReadonlyArray<readonly [codes: RegExp, told: (attempt: Attempt) => Unanswered]> = [
	[
		/^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/,
		({ code, name, host, field }) => ({
			unanswered: `${name} can't be reached at ${host}: ${whyNot[code]}`,
			remedy: `Check ${field}${code === 'ENOTFOUND' ? '' : ', and that n8n may connect there'}.`,
			sent: false,
			passing: code !== 'ENOTFOUND',
		}),
	],
	[
		/UNSUPPORTED_PROTOCOL|ALERT_PROTOCOL_VERSION/,
		({ host }) => ({
			unanswered: `${host} and n8n have no version of TLS in common`,
			remedy: `The versions that ${host} offers are too old, or newer than n8n's: have its TLS brought up to date.`,
			sent: false,
			passing: false,
		}),
	],
	[
		/ALERT_(\w+_)?(CERTIFICATE|UNKNOWN_CA)|CERTIFICATE_REQUIRED|HANDSHAKE_FAILURE/,
		({ code, host }) => ({
			unanswered: `${host} ended the TLS handshake`,
			remedy: `Such hosts want a client certificate, which this credential can't send, or ciphers that n8n doesn't have: ask who runs ${host} (${codeIn(code)}).`,
			sent: false,
			passing: false,
		}),
	],
	[
		/ALTNAME_INVALID/,
		({ host, field }) => ({
			unanswered: `The certificate that ${host} shows is for another host name`,
			remedy: `Check ${field}: use the host name that the certificate is for, or have it renewed with this one.`,
			sent: false,
			passing: false,
		}),
	],
	[
		/^EPROTO|WRONG_VERSION|HANDSHAKE|PROTOCOL|PACKET_LENGTH|HTTP_REQUEST/,
		({ code, name, host, field }) => ({
			unanswered: `${name} can't be reached at ${host} by https`,
			remedy: `Check ${field}: the port may be one for http (${codeIn(code)}).`,
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
		({ name, host, timeout }) => ({
			unanswered: `${name} didn't answer at ${host} within ${timeout / 1000} s`,
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

export const unreached = (code: string, asked: Asked): Unanswered => {
	const [, told] = causes.find(([codes]) => codes.test(code)) ?? [];
	return told?.({ code, ...asked }) ?? broken(asked.name);
};

export const late = (asked: Asked): Unanswered => unreached('ETIMEDOUT', asked);
