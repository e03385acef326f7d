/** What an item asks for, by the panel or by the names of its fields, or the first reason why that can't be used. */

export { emptyEverywhere, inCredential } from './given';
export { located } from './filledIn';
export { formOf, optionsAt, valuesOf } from './form';
export type { ItemRequest } from './itemRequest';
export { isRefused, readable } from './itemRequest';
export { toNodeError } from './nodeError';
export { readItem } from './readItem';
export type { LookedUp, Sought } from './sought';
