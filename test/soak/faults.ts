import { pick, type Dice } from './dice';

/** What goes wrong with a request, and in which form. */
export interface Fault {
	readonly kind: Kind;
	readonly form: string;
}

export type Kind = keyof typeof kinds;

/** Of ten thousand tries. Those that a run slows down for, or that end its session, are rarer: each of them is felt by all. */
const kinds = {
	'connection cut before the change': { rate: 400, forms: ['cut'] },
	'connection cut after the change': { rate: 400, forms: ['cut'] },
	'429': { rate: 60, forms: ['seconds', 'date', 'none', 'epoch', 'reset'] },
	'500 after the change': { rate: 400, forms: ['500', '500', '500', '504', '503'] },
	'HTML from a proxy': {
		rate: 300,
		forms: ['200', '200 after', '502', '502 after', '403', '302'],
	},
	'half an answer': { rate: 400, forms: ['cut off', 'cut off', 'cut to length'] },
	'401 in the middle': { rate: 50, forms: ['401'] },
	'session taken': { rate: 50, forms: ['signed in elsewhere', 'another execution'] },
	'slow drip': { rate: 120, forms: ['drip', 'drip', 'drip', 'beyond the timeout'] },
} as const;

export const kindNames = Object.keys(kinds) as Kind[];

/** Times of an epoch stand on Cloud Foundry's page alone. */
const byEpoch = ['epoch', 'reset'];
const endsSessions: readonly Kind[] = ['401 in the middle', 'session taken'];

export interface Place {
	/** What the request is about, the same in every run. */
	readonly about: string;
	/** How many came before it that were about the same. */
	readonly tries: number;
	readonly hasEpochs: boolean;
	/** Whether the provider signs in. */
	readonly hasSessions: boolean;
	readonly isReading: boolean;
}

/** Some requests meet the same at each try, so that items come to the end of theirs. */
const neverThrough = 0.025;

const kindAt = (thrown: number, all: readonly Kind[]): Kind | undefined => {
	let left = thrown * 10_000;
	for (const kind of all) {
		left -= kinds[kind].rate;
		if (left < 0) return kind;
	}
	return undefined;
};

export const faultAt = (dice: Dice, place: Place, rate: number): Fault | undefined => {
	const { about, tries, hasEpochs, hasSessions, isReading } = place;
	const isStubborn = dice('never through', about) < neverThrough * rate;
	const all = isStubborn ? kindNames.filter((kind) => !endsSessions.includes(kind) && kind !== '429') : kindNames;
	const most = isStubborn ? all.reduce((sum, kind) => sum + kinds[kind].rate, 0) / 10_000 : 1 / rate;
	const kind = kindAt(dice('kind', about, isStubborn ? 'always' : tries) * most, all);
	if (!kind || (kind === 'session taken' && !hasSessions) || (isReading && endsSessions.includes(kind)))
		return undefined;
	const forms = kinds[kind].forms.filter((form) => hasEpochs || !byEpoch.includes(form));
	return { kind, form: pick(dice('form', about, tries), forms) };
};
