const { mkdir, writeFile } = require('node:fs/promises');
const { dirname } = require('node:path');
const { built } = require('./built');

const schemaOf = (value) => {
	if (Array.isArray(value)) return { type: 'array', items: value.length > 0 ? schemaOf(value[0]) : {} };
	if (value === null) return { type: 'null' };
	if (typeof value !== 'object') return { type: Number.isInteger(value) ? 'integer' : typeof value };
	const properties = Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, schemaOf(inner)]));
	return { type: 'object', properties };
};

/** The result of an operation, with values of the right types. */
const exampleOf = (name, operation, { readsOnly, isSetOperation, parametersOf }) => {
	const { sample = null, bulk } = operation;
	if (readsOnly(operation)) return sample;
	const values = [...parametersOf(operation).keys()].map(({ property, read }) => {
		const value = read('1');
		return [property.name, value.unreadable === undefined ? value : property.default];
	});
	const told = {
		summary: '',
		success: true,
		operation: name,
		outcome: 'applied',
		changed: true,
		...Object.fromEntries(values),
	};
	if (isSetOperation(operation)) {
		const [lists, undo] = [[sample], [{ resource: 'user', operation: name, baseUrl: '' }]];
		return {
			...told,
			added: lists,
			removed: lists,
			kept: lists,
			failed: [{ ...sample, error: '' }],
			unknown: [{ ...sample, error: '' }],
			remaining: lists,
			undo,
		};
	}
	return {
		...told,
		...(bulk && { ...sample, unknown: [{ id: '', error: '' }] }),
		response: sample,
		undo: null,
	};
};

/** The schema of what each operation gives, by its file: where n8n looks for it. */
const schemas = () => {
	const { nodes, isChange, isCompound, ...readings } = built();
	return nodes.flatMap(({ folder: node, operations: resources }) => {
		// What is made of single changes gives their results.
		const changes = Object.values(resources)
			.flatMap(Object.entries)
			.filter(([, operation]) => isChange(operation));
		return Object.entries(resources).flatMap(([resource, inResource]) =>
			Object.entries(inResource).map(([name, operation]) => {
				const isSequence = isCompound(operation) && !readings.isSetOperation(operation);
				const [shown, given] = isSequence ? changes[0] : [name, operation];
				const schema = { ...schemaOf(exampleOf(shown, given, readings)), version: 1 };
				return [`dist/nodes/${node}/__schema__/v1.0.0/${resource}/${name}.json`, schema];
			}),
		);
	});
};

/** The previews that let people map fields before the first run. */
const previews = async () => {
	for (const [file, schema] of schemas()) {
		await mkdir(dirname(file), { recursive: true });
		await writeFile(file, JSON.stringify(schema));
	}
};

module.exports = { previews, schemas };
