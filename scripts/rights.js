const { table, titled, unique } = require('./words');

const inWords = (name) => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

/** Everything of a node that an account may need a right for, each with what it is called. */
const askingForRights = ({ operations, lists, lookups }, { optionsOf, parametersOf, readsOnly }) => {
	const all = Object.entries(operations).flatMap(([resource, inResource]) =>
		Object.entries(inResource).map(([name, operation]) => ({ resource, name, operation })),
	);
	const isNamedTwice = (one) => all.some(({ operation }) => operation !== one && operation.name === one.name);
	const called = new Map([['trigger', 'On Access Changed']]);
	for (const { resource, name, operation } of all)
		called.set(
			`${resource}.${name}`,
			isNamedTwice(operation) ? `${operation.name} (${titled(resource)})` : operation.name,
		);
	for (const name of Object.keys(lists)) called.set(`list.${name}`, `From List of ${inWords(name)}`);
	const words = all.flatMap(({ operation }) => [...parametersOf(operation).keys()].map(({ word }) => word));
	for (const name of Object.keys(lookups)) {
		const { kind } = words.find((word) => word?.lookup === name);
		called.set(`word.${name}`, `By ${titled(kind)} of ${inWords(name)}`);
	}
	const reading = ['dryRun', 'verify', 'ifUnchanged', 'reportRemaining', 'keepLastOwner', 'protectedUsers'];
	const options = all
		.filter(({ operation }) => !readsOnly(operation))
		.flatMap(({ operation }) => [...optionsOf(operation)]);
	for (const { property } of options.filter(({ property: { name } }) => reading.includes(name)))
		called.set(`option.${property.name}`, `_${property.displayName}_`);
	return called;
};

const everything = 'everything';
const allOfIt = 'Everything: every operation and option, From List, names in the place of IDs, On Access Changed';

/** What the account of a credential needs, for all that the node does. */
const rights = (node, readings) => {
	const { heads, rows } = node.rights;
	const called = askingForRights(node, readings);
	const named = new Set(rows.flatMap(({ of }) => of));
	const wrong = named.has(everything)
		? [...named].filter((key) => key !== everything)
		: [
				...[...called.keys()].filter((key) => !named.has(key)).map((key) => `nothing for ${key}`),
				...[...named].filter((key) => !called.has(key)).map((key) => `${key}, which there isn't`),
			];
	if (wrong.length > 0) throw new Error(`The rights of ${node.node} have ${wrong.join(', ')}`);
	const whatFor = ({ of, where }) =>
		[unique(of.map((key) => called.get(key) ?? allOfIt)).join(', '), where].filter(Boolean).join(': ');
	return table(
		['What for', ...heads],
		rows.map((row) => [whatFor(row), ...row.needs]),
	);
};

module.exports = { rights };
