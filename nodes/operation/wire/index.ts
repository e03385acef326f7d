/** One request, one honest answer: what goes out, who signs in, what is tried again, and what an answer means. */

export { authenticate } from './authorization';
export { connectionTest } from './connectionTest';
export type { Connection, Ways } from './connection';
export type { Bounds } from './connect';
export { connect } from './connect';
export { asBaseUrl, asSignInUrl } from './origin';
export { turn } from './pages';
export type { Moved, Place, Turned } from './place';
export { start } from './place';
export { readAny, readerOf } from './reader';
export { explained, inDoubt, refused } from './refused';
export type { Request } from './request';
export { changeRequest } from './request';
export { isPassing, isPassingStatus, whenAgain } from './again';
export { preAuthentication, tokenFrom } from './signIn';
export { codeFor } from './signInCodes';
export { cancelled, ended } from './unanswered';
export { notAccepted } from './undocumented';
