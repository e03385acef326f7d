/** What goes out: the address and the body of a request, what it is sent by, and what ends it. */

export type { Connection, Ways } from './connection';
export { endingsOf } from './endings';
export type { Request } from './request';
export { changeRequest, readRequest } from './request';
