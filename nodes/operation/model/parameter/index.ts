/** What a parameter is, and how what people map and paste is read for it. */

export { groupedBy, withoutRepeats } from './grouping';
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
	onlyIf,
	orInCredential,
	text,
	wholeNumberBetween,
} from './kinds';
export { asNames, asWord, asWords, isEmptyList } from './lists';
export type { Forms, Option, Parameter, Placed, Unreadable, Value, Values } from './parameter';
export { isForms, isUnreadable, unreadable } from './parameter';
export { asId, asInteger, asOne, isUuid, valueOf } from './parsing';
export type { Word } from './word';
export { asBoolean } from './yesNo';
