const { readFile, rm, writeFile } = require('node:fs/promises');
const { dest, src } = require('gulp');

// Without `encoding: false` gulp reads files as text, which would spoil an icon that is not one.
const assets = () =>
	src(['nodes/**/*.svg', 'nodes/**/*.node.json', 'nodes/**/__schema__/**/*.json'], { base: '.', encoding: false }).pipe(
		dest('dist'),
	);

const clean = () => rm('dist', { recursive: true, force: true });

const row = (...cells) => `| ${cells.join(' | ')} |`;
const table = (heads, rows) => [row(...heads), row(...heads.map(() => '---')), ...rows.map((cells) => row(...cells))];

/** The tables of the README by the name of their place in it, read from the built operations. */
const tables = () => {
	const { operations: byNode, parametersOf, ...classes } = require('./dist/index.js');
	const labels = Object.fromEntries(
		Object.values(classes)
			.map((Class) => new Class().description)
			.filter(Boolean)
			.map(({ name, displayName }) => [name, displayName]),
	);
	const titled = (key) => key.charAt(0).toUpperCase() + key.slice(1);
	const each = (give) =>
		Object.entries(byNode).flatMap(([node, resources]) =>
			Object.entries(resources).flatMap(([resource, inResource]) =>
				Object.values(inResource).map((operation) => give(labels[node], titled(resource), operation)),
			),
		);
	const operations = each((node, resource, operation) => {
		const parameters = [...parametersOf(operation).keys(), ...parametersOf(operation, true).keys()];
		return [
			node,
			resource,
			`[${operation.name}](${operation.docs})`,
			operation.description,
			parameters.map(({ property }) => property.displayName).join(', '),
			`\`${operation.route}\``,
		];
	});
	const options = new Map();
	const changes = each((_, __, operation) => operation).filter(({ reads }) => !reads);
	for (const { name, options: declared } of changes)
		for (const option of declared) options.set(option, [...(options.get(option) ?? []), name]);
	const all = changes.length;
	const byLabel = ([a], [b]) => a.property.displayName.localeCompare(b.property.displayName, 'en');
	const kinds = { boolean: '`true`, `false`', number: 'a number', string: 'IDs' };
	const optionRows = [...options]
		.sort(byLabel)
		.map(([{ property }, users]) => [
			`${property.displayName} (\`${property.name}\`)`,
			property.options ? property.options.map(({ value }) => `\`${value}\``).join(', ') : kinds[property.type],
			property.default === '' ? 'none' : `\`${property.default}\``,
			property.description,
			users.length === all ? 'every change' : users.join(', '),
		]);
	return {
		operations: table(
			['Node', 'Resource', 'Operation', 'What it does', 'Parameters and filters', 'Request'],
			operations,
		),
		options: table(['Option', 'Values', 'Default', 'Meaning', 'Of'], optionRows),
	};
};

/** The README with its tables as the operations are now. */
const readmeOf = (text) =>
	Object.entries(tables()).reduce(
		(readme, [name, lines]) =>
			readme.replace(
				new RegExp(`(<!-- ${name} -->)[^]*?(<!-- /${name} -->)`),
				(_, start, end) => `${start}\n\n${lines.join('\n')}\n\n${end}`,
			),
		text,
	);

const readme = async () => {
	const file = `${__dirname}/README.md`;
	await writeFile(file, readmeOf(await readFile(file, 'utf8')));
};

module.exports = { default: assets, clean, readme, readmeOf };
