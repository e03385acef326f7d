import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const most = { files: 12, floors: 5 };

const engine = join(__dirname, '../../nodes/operation');

const foldersIn = (folder: string): string[] =>
	readdirSync(folder, { withFileTypes: true })
		.filter((entry) => entry.isDirectory())
		.map(({ name }) => join(folder, name))
		.flatMap((inner) => [inner, ...foldersIn(inner)]);

const sourcesIn = (folder: string): string[] => readdirSync(folder).filter((file) => file.endsWith('.ts'));

/** The files of its own room that a file imports, types included. */
const neededBy = (folder: string, file: string): string[] =>
	[...readFileSync(join(folder, file), 'utf8').matchAll(/\bfrom '\.\/([\w.]+)'/g)]
		.map(([, name]) => `${name}.ts`)
		.filter((name) => sourcesIn(folder).includes(name));

/** How many files stand on each other, down from one of them. */
const floorsUnder = (folder: string, file: string): number =>
	1 + Math.max(0, ...neededBy(folder, file).map((needed) => floorsUnder(folder, needed)));

const rooms = foldersIn(engine).map((folder) => relative(engine, folder));

it('the engine is found', () => {
	expect(rooms).toEqual(expect.arrayContaining(['lookup', 'model', 'panel', 'run', 'run/apply', 'saved', 'wire']));
});

describe.each(rooms)('the room %s', (room) => {
	const folder = join(engine, room);
	const files = sourcesIn(folder);

	it('has one way in, which says in one sentence what the room is for and holds nothing itself', () => {
		const lines = readFileSync(join(folder, 'index.ts'), 'utf8').trimEnd();
		expect(lines).toMatch(/^\/\*\* [A-Z][^\n]*\. \*\/\n\n(export (type )?\{[^}]+\} from '\.\/\w+';\n?)+$/);
	});

	it(`has no more than ${most.files} files on ${most.floors} floors below its index`, () => {
		expect(files.length).toBeLessThanOrEqual(most.files);
		for (const file of files.filter((name) => name !== 'index.ts'))
			expect([file, floorsUnder(folder, file) <= most.floors]).toEqual([file, true]);
	});
});
