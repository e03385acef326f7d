interface Node {
	readonly type: string;
	readonly key?: { readonly name?: string };
	readonly properties?: readonly Node[];
}
interface Path {
	readonly node: Node;
	readonly parent?: Node;
}

const words = ['description', 'placeholder', 'hint', 'docs', 'documentationUrl'];

/** What people read beside a field: nothing comes of it, and how it is written the linters and the README's tables see. */
const shouldIgnore = ({ node, parent }: Path): string | undefined =>
	node.type === 'ObjectProperty' &&
	words.includes(node.key?.name ?? '') &&
	parent?.properties?.some(({ key }) => key?.name === 'displayName' || key?.name === 'name')
		? 'prose of the panel'
		: undefined;

export const strykerPlugins = [{ kind: 'Ignore', name: 'prose', value: { shouldIgnore } }];
