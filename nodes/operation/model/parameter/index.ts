/** What a parameter is, how what people map and paste is read for it, and how values are shown in messages. */

export { differenceBetween, lookOf, strayLetterIn } from './alike';
export { modeFor, quoting } from './guided';
export {
	choice,
	flag,
	forItem,
	forRun,
	idList,
	idPicker,
	idText,
	integerPicker,
	mayBeEmpty,
	text,
	wholeNumberBetween,
} from './kinds';
export { asNames, asWord, asWords, isEmptyList } from './lists';
export { named, shortened, visible, withReasons } from './naming';
export type { Forms, Option, Parameter, Placed, Unreadable, Value, Values } from './parameter';
export { isForms, isUnreadable } from './parameter';
export {
	asBoolean,
	asId,
	asInteger,
	isUuid,
	trimmed,
	unreadable,
	withoutInvisible,
	groupedBy,
	withoutRepeats,
} from './parsing';
export { folded, lettersOf } from './spelling';
export type { Word } from './word';
export { comparable, spaced } from './word';
