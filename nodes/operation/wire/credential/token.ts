import type { IDataObject } from 'n8n-workflow';

import type { Credentials } from '../../model';
import { isObject, trimmed } from '../../model';

export const signsIn = ({ authentication }: Credentials): boolean =>
	authentication !== undefined && authentication !== 'accessToken';

/** What a token says of itself, where it is one that says something (https://www.rfc-editor.org/rfc/rfc7519). */
export const claimsIn = (token: unknown): IDataObject | undefined => {
	try {
		const claims: unknown = JSON.parse(Buffer.from(String(token).split('.')[1], 'base64url').toString());
		return isObject(claims) ? claims : undefined;
	} catch {
		return undefined;
	}
};

/** People paste a token with what surrounds it, such as the name of its kind in front. */
export const bareToken = (pasted: string): string => trimmed(trimmed(pasted).replace(/^bearer\s/i, ''));

/** n8n keeps a session when somebody edits the credential: it must not reach another host or pass for another account. */
export const sessionOf = ({ sessionToken }: Credentials): { token?: string; for?: string } => {
	try {
		const session: unknown = JSON.parse(String(sessionToken));
		return isObject(session) ? session : {};
	} catch {
		return {};
	}
};
