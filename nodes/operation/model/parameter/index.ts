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
	orInCredential,
	text,
	wholeNumberBetween,
} from './kinds';
export { asNames, asWord, asWords, isEmptyList } from './lists';
export { named, shortened, visible, withReasons } from './naming';
export type { Forms, Option, Parameter, Placed, Unreadable, Value, Values } from './parameter';
export { isForms, isUnreadable, unreadable } from './parameter';
export { asId, asInteger, asOne, groupedBy, isUuid, valueOf, withoutRepeats } from './parsing';
export { folded, isBlank, lettersOf, trimmed, withoutInvisible } from './spelling';
export type { Word } from './word';
export { comparable, spaced } from './word';
export { asBoolean } from './yesNo';
