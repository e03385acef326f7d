/** What an operation says: a read, a change with the state that it is about, and what is made of changes. */

export type { AccessList, AccessSource } from './accessList';
export { whileMoving } from './accessList';
export type { Bulk, Members } from './bulk';
export { fatesIn, idsIn, isContradiction, withIds } from './bulk';
export type { Already, BulkChange, Detour, ByWord, Change, Guard, Single } from './change';
export { change, isBulk } from './change';
export type {
	Compound,
	Operation,
	Precondition,
	RecordedSet,
	RecordedSteps,
	SetOperation,
	SetStep,
	Step,
	Surroundings,
} from './compound';
export type { Lookup } from './lookup';
export {
	filtersOf,
	formChoice,
	isAccessList,
	isChange,
	isCompound,
	isOption,
	isRead,
	readsOnly,
	isSetOperation,
	optionsOf,
	parametersOf,
} from './operation';
export type { Explained, Given, Page, Paging, Read, Reader, Variants } from './read';
export { read, variantOf } from './read';
export type { AccessWords, Audited, Held, Names, State } from './state';
export { accessLevelsTowards, asMember } from './state';
