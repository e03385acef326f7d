import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './folders';

/** A workflow to import, for a package that is for one provider. */
export interface PackageExample {
	file: string;
	/** As it is called in n8n. */
	name: string;
	text: string;
}

/** The examples that need no other node of the package for all providers than this one, with that node as its own package calls it. */
export const examplesOf = (all: string, own: string, node: string): PackageExample[] =>
	readdirSync(join(root, 'examples'))
		.filter((file) => file.endsWith('.json'))
		.map((file) => ({ file, text: readFileSync(join(root, 'examples', file), 'utf8') }))
		.filter(({ text }) => {
			const types = [...text.matchAll(/"type": "(.+)\.(.+)"/g)].filter(([, from]) => from === all);
			return types.length > 0 && types.every(([, , type]) => type === node);
		})
		.map(({ file, text }) => ({
			file,
			name: (JSON.parse(text) as { name: string }).name,
			text: text.replaceAll(`"${all}.${node}"`, `"${own}.${node}"`),
		}));
