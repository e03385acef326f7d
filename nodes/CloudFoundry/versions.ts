import { isObject } from '../operation/answer';
import type { Operation, Reader } from '../operation/operation';
import type { Values } from '../operation/parameter';
import { operation } from '../operation/operation';
import type { Refused } from '../operation/refusal';

const root = operation({
	name: 'Root',
	action: 'Read root',
	description: 'Lists the versions that the platform offers',
	docs: 'https://v3-apidocs.cloudfoundry.org',
	route: 'GET /',
	path: {},
	reads: { items: (json) => (isObject(json) && isObject(json.links) ? [json.links] : undefined) },
});

/**
 * v2 where the platform still offers it, since its pages are what the operations follow; platforms leave the link out
 * when v2 is switched off, and old ones have no root at all. The root is asked once in a run.
 */
export const isV3 = async ({ apiVersion }: Values, reader: Reader): Promise<boolean | Refused> => {
	if (apiVersion === 'v2' || apiVersion === 'v3') return apiVersion === 'v3';
	return await reader.once('version', async () => {
		const links = await reader.read(root, {});
		if (!('message' in links)) return !links[0].cloud_controller_v2 && isObject(links[0].cloud_controller_v3);
		if (links.status === 404) return false;
		const description = `${links.description} Or set 'API Version' to V2 or V3.`;
		return { ...links, message: `Which API Cloud Foundry offers can't be found out: ${links.message}`, description };
	});
};

// v3 takes lists of GUIDs, separated by commas and decoded once more: such a GUID would ask for somebody else.
const ambiguous = ({ userGuid = '', organizationGuid = '' }: Values): Refused | undefined => {
	const plain = (guid: unknown) => encodeURIComponent(String(guid)) === guid;
	const label = plain(userGuid) ? 'Organization GUID' : 'User GUID';
	if (plain(userGuid) && plain(organizationGuid)) return undefined;
	return {
		message: `'${label}' holds a character that API v3 can't look up`,
		description: `Check '${label}': v3 knows letters, digits and - _ . ~ in it.`,
		invalid: true,
	};
};

type Variant = Operation | ((values: Values) => Operation | Refused);

const chosen = (variant: Variant, values: Values) => (typeof variant === 'function' ? variant(values) : variant);

/** An operation that follows its v2 page, or v3 where that is what the platform offers or the user asks for. */
export const inVersions = (v2: Variant, v3: Variant, shown: Operation): Operation => ({
	...shown,
	resolve: async (values, reader) => {
		const newer = await isV3(values, reader);
		if (typeof newer !== 'boolean') return newer;
		return newer ? (ambiguous(values) ?? chosen(v3, values)) : chosen(v2, values);
	},
});
