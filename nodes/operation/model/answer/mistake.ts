import type { Refused } from './refusal';

const reports = 'https://github.com/access-management-nodes/n8n-nodes-access-management/issues';

const kinds = new Set<unknown>(['TypeError', 'RangeError', 'ReferenceError', 'SyntaxError']);

/** Whether an error was thrown by this package, or by what Node.js does for it: expressions and n8n throw of their own. */
const isOwn = (stack: unknown): boolean => {
	const frames = String(stack)
		.split('\n')
		.filter((line) => /^\s+at /.test(line) && !/\(?(node:|<anonymous>)/.test(line));
	return frames.length > 0 && /[\\/](nodes|credentials)[\\/]/.test(frames[0]) && !frames[0].includes('n8n-nodes-base');
};

/** What to say of an error that is a mistake of the node itself: there is no remedy but to report it. */
export const asMistake = (error: unknown): Pick<Refused, 'message' | 'description'> | undefined => {
	if (typeof error !== 'object' || error === null) return undefined;
	const { name, message, description, stack } = error as Partial<Error> & { readonly description?: unknown };
	if (!kinds.has(name) || description !== undefined || !isOwn(stack)) return undefined;
	return {
		message: 'The node itself made a mistake',
		description: `Something was other than it expects (${String(message)}). Please report that at ${reports}, with the operation and the version of n8n.`,
	};
};
