// n8n to run workflows on, for whatever packages: its engine in this process (`engine/`), a complete n8n with its workers
// and what they need as processes that end with this one (`n8n/`), and the versions of all that (`pinned/`). Which
// packages, those say who ask for it: they are packed here, the way an n8n gets them.

export { startEngine, type Engine } from './engine/start';
export type { Tables } from './engine/tables';
export type { CredentialStore } from './engine/credentials';
export type { Published } from './engine/published';
export type { RunResult } from './engine/result';
export { chain, webhookOf, type NodeJson, type WorkflowJson } from './engine/workflow';
export { openApi, owner, type Api, type StoredCredential } from './n8n/api';
export { unpackPackage } from './n8n/pack';
export { installPackages } from './n8n/package';
export { freePort, waitFor, type Program } from './n8n/process';
export { startQueue, type Jobs } from './n8n/queue';
export { startN8n, type N8n } from './n8n/start';
export { installHost } from './pinned/install';
