import { isPassingStatus } from '../operation/wire';
import type { Answer, Read, Reader, Refused, Single, Values, Variants } from '../operation/words';
import { isObject, isPage, matching, read, spoken, variantOf } from '../operation/words';
import { v2Closed, v2Off, v3Missing } from './platformRefusals';
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
const platformOf = async (reader: Reader): Promise<Platform | Refused> =>
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
const hasRoles = async (reader: Reader): Promise<boolean> =>
	await reader.once('roles', async () => {
		const reply = await reader.send(anyRole, {});
		return 'message' in reply || !matching([v3Missing], reply);
	});

const isRemoval = ({ route }: Single): boolean => route.startsWith('DELETE');

/**
 * v2 lets administrators read and grant, v3 organization managers too (app/access/user_access.rb). Whom v2 forbids a removal,
 * v3 forbids it as well. Users with roles that v3 alone knows get a web page.
 */
const isClosed = (variant: Single, answer: Answer): boolean =>
	answer.status === 403 && (isPage(answer.text) || (spoken(answer).code === 'CF-NotAuthorized' && !isRemoval(variant)));

type Variant<Kind> = Kind | ((values: Values) => Kind | Refused);

const chosen = <Kind extends Single>(variant: Variant<Kind>, values: Values): Kind | Refused =>
	typeof variant === 'function' ? variant(values) : variant;

/** The same operation each time, so that it can be told whether another one serves by now. */
const each = <Kind extends Single>(give: (variant: Kind) => Kind) => {
	const given = new Map<Kind, Kind>();
	return (variant: Kind | Refused): Kind | Refused => {
		if ('message' in variant) return variant;
		const known = given.get(variant) ?? give(variant);
		given.set(variant, known);
		return known;
	};
};

/** An operation as `shown`, of which each version has variants that the values decide on. */
export const inVariants = <Kind extends Single>(shown: Kind, v2: Variant<Kind>, v3: Variant<Kind>): Kind => {
	const newer = each<Kind>((variant) => ({
		...variant,
		docs: v3Docs,
		refusals: [...(variant.refusals ?? []), v3Missing],
	}));
	const revising =
		(variant: Kind): Variants<Kind>['revise'] =>
		async (answer, values, reader) => {
			const isOff = matching(v2Off, answer) !== undefined;
			if (values.apiVersion === 'v2' || !(isOff || isClosed(variant, answer))) return undefined;
			const platform = await platformOf(reader);
			if ('message' in platform || !platform.v3) return undefined;
			if (!isOff && !(await hasRoles(reader))) return undefined;
			platform.v2 = false;
			const other = newer(chosen(v3, values));
			return 'message' in other ? undefined : other;
		};
	const older = each<Kind>((variant) => ({
		...variant,
		refusals: [...v2Off, ...(variant.refusals ?? []), ...(isRemoval(variant) ? [] : [v2Closed])],
		revise: revising(variant),
	}));
	const resolve: Variants<Kind>['resolve'] = async (values, reader) => {
		const isNewer = await isV3(values, reader);
		if (typeof isNewer !== 'boolean') return isNewer;
		const variant = older(chosen(v2, values));
		const isForNewer = isNewer || ('message' in variant && (await mayAskV3(values, reader)));
		return isForNewer ? newer(chosen(v3, values)) : variant;
	};
	return { ...shown, resolve };
};

/** An operation that follows its v2 page, or v3 where that is what the platform offers or the user asks for. */
export const inVersions = <Kind extends Single>(v2: Kind, v3: Kind): Kind => inVariants(v2, v2, v3);

/** A read that v3 does better: by v3 wherever the platform has it, whichever version the operation follows. */
export const preferablyInV3 = (v2: Read, v3: Read): Read => {
	const either = inVersions(v2, v3);
	const resolve: Read['resolve'] = async (values, reader) =>
		await variantOf(either, (await mayAskV3(values, reader)) ? { ...values, apiVersion: 'v3' } : values, reader);
	return { ...either, resolve };
};
