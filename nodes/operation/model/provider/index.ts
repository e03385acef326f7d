/** What the engine has to know of a provider: how to sign in, its lists, its lookups and its operations. */

export type { Access, Credentials, Exchange } from './access';
export { fieldIn, refusedSignIn, required, requiredPassword, signInLater, signInRefused } from './access';
export type { Entry, Picker, Shown, Source } from './picker';
export type { Probe, Provider } from './provider';
export type { Rights } from './rights';
