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

/** The examples that need no other nodes of the package for all providers than this one and its trigger, with these as their own package calls them. */
export const examplesOf = (all: string, own: string, node: string): PackageExample[] => {
	const owned = [node, `${node}Trigger`];
	return readdirSync(join(root, 'examples'))
		.filter((file) => file.endsWith('.json'))
		.map((file) => ({ file, text: readFileSync(join(root, 'examples', file), 'utf8') }))
		.filter(({ text }) => {
			const types = [...text.matchAll(/"type": "(.+)\.(.+)"/g)].filter(([, from]) => from === all);
			return types.length > 0 && types.every(([, , type]) => owned.includes(type));
		})
		.map(({ file, text }) => ({
			file,
			name: (JSON.parse(text) as { name: string }).name,
			text: owned.reduce((told, type) => told.replaceAll(`"${all}.${type}"`, `"${own}.${type}"`), text),
		}));
};
