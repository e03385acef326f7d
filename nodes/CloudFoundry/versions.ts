import type { IDataObject } from 'n8n-workflow';

import { isPassingStatus } from '../operation/wire';
import type { Explained, Reader, Refused, Values } from '../operation/model';
import { isObject, metWhile, read } from '../operation/model';
import { noSuchV3, v2Closed, v2Off, v2OffSigns } from './platformRefusals';

export const v2Docs = 'https://apidocs.cloudfoundry.org/215/';
export const v3Docs = 'https://v3-apidocs.cloudfoundry.org';

export const root = read({
	name: 'Root',
	action: 'Read root',
	description: 'Lists the versions that the platform offers',
	docs: v3Docs,
	route: 'GET /',
	path: {},
	gives: { items: (json) => (isObject(json) && isObject(json.links) ? [json.links] : undefined) },
});

/** What the root of a platform says. */
interface Platform {
	/** Whether v2 may be there. */
	readonly v2: boolean;
	/** Whether v3 is there with all that the operations need of it. */
	readonly v3: boolean;
	/** Whether that is concluded from there being no root. */
	readonly isGuess?: true;
}

/** An answer of the root's own that isn't what it documents; a refused sign-in, say, has nothing to do with versions. */
const isOdd = ({ status = 0 }: Refused): boolean => {
	const isFinal = !isPassingStatus(status) && status !== 401;
	return isFinal && ((status >= 200 && status < 300) || (status >= 400 && status < 500));
};

/**
 * Roles are complete in v3 from 3.80 on (config/routes.rb). A version that can't be read may be older than that, and counts
 * only where the root lists no v2 to go by instead.
 */
const hasRoles = ({ meta }: IDataObject, isOnly: boolean): boolean => {
	const [, major, minor] = /^(\d+)\.(\d+)/.exec(isObject(meta) ? String(meta.version) : '') ?? [];
	return minor === undefined ? isOnly : Number(major) > 3 || (major === '3' && Number(minor) >= 80);
};

/** Platforms leave the link out when v2 is switched off, most of them; old ones have no root at all. Asked once in a run. */
const platformOf = async (reader: Reader): Promise<Platform | Refused> =>
	await reader.once('platform', async () => {
		const links = await reader.read(root, {});
		if (!('message' in links)) {
			const [{ cloud_controller_v2: v2, cloud_controller_v3: v3 }] = links;
			return { v2: Boolean(v2) || !isObject(v3), v3: isObject(v3) && hasRoles(v3, !v2) };
		}
		if (links.status === 404) return { v2: true, v3: false, isGuess: true };
		const met = metWhile(links, 'finding out which API it has');
		return isOdd(links) ? { ...met, description: `${met.description} Or set 'API Version' to V2 or V3.` } : met;
	});

/** Which API an item goes by, from its first request to its last. */
export const isV3 = async ({ apiVersion }: Values, reader: Reader): Promise<boolean | Refused> => {
	if (apiVersion === 'v2' || apiVersion === 'v3') return apiVersion === 'v3';
	const platform = await platformOf(reader);
	return 'message' in platform ? platform : platform.v3;
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

/** v3 helps only where the platform has it with roles; where that can't be found out, it may. */
export const v2Missing: readonly Explained[] = v2OffSigns.map((by) => ({
	...v2Off,
	...by,
	explain: async (_, reader) => {
		const platform = await platformOf(reader);
		if ('message' in platform || platform.isGuess) return "Set 'API Version' to V3 where the platform has it.";
		return platform.v3
			? "Set 'API Version' to V3."
			: 'It offers no API v3 with roles either (3.80 or newer): ask who runs the platform.';
	},
}));

export const v2ForAdministrators: Explained = {
	...v2Closed,
	explain: async (_, reader) => {
		const platform = await platformOf(reader);
		const isToBeTried = !('message' in platform) && platform.v3;
		return isToBeTried ? "Set 'API Version' to V3, which managers of the organization may use." : undefined;
	},
};
