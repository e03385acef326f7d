const { mkdir, readFile, rm, writeFile } = require('node:fs/promises');
const { dest, series, src } = require('gulp');

// Without `encoding: false` gulp reads files as text, which would spoil an icon that is not one.
const assets = () => src(['nodes/**/*.svg', 'nodes/**/*.node.json'], { base: '.', encoding: false }).pipe(dest('dist'));

/** What was built: the operations and how to read them, and the classes of nodes and credentials. */
const built = () => {
	const {
		operations,
		filtersOf,
		isChange,
		isCompound,
		isRead,
		isWhole,
		parametersOf,
		...classes
	} = require('./dist/index.js');
	return { operations, filtersOf, isChange, isCompound, isRead, isWhole, parametersOf, classes };
};

const schemaOf = (value) => {
	if (Array.isArray(value)) return { type: 'array', items: value.length > 0 ? schemaOf(value[0]) : {} };
	if (value === null) return { type: 'null' };
	if (typeof value !== 'object') return { type: Number.isInteger(value) ? 'integer' : typeof value };
	const properties = Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, schemaOf(inner)]));
	return { type: 'object', properties };
};

/** The result of an operation, with values of the right types. */
const exampleOf = (name, operation, { isRead, isWhole, parametersOf }) => {
	const { sample = null, bulk } = operation;
	if (isRead(operation)) return sample;
	const values = [...parametersOf(operation).keys()].map(({ property, read }) => {
		const value = read('1');
		return [property.name, value.unreadable === undefined ? value : property.default];
	});
	const told = { success: true, operation: name, outcome: 'applied', changed: true, ...Object.fromEntries(values) };
	if (isWhole(operation)) {
		const [lists, undo] = [[sample], [{ resource: 'user', operation: name }]];
		return {
			...told,
			added: lists,
			removed: lists,
			kept: lists,
			failed: [{ ...sample, error: '' }],
			remaining: lists,
			undo,
		};
	}
	return {
		...told,
		...(bulk && sample),
		response: sample,
		undo: null,
	};
};

/** The previews that let people map fields before the first run: one for each operation, where n8n looks for it. */
const schemas = async () => {
	const { operations, isChange, isCompound, classes, ...readings } = built();
	const folders = Object.fromEntries(
		Object.entries(classes).flatMap(([folder, Class]) => {
			const { description } = new Class();
			return description ? [[description.name, folder]] : [];
		}),
	);
	for (const [node, resources] of Object.entries(operations)) {
		// What is made of single changes gives their results.
		const changes = Object.values(resources)
			.flatMap(Object.entries)
			.filter(([, operation]) => isChange(operation));
		for (const [resource, inResource] of Object.entries(resources)) {
			const folder = `dist/nodes/${folders[node]}/__schema__/v1.0.0/${resource}`;
			await mkdir(folder, { recursive: true });
			for (const [name, operation] of Object.entries(inResource)) {
				const isSequence = isCompound(operation) && !readings.isWhole(operation);
				const [shown, given] = isSequence ? changes[0] : [name, operation];
				const schema = { ...schemaOf(exampleOf(shown, given, readings)), version: 1 };
				await writeFile(`${folder}/${name}.json`, JSON.stringify(schema));
			}
		}
	}
};

const clean = () => rm('dist', { recursive: true, force: true });

const row = (...cells) => `| ${cells.join(' | ')} |`;
const table = (heads, rows) => [row(...heads), row(...heads.map(() => '---')), ...rows.map((cells) => row(...cells))];

/** The tables of the README by the name of their place in it, read from the built operations. */
const tables = () => {
	const { operations: byNode, filtersOf, isChange, isCompound, isWhole, parametersOf, classes } = built();
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
	const requestOf = (operation) => {
		if (isWhole(operation)) return `those of ${operation.changes.map(({ name }) => name).join(' and ')}`;
		return isCompound(operation) ? 'those of the single changes' : `\`${operation.route}\``;
	};
	const operations = each((node, resource, operation) => {
		const parameters = [...parametersOf(operation).keys(), ...filtersOf(operation).keys()];
		return [
			node,
			resource,
			isCompound(operation) ? operation.name : `[${operation.name}](${operation.docs})`,
			operation.description,
			parameters.map(({ property, word }) => `${property.displayName}${word ? ` (or ${word.kind})` : ''}`).join(', '),
			requestOf(operation),
		];
	});
	const options = new Map();
	const changes = each((_, __, operation) => operation).filter(
		(operation) => isChange(operation) || isWhole(operation),
	);
	for (const { name, options: declared } of changes)
		for (const option of declared) options.set(option, [...(options.get(option) ?? []), name]);
	const all = changes.length;
	const byLabel = ([a], [b]) => a.property.displayName.localeCompare(b.property.displayName, 'en');
	const kinds = {
		boolean: () => '`true`, `false`',
		number: ({ minValue, maxValue }) => `${minValue} to ${maxValue}`,
		string: () => 'IDs',
	};
	const optionRows = [...options]
		.sort(byLabel)
		.map(([{ property }, users]) => [
			`${property.displayName} (\`${property.name}\`)`,
			property.options
				? property.options.map(({ value }) => `\`${value}\``).join(', ')
				: kinds[property.type](property.typeOptions),
			property.default === '' ? 'none' : `\`${property.default}\``,
			property.description,
			users.length === all ? 'every change' : [...new Set(users)].join(', '),
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

module.exports = { default: series(assets, schemas), clean, readme, readmeOf };
