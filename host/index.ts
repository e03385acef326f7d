// n8n to run workflows on, for whatever provider: its engine in this process (`engine/`), a complete n8n with its workers
// and what they need as processes that end with this one (`n8n/`), and the versions of all that (`pinned/`). The package
// itself is built, packed and scanned here too, because that is how an n8n gets it.

export { build, root } from './build';
export { startEngine, type Engine } from './engine/start';
export type { CredentialStore } from './engine/credentials';
export type { RunResult } from './engine/result';
export { chain, webhookOf, type NodeJson, type WorkflowJson } from './engine/workflow';
export { openApi, owner, type Api, type StoredCredential } from './n8n/api';
export { installPackages } from './n8n/package';
export { freePort, waitFor, type Program } from './n8n/process';
export { startQueue, type Jobs } from './n8n/queue';
export { startN8n, type N8n } from './n8n/start';
export { providerPackages, unpackPackage } from './pack';
export { installHost } from './pinned/install';
