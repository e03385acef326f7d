import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { channel } from 'node:diagnostics_channel';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';

import * as ts from 'typescript';

/** A function of the package that is called: the file that it stands in, what it is given, and of which type what it gives is. */
interface Call {
	readonly file: string;
	readonly given: readonly unknown[];
	gives?: string;
}

const calls = 'calls in the package';
const teller = '__told';

const bound = (name: ts.BindingName): ts.Identifier[] =>
	ts.isIdentifier(name)
		? [name]
		: [...name.elements].flatMap((element) => (ts.isBindingElement(element) ? bound(element.name) : []));

/** Lets each function tell what it is given before it does anything, and what it gives. */
const telling =
	(file: string): ts.TransformerFactory<ts.SourceFile> =>
	(context) => {
		const { factory: make } = context;
		const name = make.createIdentifier;
		const told = (
			parameters: ts.NodeArray<ts.ParameterDeclaration>,
			statements: readonly ts.Statement[],
			isAsync: boolean,
		) => {
			const given = parameters.flatMap((parameter) => bound(parameter.name)).map(({ text }) => name(text));
			const modifiers = isAsync ? [make.createToken(ts.SyntaxKind.AsyncKeyword)] : undefined;
			const body = make.createBlock([...statements], true);
			const inner = make.createArrowFunction(modifiers, undefined, [], undefined, undefined, body);
			const call = make.createCallExpression(name(teller), undefined, [
				make.createStringLiteral(file),
				make.createArrayLiteralExpression(given),
				inner,
			]);
			return make.createBlock([make.createReturnStatement(call)], true);
		};
		const isAsync = (node: ts.ArrowFunction | ts.FunctionExpression) =>
			node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword) === true;
		const visit = (node: ts.Node): ts.Node => {
			const inner = ts.visitEachChild(node, visit, context);
			if (ts.isArrowFunction(inner)) {
				const { modifiers, typeParameters, parameters, type, equalsGreaterThanToken, body } = inner;
				const statements = ts.isBlock(body) ? body.statements : [make.createReturnStatement(body)];
				const block = told(parameters, statements, isAsync(inner));
				return make.updateArrowFunction(
					inner,
					modifiers,
					typeParameters,
					parameters,
					type,
					equalsGreaterThanToken,
					block,
				);
			}
			return inner;
		};
		return (source) => ts.visitNode(source, visit) as ts.SourceFile;
	};

const opening = `const ${teller} = (file, given, run) => {
	const call = { file, given };
	require('node:diagnostics_channel').channel('${calls}').publish(call);
	const gives = run();
	if (gives instanceof Promise) gives.then((given) => (call.gives = typeof given), () => undefined);
	else call.gives = typeof gives;
	return gives;
};\n`;

const sourcesIn = (root: string, folder: string): string[] =>
	readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.ts'))
		.map((file) => join(folder, file));

/** The package with functions that tell of themselves, in a folder of its own. */
export const tracedPackage = (root: string): string => {
	const folder = mkdtempSync(join(tmpdir(), 'traced-'));
	cpSync(join(root, 'package.json'), join(folder, 'package.json'));
	symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
	cpSync(join(root, 'dist'), join(folder, 'dist'), { recursive: true, filter: (file) => !file.endsWith('.js') });
	for (const file of [...sourcesIn(root, 'nodes'), ...sourcesIn(root, 'credentials'), 'index.ts']) {
		const options = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 };
		const transformers = { before: [telling(relative('nodes', file))] };
		const source = readFileSync(join(root, file), 'utf8');
		const { outputText } = ts.transpileModule(source, { compilerOptions: options, transformers, fileName: file });
		const target = join(folder, 'dist', file.replace(/ts$/, 'js'));
		mkdirSync(dirname(target), { recursive: true });
		writeFileSync(target, opening + outputText);
	}
	return folder;
};

const most = 1;

/** Whether a value is held in what a function is given, however deep. */
const holds = (given: unknown, value: string, depth = 0, met = new Set<unknown>()): boolean => {
	if (typeof given === 'string' || typeof given === 'number') return String(given).includes(value);
	if (typeof given !== 'object' || given === null || depth > most || met.has(given)) return false;
	met.add(given);
	const inner = given instanceof Map || given instanceof Set ? [...given].flat() : Object.values(given);
	return inner.some((one) => holds(one, value, depth + 1, met));
};

/** The files that a value passes while something is done, one after the other: not those that are only asked whether it is something. */
export const pathOf = async (value: string, run: () => Promise<unknown>): Promise<string[]> => {
	const met: Call[] = [];
	const called = (message: unknown) => {
		const call = message as Call;
		if (call.given.some((one) => holds(one, value))) met.push(call);
	};
	const all = channel(calls);
	all.subscribe(called);
	try {
		await run();
	} finally {
		all.unsubscribe(called);
	}
	const passed = met.filter(({ gives }) => gives !== 'boolean' && gives !== 'undefined').map(({ file }) => file);
	return passed.filter((file, index) => file !== passed[index - 1]);
};
