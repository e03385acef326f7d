import { isObject } from '../operation/answer';
import type { Operation, Reader, Values } from '../operation/operation';
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
 * when v2 is switched off. The root is asked once in a run.
 */
export const isV3 = async ({ apiVersion }: Values, reader: Reader): Promise<boolean> => {
	if (apiVersion === 'v2' || apiVersion === 'v3') return apiVersion === 'v3';
	return await reader.once('version', async () => {
		const links = await reader.read(root, {});
		return !('message' in links) && !links[0].cloud_controller_v2 && isObject(links[0].cloud_controller_v3);
	});
};

type Variant = Operation | ((values: Values) => Operation | Refused);

const chosen = (variant: Variant, values: Values) => (typeof variant === 'function' ? variant(values) : variant);

/** An operation that follows its v2 page, or v3 where that is what the platform offers or the user asks for. */
export const inVersions = (v2: Variant, v3: Variant, shown: Operation): Operation => ({
	...shown,
	resolve: async (values, reader) => chosen((await isV3(values, reader)) ? v3 : v2, values),
});
