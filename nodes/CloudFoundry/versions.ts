import { isPassingStatus } from '../operation/wire';
import type { Explained, Reader, Refused, Values } from '../operation/words';
import { isObject, matching, read } from '../operation/words';
import { noSuchV3 } from './platformRefusals';
import { v3List } from './reads';

export const v2Docs = 'https://apidocs.cloudfoundry.org/215/';
export const v3Docs = 'https://v3-apidocs.cloudfoundry.org';

const root = read({
	name: 'Root',
	action: 'Read root',
	description: 'Lists the versions that the platform offers',
	docs: v3Docs,
	route: 'GET /',
	path: {},
	gives: { items: (json) => (isObject(json) && isObject(json.links) ? [json.links] : undefined) },
});

/** What serves in a run: v2 until it turns out to be off, or closed to the account. */
interface Platform {
	v2: boolean;
	readonly v3: boolean;
}

/** An answer of the root's own that isn't what it documents; a refused sign-in, say, has nothing to do with versions. */
const isOdd = ({ status = 0 }: Refused): boolean => {
	const isFinal = !isPassingStatus(status) && status !== 401;
	return isFinal && ((status >= 200 && status < 300) || (status >= 400 && status < 500));
};

/** Platforms leave the link out when v2 is switched off, most of them; old ones have no root at all. Asked once in a run. */
export const platformOf = async (reader: Reader): Promise<Platform | Refused> =>
	await reader.once('platform', async () => {
		const links = await reader.read(root, {});
		if (!('message' in links)) {
			const [{ cloud_controller_v2: v2, cloud_controller_v3: v3 }] = links;
			return { v2: Boolean(v2) || !isObject(v3), v3: isObject(v3) };
		}
		if (links.status === 404) return { v2: true, v3: false };
		if (!isOdd(links)) return links;
		const description = `${links.description} Or set 'API Version' to V2 or V3.`;
		return { ...links, message: `Which API Cloud Foundry offers can't be found out: ${links.message}`, description };
	});

/** v2 where it serves, since its pages are what the operations follow. */
export const isV3 = async ({ apiVersion }: Values, reader: Reader): Promise<boolean | Refused> => {
	if (apiVersion === 'v2' || apiVersion === 'v3') return apiVersion === 'v3';
	const platform = await platformOf(reader);
	return 'message' in platform ? platform : !platform.v2;
};

/** For what v3 alone tells: whether it may be asked, whichever version makes the change. */
export const mayAskV3 = async ({ apiVersion }: Values, reader: Reader): Promise<boolean> => {
	if (apiVersion === 'v2' || apiVersion === 'v3') return apiVersion === 'v3';
	const platform = await platformOf(reader);
	return !('message' in platform) && platform.v3;
};

/** v2 helps only where the platform has it. */
export const v3Missing: Explained = {
	...noSuchV3,
	explain: async (_, reader) => {
		const platform = await platformOf(reader);
		return !('message' in platform) && platform.v2
			? "Set 'API Version' to V2, which is mostly for administrators."
			: undefined;
	},
};

const anyRole = read({
	name: 'Any Role',
	action: 'Read any role',
	description: 'Tells whether the platform has roles',
	docs: v3Docs,
	route: 'GET /v3/roles',
	path: {},
	gives: v3List,
});

/** API v3 is older than its roles: where it has none, a v2 that is closed to the account is all there is. */
export const hasRoles = async (reader: Reader): Promise<boolean> =>
	await reader.once('roles', async () => {
		const reply = await reader.send(anyRole, {});
		return 'message' in reply || !matching([noSuchV3], reply);
	});
