const { built } = require('./built');
const { rights } = require('./rights');
const { code, table, titled, unique } = require('./words');

/** Each operation of a node with its resource. */
const operationsOf = ({ operations }) =>
	Object.entries(operations).flatMap(([resource, inResource]) =>
		Object.values(inResource).map((operation) => ({ resource: titled(resource), operation })),
	);

/** An operation by each version of the API that its parameters choose between; where there is none to choose, itself. */
const variantsOf = async (operation) => {
	if (!operation.resolve) return [operation];
	const values = operation.chooses.flatMap(({ property }) =>
		(property.options ?? []).map(({ value }) => ({ [property.name]: value })),
	);
	// What is found out at the provider is one of the others.
	const found = await Promise.allSettled(values.map(async (chosen) => await operation.resolve(chosen, {})));
	return found.map(({ value }) => value).filter((variant) => variant?.route);
};

const linkTo = ({ name, docs }) => (docs ? `[${name}](${docs})` : name);

/** What a node does, in words of one line. */
const overview = ({ readsOnly, isSetOperation, isChange, nodes }) => {
	const rows = nodes.map((node) => {
		const all = operationsOf(node);
		const named = (holds) => all.filter(({ operation }) => holds(operation)).map(({ operation }) => operation.name);
		const reads = all.filter(({ operation }) => readsOnly(operation)).map(({ resource }) => resource);
		return [
			`[${node.displayName}](docs/${node.page})`,
			named(isChange).join(', '),
			named((operation) => isSetOperation(operation) && !operation.list).join(', '),
			unique(named((operation) => isSetOperation(operation) && operation.list)).join(', '),
			unique(reads).join(', '),
		];
	});
	return table(['Node', 'One access', 'All of it', 'Exactly these', 'Get, Get Many'], rows);
};

const requestsOf = async (operation, { isAccessList, isCompound, isSetOperation }) => {
	if (isAccessList(operation)) {
		const variants = await Promise.all(operation.reads.map(variantsOf));
		return unique(variants.flat().map(({ route }) => code(route))).join(', ');
	}
	if (isSetOperation(operation)) return `those of ${operation.changes.map(({ name }) => name).join(' and ')}`;
	if (isCompound(operation)) return 'those of the single changes';
	const variants = await variantsOf(operation);
	return unique(variants.map(({ route }) => code(route))).join(' or ');
};

/** The operations of these nodes; `leading` gives the cells of a node that stand before the others. */
const operationTable = async (nodes, readings, heads, leading) => {
	const rows = nodes.flatMap((node) =>
		operationsOf(node).map(async ({ resource, operation }) => {
			const own = [...readings.parametersOf(operation).keys()].filter((parameter) => !readings.isOption(parameter));
			const parameters = [...own, ...readings.filtersOf(operation).keys()];
			return [
				...leading(node),
				resource,
				linkTo(operation),
				operation.description,
				parameters.map(({ property, word }) => `${property.displayName}${word ? ` (or ${word.kind})` : ''}`).join(', '),
				await requestsOf(operation, readings),
			];
		}),
	);
	return table(
		[...heads, 'Resource', 'Operation', 'What it does', 'Parameters and filters', 'Request'],
		await Promise.all(rows),
	);
};

const valuesOf = ({ type, options, typeOptions = {}, modes }) => {
	if (options) return options.map(({ value }) => code(value)).join(', ');
	if (modes) return modes.map(({ displayName }) => displayName).join(', ');
	if (type === 'boolean') return `${code(true)}, ${code(false)}`;
	if (type === 'number') return `${typeOptions.minValue} to ${typeOptions.maxValue}`;
	return undefined;
};

const defaultOf = ({ default: value }) => (value === '' ? 'none' : code(value));

const held = ({ property, are }) => {
	if (are) return `a list of ${are.property.options.map(({ name }) => name).join(' or ')}`;
	return valuesOf(property) ?? (property.type === 'json' ? 'JSON' : 'text');
};

/** What an item may call each parameter of a node by, where that is mapped automatically; choices of a version and filters aren't. */
const parameters = (node, { parametersOf, filtersOf, readsOnly }) => {
	const rows = new Map();
	const add = ({ operation, resource }, parameter, fields) => {
		const { displayName, description } = parameter.property;
		const key = JSON.stringify([displayName, [...fields].sort(), held(parameter), description]);
		const cells = [displayName, fields.map(code).join(', '), held(parameter), description];
		const user = operation.name === 'Get Many' ? `${operation.name} (${resource})` : operation.name;
		rows.set(key, { cells, fields, ...rows.get(key), users: unique([...(rows.get(key)?.users ?? []), user]) });
	};
	/** What reads isn't mapped: it joins the row of what is, where that has the same. */
	const fieldsBeside = ({ property }, values) =>
		[...rows.values()].find(
			({ cells: [name, , held_, meaning] }) =>
				[property.displayName, property.description, values].join() === [name, meaning, held_].join(),
		)?.fields ?? [];
	const all = operationsOf(node);
	for (const one of all.filter(({ operation }) => !readsOnly(operation)))
		for (const [parameter, names] of parametersOf(one.operation)) {
			const isMapped = !one.operation.chooses?.includes(parameter);
			add(one, parameter, isMapped ? unique([...names, ...(parameter.word?.fields ?? [])]) : []);
		}
	for (const one of all.filter(({ operation }) => readsOnly(operation)))
		for (const [parameter] of parametersOf(one.operation))
			add(one, parameter, fieldsBeside(parameter, held(parameter)));
	for (const one of all) for (const [parameter] of filtersOf(one.operation)) add(one, parameter, []);
	return table(
		['Parameter', 'Fields of the item', 'Values', 'Meaning', 'Of'],
		[...rows.values()].map(({ cells, users }) => [...cells, users.join(', ')]),
	);
};

