import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { root } from './build';

const docs = existsSync(join(root, 'docs')) ? readdirSync(join(root, 'docs')) : [];
/** What people read of the package for all providers, by its path. */
const pages = ['README.md', ...docs.filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`)].map(
	(path) => ({ path, text: readFileSync(join(root, path), 'utf8') }),
);

const pageWith = (heading: string) => {
	const start = new RegExp(`^#+ ${heading}$`, 'm');
	const page = pages.find(({ text }) => start.test(text));
	if (!page) throw new Error(`No page has the heading "${heading}"`);
	return { ...page, below: page.text.split(start)[1] };
};

const addressOf = (project: string, path: string, anchor = ''): string =>
	path === 'README.md' ? `${project}${anchor}` : `${project}/blob/main/${path}${anchor}`;

const linkTo = (project: string, words: string, heading: string): string => {
	const anchor = `#${heading.toLowerCase().replaceAll(' ', '-')}`;
	return `[${words}](${addressOf(project, pageWith(heading).path, anchor)})`;
};

/** The text below a heading, as far as the next one of any level, with its links as they are seen from elsewhere. */
const section = (project: string, heading: string): string => {
	const { path, below } = pageWith(heading);
	return below
		.split(/^#/m)[0]
		.trim()
		.replace(/\]\((?!https?:)([^#)]*)(#[^)]+)?\)/g, (_, target: string, anchor?: string) => {
			const file = target === '' ? path : posix.join(posix.dirname(path), target);
			return `](${addressOf(project, file, anchor)})`;
		});
};

/** Of the table of operations the head and the rows of a node, without its name. */
const operationsOf = (node: string): string => {
	const [, table] = pages
		.map(({ text }) => text)
		.join('\n')
		.split(/<!-- \/?operations -->/);
	return table
		.trim()
		.split('\n')
		.filter((line, index) => index < 2 || line.startsWith(`| ${node} |`))
		.map((line) => line.replace(/^\|[^|]*/, ''))
		.join('\n');
};

/** The README of a package that is for one provider: what the pages of the one for all providers say of that provider. */
export const readmeFor = (
	{ name, description, homepage }: { name: string; description: string; homepage: string },
	node: { name: string; displayName: string },
): string => {
	const [project] = homepage.split('#');
	const leadsTo = (words: string, heading = words) => linkTo(project, words, heading);
	return `# ${name}

${description.replace('n8n', '[n8n](https://n8n.io)')}: the right request, and one honest result for each item.

## Installation

In n8n: **Settings › Community nodes › Install**, and enter \`${name}\`
([n8n's guide](https://docs.n8n.io/integrations/community-nodes/installation/)).

The node comes in two packages: this one is for it alone, [n8n-nodes-access-management](${project}) has nodes for other
services too. Install one of the two: ${leadsTo('which one, and how workflows move', 'Which package')}.

## Operations

${operationsOf(node.displayName)}

${leadsTo('Mapping, and the options of every change', 'Operations')} · ${leadsTo('Results and errors')} ·
${leadsTo('Limits')} · ${leadsTo('Examples')}: before you import one, replace
\`n8n-nodes-access-management.${node.name}\` by \`${name}.${node.name}\` in it.

## Credentials

${section(project, 'Credentials')}

${section(project, node.displayName)}

## Compatibility

${section(project, 'Compatibility')}
`;
};
