import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './folders';

/** What of a package.json is needed here; the rest is handed on as it stands. */
export interface Manifest extends Record<string, unknown> {
	name: string;
	version: string;
	description: string;
	license: string;
	homepage: string;
	keywords: string[];
	repository: { type: string; url: string };
	peerDependencies: Record<string, string>;
	n8n: { credentials: string[]; nodes: string[] };
}

export const read = (...path: string[]): string => readFileSync(join(...path), 'utf8');

export const manifestIn = (folder: string): Manifest => JSON.parse(read(folder, 'package.json')) as Manifest;

/** As npm and these scripts write it. */
export const asText = (json: object): string => `${JSON.stringify(json, null, '\t')}\n`;

/** A package for one provider says for itself what it is and what it holds; all else is as in the one for all providers. */
export const completed = ({ name, description, keywords, n8n }: Manifest, all = manifestIn(root)): Manifest => {
	const { scripts: _scripts, devDependencies: _tools, main: _main, ...shared } = all;
	const repository = { ...all.repository, directory: `packages/${name}` };
	return { ...(shared as Manifest), name, description, keywords, repository, n8n: { ...all.n8n, ...n8n } };
};
