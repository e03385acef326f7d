interface Node {
	readonly type: string;
	readonly key?: { readonly name?: string };
	readonly value?: { readonly type: string };
	readonly properties?: readonly Node[];
}
interface Path {
	readonly node: Node;
	readonly parent?: Node;
}

const words = ['description', 'placeholder', 'hint', 'docs', 'documentationUrl'];

const isNamed = ({ properties = [] }: Node) =>
	properties.some(({ key }) => ['displayName', 'name'].includes(key?.name ?? ''));

/**
 * What people read beside a field: nothing comes of it, and how it is written the linters and the README's tables see. And
 * the values of an example, of which the previews show the types.
 */
const shouldIgnore = ({ node, parent }: Path): string | undefined => {
	if (node.type !== 'ObjectProperty') return undefined;
	const name = node.key?.name ?? '';
	if (name === 'sample' && node.value?.type === 'ObjectExpression') return 'an example';
	return words.includes(name) && parent && isNamed(parent) ? 'prose of the panel' : undefined;
};

export const strykerPlugins = [{ kind: 'Ignore', name: 'prose', value: { shouldIgnore } }];
