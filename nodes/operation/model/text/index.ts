/** Texts: what of them counts when they are compared, and how messages show them. */

export { differenceBetween, lookOf, strayLetterIn } from './alike';
export { named, shortened, visible, withReasons, textOf } from './naming';
export { isSamePerson } from './people';
export {
	comparable,
	folded,
	invisible,
	isBlank,
	lettersOf,
	spaced,
	trimmed,
	unlinked,
	unquoted,
	withoutInvisible,
	withoutJoiners,
} from './spelling';
