// The four providers in miniature, and what gets in. They know nothing of n8n. What shows them with it stands beside them,
// in files of its own: the examples and their tickets, `demo.ts` on n8n's engine, and `n8n.ts` in a complete n8n.

export { credentialsFor } from './access';
export type { CloudFoundryRole, CloudFoundryState } from './cloudFoundryState';
export { uuidOf } from './people';
export type { Fault, Provider, RecordedRequest } from './provider';
export { startSandbox, type Sandbox } from './start';
