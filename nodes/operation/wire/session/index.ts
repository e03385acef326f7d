/** Who signs in, how a request goes out with the credential, and how its session is renewed. */

export { authenticate, belongsTo as identityOf } from './authorization';
export { connectionTest } from './connectionTest';
export type { Context } from './exchange';
export { exchangeOf } from './exchange';
export type { Line } from './sendOnce';
export { sendOnce } from './sendOnce';
export { sessionIn } from './session';
export { preAuthentication, tokenFrom } from './signIn';
export { codeFor } from './signInCodes';
