/** What can be said: what a read, a change, a parameter, a refusal, a state and a provider are. Knows types of n8n and no request. */

export type { Access, Credentials, Exchange } from './access';
export { fieldIn, refusedSignIn, required, requiredPassword, signInLater, signInRefused } from './access';
export type { Answer, Reply, Shape, Trace, Unanswered } from './answer';
export { countIn, isObject, isPage, isUnanswered, largest, objectsIn, spoken } from './answer';
export { differenceBetween, lookOf, strayLetterIn } from './alike';
export type { Bulk, Members } from './bulk';
export { fatesIn, idsIn, withIds } from './bulk';
export type { Already, BulkChange, Change, Guard, Single } from './change';
export { change, isBulk } from './change';
export type {
	Compound,
	SetStep,
	Operation,
	Precondition,
	RecordedSteps,
	Step,
	Surroundings,
	SetOperation,
	RecordedSet,
} from './compound';
export { asNames, asWord, asWords, isEmptyList } from './lists';
export type { Lookup } from './lookup';
export { isTooDeep } from './depth';
export { matching } from './matching';
export { asMistake } from './mistake';
export { named, shortened, visible, withReasons } from './naming';
export { filtersOf, formChoice, isChange, isCompound, isRead, isSetOperation, parametersOf } from './operation';
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
export type { Option, Parameter, Placed, Unreadable, Value, Values } from './parameter';
export { isForms, isUnreadable } from './parameter';
export { asBoolean, asId, isUuid, trimmed, unreadable, withoutInvisible, withoutRepeats } from './parsing';
export type { Entry, Picker, Shown, Source } from './picker';
export type { Probe, Provider } from './provider';
export type { Explained, Given, Page, Paging, Read, Reader, Variants } from './read';
export { read, variantOf } from './read';
export type { Refusal, Refused } from './refusal';
export { refuse } from './refusal';
export { holds, otherSpelling, somebodyElse, unreadableAmong } from './ids';
export { folded, lettersOf } from './spelling';
export type { Audited, Held, State } from './state';
export { asMember, accessLevelsTowards } from './state';
export type { Word } from './word';
export { comparable, spaced } from './word';
