import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './build';
import type { NodeJson, WorkflowJson } from './engine';

export const examples = join(root, 'examples');

/** The files that hold a workflow. */
export const exampleFiles = readdirSync(examples).filter((file) => file.endsWith('.json') && file !== 'tickets.json');

/** Exactly as it is shipped. */
export const readExample = (file: string) => JSON.parse(readFileSync(join(examples, file), 'utf8')) as WorkflowJson;

export const webhookOf = ({ nodes }: Pick<WorkflowJson, 'nodes'>): NodeJson | undefined =>
	nodes.find(({ type }) => type === 'n8n-nodes-base.webhook');
