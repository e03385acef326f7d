import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WorkflowJson } from './host';

export const examples = join(__dirname, '../examples');

/** The files that hold a workflow. */
export const exampleFiles = readdirSync(examples).filter((file) => file.endsWith('.json') && file !== 'tickets.json');

/** Exactly as it is shipped. */
export const readExample = (file: string) => JSON.parse(readFileSync(join(examples, file), 'utf8')) as WorkflowJson;
