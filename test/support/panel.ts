import { NodeHelpers, type INodeProperties, type INodeTypeDescription } from 'n8n-workflow';

type Inner = NonNullable<INodeProperties['options']>[number];

const isParameter = (inner: Inner): inner is INodeProperties => 'displayName' in inner && 'type' in inner;

interface Settings {
	readonly required?: boolean;
	readonly noDataExpression?: boolean;
	readonly typeOptions?: object;
}

const settingsOf = ({ required, noDataExpression, typeOptions }: Settings) =>
	[required && 'required', noDataExpression && 'no expression', typeOptions && JSON.stringify(typeOptions)].filter(
		Boolean,
	);

/** A field of a panel with all that saved workflows keep of it, and what stands in it under it. */
export const fieldLines = (field: INodeProperties, depth: string): string[] => {
	const { displayName, name, type, default: first, modes = [], options = [] } = field;
	const below = `${depth}  `;
	return [
		[`${depth}${displayName}: ${name}, ${type} ${JSON.stringify(first)}`, ...settingsOf(field)].join(', '),
		...modes.map((mode) => [`${below}${mode.displayName}: ${mode.name}, ${mode.type}`, ...settingsOf(mode)].join(', ')),
		...options.flatMap((option) =>
			isParameter(option)
				? fieldLines(option, below)
				: [`${below}${option.name}: ${JSON.stringify((option as { value?: unknown }).value)}`],
		),
	];
};

const fieldOf = (properties: readonly INodeProperties[], name: string, resource?: string) => {
	const isShown = ({ displayOptions }: INodeProperties) =>
		resource === undefined || displayOptions?.show?.resource?.includes(resource);
	return properties.find((property) => property.name === name && isShown(property)) as INodeProperties;
};

const choicesOf = ({ options = [] }: INodeProperties) =>
	options as Array<{ name: string; value: string; action?: string }>;

/** The panel of a node, for each operation what n8n shows of it before anything is filled in. */
export const panelLines = (node: INodeTypeDescription): string[] => {
	const { properties } = node;
	const chosen = ['resource', 'operation'];
	const resource = fieldOf(properties, 'resource');
	const lines = [`${node.displayName}: ${node.name}`, ...fieldLines(resource, '')];
	for (const { value: ofResource } of choicesOf(resource)) {
		const operation = fieldOf(properties, 'operation', ofResource);
		lines.push('', ...fieldLines(operation, ''));
		for (const { value, action } of choicesOf(operation)) {
			const asked = { resource: ofResource, operation: value };
			const values = NodeHelpers.getNodeParameters(properties, asked, true, false, { typeVersion: 1 }, node) ?? {};
			const shown = properties.filter(
				(property) =>
					!chosen.includes(property.name) && NodeHelpers.displayParameter(values, property, { typeVersion: 1 }, node),
			);
			lines.push('', `# ${ofResource}, ${value}: ${action}`, ...shown.flatMap((property) => fieldLines(property, '')));
		}
	}
	return lines;
};

/** What a credential asks for. */
export const credentialLines = (properties: readonly INodeProperties[]): string[] =>
	properties.flatMap((property) => {
		const [line, ...below] = fieldLines(property, '');
		const { show } = property.displayOptions ?? {};
		return [show ? `${line}, where ${JSON.stringify(show)}` : line, ...below];
	});
