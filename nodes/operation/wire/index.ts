/** One request, one honest answer: what goes out, who signs in, what is tried again, and what an answer means. */

export { cancelled, ended } from './answer';
export type { Bounds } from './connect';
export { connect } from './connect';
export { asBaseUrl, asSignInUrl } from './credential';
export type { Place, Turned } from './lists';
export { pagesOf, readerOf, readerOfFirst, readPages, start, turn } from './lists';
export { explained, inDoubt, notAccepted, refused, unknownOutcome } from './refusal';
export type { Connection, Request, Ways } from './request';
export { changeRequest } from './request';
export { isPassing, isPassingStatus, paced, whenAgain } from './retry';
export { authenticate, codeFor, connectionTest, identityOf, preAuthentication, tokenFrom } from './session';
