import type { Credentials } from '../words';

export const signsIn = ({ authentication }: Credentials): boolean =>
	authentication !== undefined && authentication !== 'accessToken';

/** People paste a token with what surrounds it, such as the name of its kind in front. */
export const bareToken = (pasted: string): string => pasted.trim().replace(/^bearer\s+/i, '');

/** n8n keeps a session when somebody edits the credential: it must not reach another host or pass for another account. */
export const sessionOf = ({ sessionToken }: Credentials): { token?: string; for?: string } => {
	try {
		return JSON.parse(String(sessionToken)) as { token?: string; for?: string };
	} catch {
		return {};
	}
};
