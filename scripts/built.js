const { kebabCase } = require('./words');

/** What was built, read when it is needed: the providers, how to read their operations, and the classes of nodes and credentials. */
const built = () => {
	const {
		providers,
		filtersOf,
		isChange,
		isCompound,
		isOption,
		isAccessList,
		isRead,
		readsOnly,
		isSetOperation,
		optionsOf,
		parametersOf,
		...classes
	} = require('../dist/index.js');
	const described = Object.entries(classes).map(([name, Class]) => ({ folder: name, ...new Class() }));
	const nodes = providers.map((provider) => {
		const node = described.find(({ description }) => description?.name === provider.node);
		const credential = described.find(({ name }) => name === provider.credential);
		const { displayName } = node.description;
		return {
			...provider,
			folder: node.folder,
			displayName,
			page: `${kebabCase(displayName)}.md`,
			fields: credential.properties,
		};
	});
	const readings = { filtersOf, isChange, isCompound, isOption, isRead, isSetOperation, optionsOf, parametersOf };
	return { nodes, isAccessList, readsOnly, ...readings };
};

module.exports = { built };
