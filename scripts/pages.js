const { readdir, readFile, writeFile } = require('node:fs/promises');
const { join } = require('node:path');
const { tables } = require('./tables');

const root = join(__dirname, '..');

/** The text of each page by its path, with its tables as the operations are now. */
const pages = async () => {
	const all = await tables();
	const placed = new Set();
	const paths = ['README.md', ...(await readdir(join(root, 'docs'))).map((name) => `docs/${name}`)];
	const filled = paths.map(async (path) => {
		const text = await readFile(join(root, path), 'utf8');
		const withTables = text.replace(/<!-- table: (.+) -->[^]*?<!-- \/table -->/g, (_, name) => {
			if (!(name in all)) throw new Error(`${path} has a place for a table that there isn't: ${name}`);
			placed.add(name);
			return `<!-- table: ${name} -->\n\n${all[name]}\n\n<!-- /table -->`;
		});
		return [path, withTables];
	});
	const texts = Object.fromEntries(await Promise.all(filled));
	for (const name of Object.keys(all))
		if (!placed.has(name)) throw new Error(`No page has a place for the table: ${name}`);
	return texts;
};

const write = async () => {
	for (const [path, text] of Object.entries(await pages())) await writeFile(join(root, path), text);
};

module.exports = { pages, write };
