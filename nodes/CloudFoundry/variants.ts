import type { Explained, Reader, Refused, Single, Values } from '../operation/model';
import { isChange } from '../operation/model';
import { isV3, v2ForAdministrators, v2Missing, v3Docs, v3Missing } from './versions';

const isRemoval = ({ route }: Single): boolean => route.startsWith('DELETE');

type Variant<Kind> = Kind | ((values: Values) => Kind | Refused);

/** What isn't for administrators alone says by itself which rights it takes. */
const refusalsByV2 = (variant: Single): readonly Explained[] => {
	const { refusals = [] } = variant;
	if (isRemoval(variant)) return refusals;
	return isChange(variant) ? [v2ForAdministrators, ...refusals] : [...refusals, v2ForAdministrators];
};

const byV2 = <Kind extends Single>(variant: Kind): Kind => ({
	...variant,
	refusals: [...v2Missing, ...refusalsByV2(variant)],
});

const byV3 = <Kind extends Single>(variant: Kind): Kind => ({
	...variant,
	docs: v3Docs,
	refusals: [...(variant.refusals ?? []), v3Missing],
});

/** An operation as `shown`, of which each version has variants that the values decide on. */
export const inVariants = <Kind extends Single>(shown: Kind, v2: Variant<Kind>, v3: Variant<Kind>): Kind => ({
	...shown,
	resolve: async (values: Values, reader: Reader) => {
		const isNewer = await isV3(values, reader);
		if (typeof isNewer !== 'boolean') return isNewer;
		const own = isNewer ? v3 : v2;
		const variant = typeof own === 'function' ? own(values) : own;
		if ('message' in variant) return variant;
		return isNewer ? byV3(variant) : byV2(variant);
	},
});

/** An operation that follows its v2 page, or v3. */
export const inVersions = <Kind extends Single>(v2: Kind, v3: Kind): Kind => inVariants(v2, v2, v3);
