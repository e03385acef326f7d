import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { PackageExample } from './examples';
import { root } from './folders';

/** The text of a page below a heading, as far as the next one of its level or above, with its links as they are seen from elsewhere. */
const section = (project: string, path: string, heading: string): string => {
	const text = readFileSync(join(root, path), 'utf8');
	const [, level, below] = new RegExp(`^(#+) ${heading}\n([^]*)`, 'm').exec(text) ?? [];
	if (below === undefined) throw new Error(`${path} has no heading "${heading}"`);
	return below
		.split(new RegExp(`^#{1,${level.length}} `, 'm'))[0]
		.replace(/<!-- .* -->\n*/g, '')
		.trim()
		.replace(/\]\((?!https?:)([^#)]*)(#[^)]+)?\)/g, (_, target: string, anchor = '') => {
			const file = target === '' ? path : posix.join(posix.dirname(path), target);
			return `](${addressOf(project, file)}${anchor})`;
		});
};

const addressOf = (project: string, path: string): string =>
	path === 'README.md' ? project : `${project}/blob/main/${path}`;

/** The README of a package that is for one provider: what the pages of the one for all providers say of that provider. */
export const readmeFor = (
	{ name, description, homepage }: { name: string; description: string; homepage: string },
	node: { displayName: string },
	examples: PackageExample[],
): string => {
	const [project] = homepage.split('#');
	const page = `docs/${node.displayName.toLowerCase().replaceAll(' ', '-')}.md`;
	const leadsTo = (words: string, path: string) => {
		const [file, anchor] = path.split('#');
		return `[${words}](${addressOf(project, file)}${anchor ? `#${anchor}` : ''})`;
	};
	return `# ${name}

${description.replace('n8n', '[n8n](https://n8n.io)')}: the right request, and one honest result for each item.

## Installation

In n8n: **Settings › Community nodes › Install**, and enter \`${name}\`
([n8n's guide](https://docs.n8n.io/integrations/community-nodes/installation/)).

The node comes in two packages: this one is for it alone, [n8n-nodes-access-management](${project}) has nodes for other
services too. Install one of the two: ${leadsTo('which one', 'README.md#which-package')}, and ${leadsTo('how workflows move', 'docs/packages.md')}.

## Operations

${section(project, page, 'Operations')}

${leadsTo('Parameters, limits, and what each refusal means', page)} · ${leadsTo('Mapping', 'docs/parameters.md')} ·
${leadsTo('Options', 'docs/options.md')} · ${leadsTo('Results and errors', 'docs/results.md')} ·
${leadsTo('Plans and undo', 'docs/plans.md')} · ${leadsTo('Security', 'docs/security.md')}

## Examples

Workflows that need this package alone: download one, import it with **⋯ › Import from file**, and choose your credential.

${examples.map((example) => `- ${leadsTo(example.name, `packages/${name}/examples/${example.file}`)}`).join('\n')}

${leadsTo('What goes in and what comes out', 'docs/examples.md')}

## Credentials

${section(project, page, 'Credentials')}

## Compatibility

${section(project, 'README.md', 'Compatibility')}
`;
};
