import type { Answer, Read, Refused, Single, Values, Variants } from '../operation/words';
import { isPage, matching, spoken } from '../operation/words';
import { v2Closed, v2Off } from './platformRefusals';
import { hasRoles, isV3, mayAskV3, platformOf, v3Docs, v3Missing } from './versions';

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

/** An operation as `shown`, of which each version has variants that the values decide on. `isBetter`: which of them does it better. */
export const inVariants = <Kind extends Single>(
	shown: Kind,
	v2: Variant<Kind>,
	v3: Variant<Kind>,
	isBetter?: 'v3',
): Kind => {
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
		const isPreferred = isBetter === 'v3' || 'message' in variant;
		const isForNewer = isNewer || (isPreferred && (await mayAskV3(values, reader)));
		return isForNewer ? newer(chosen(v3, values)) : variant;
	};
	return { ...shown, resolve };
};

/** An operation that follows its v2 page, or v3 where that is what the platform offers or the user asks for. */
export const inVersions = <Kind extends Single>(v2: Kind, v3: Kind): Kind => inVariants(v2, v2, v3);

/** A read that v3 does better: by v3 wherever the platform has it, whichever version the operation follows. */
export const preferablyInV3 = (v2: Read, v3: Read): Read => inVariants(v2, v2, v3, 'v3');