const shownWith = ({ displayOptions }, fields) =>
	Object.entries(displayOptions?.show ?? {})
		.map(([name, values]) => {
			const { options } = fields.find((field) => field.name === name);
			return values.map((value) => options.find((option) => option.value === value).name).join(', ');
		})
		.join(', ') || 'always';

const meaningOf = ({ description, options = [], placeholder }) =>
	[
		description,
		...options.map(({ name, description: meaning }) => `_${name}_: ${meaning}`),
		placeholder?.replace(/^e\.g\. (.*)$/, 'E.g. `$1`'),
	]
		.filter(Boolean)
		.map((sentence) => sentence.replace(/\.$/, ''))
		.join('. ');

const fields = ({ fields: all }) =>
	table(
		['Field', 'With', 'Required', 'What it holds'],
		all
			.filter(({ type }) => type !== 'hidden' && type !== 'notice')
			.map((field) => [field.displayName, shownWith(field, all), field.required ? 'yes' : '', meaningOf(field)]),
	);

/** What a provider answers, as far as a refusal is told by that. */
const answerOf = ({ status, code: said, says }) => {
	const words = says?.source
		.replace(/[\^$()]/g, '')
		.replace(/\\S\+/g, '…')
		.replace(/\|/g, '" or "');
	return [status, said && code(said), words && `"${words}"`].filter(Boolean).join(' ');
};

/** What the pages of a provider say that it answers, and what the node makes of that. */
const refusals = async (node, { isChange, isRead, isSetOperation }) => {
	const rows = new Map();
	const add = (refusal, becomes, user) => {
		// Values stand where the names of their parameters do.
		const [message, description] = [refusal.message, refusal.description || 'The message says what helps'].map((text) =>
			text.replace(/\{\w+\}/g, "'…'"),
		);
		const key = JSON.stringify([becomes, message, description]);
		const { answers = [], users = [] } = rows.get(key) ?? {};
		rows.set(key, {
			answers: unique([...answers, answerOf(refusal)]),
			cells: [becomes, message, description],
			users: unique([...users, user]),
		});
	};
	for (const { operation, resource } of operationsOf(node)) {
		const singles = isSetOperation(operation) ? operation.changes : [operation];
		for (const single of singles.filter((one) => isChange(one) || isRead(one))) {
			const user = isRead(single) ? `${single.name} (${resource})` : single.name;
			for (const { unchanged = [], refusals: own = [] } of [single, ...(await variantsOf(single))]) {
				for (const already of unchanged) add(already, code('unchanged'), user);
				for (const refusal of own) add(refusal, 'failed', user);
			}
		}
	}
	for (const refusal of node.refusals) add(refusal, 'failed', 'all');
	return table(
		['The provider answers', 'The item is', 'Message', 'What to do', 'Of'],
		[...rows.values()].map(({ answers, cells, users }) => [answers.join('<br>'), ...cells, users.join(', ')]),
	);
};

const options = ({ nodes, isChange, isSetOperation, optionsOf }) => {
	const changes = nodes
		.flatMap(operationsOf)
		.map(({ operation }) => operation)
		.filter((operation) => isChange(operation) || isSetOperation(operation));
	const users = new Map();
	for (const operation of changes)
		for (const option of optionsOf(operation)) users.set(option, [...(users.get(option) ?? []), operation.name]);
	const rows = [...users]
		.sort(([a], [b]) => a.property.displayName.localeCompare(b.property.displayName, 'en'))
		.map(([{ property, absent }, names]) => [
			`${property.displayName} (${code(property.name)})`,
			valuesOf(property) ?? (Array.isArray(absent) ? 'IDs or words' : 'text'),
			defaultOf(property),
			property.description,
			names.length === changes.length ? 'every change' : unique(names).join(', '),
		]);
	return table(['Option', 'Values', 'Default', 'Meaning', 'Of'], rows);
};

/** Every table by the name of its place in a page. */
const tables = async () => {
	const { nodes, ...readings } = built();
	const all = {
		overview: overview({ nodes, ...readings }),
		operations: await operationTable(nodes, readings, ['Node'], ({ displayName, page }) => [
			`[${displayName}](${page})`,
		]),
		options: options({ nodes, ...readings }),
	};
	for (const node of nodes)
		Object.assign(all, {
			[`operations of ${node.node}`]: await operationTable([node], readings, [], () => []),
			[`parameters of ${node.node}`]: parameters(node, readings),
			[`credential of ${node.node}`]: fields(node),
			[`rights of ${node.node}`]: rights(node, readings),
			[`refusals of ${node.node}`]: await refusals(node, readings),
		});
	return all;
};

module.exports = { tables };
