import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { root } from '../../scripts';

const { pages } = jest.requireActual<{ pages: () => Promise<Record<string, string>> }>('../../gulpfile.js');
const paths = ['README.md', ...readdirSync(join(root, 'docs')).map((name) => `docs/${name}`)].sort();

it('the README and its pages have tables', async () => {
	expect(Object.keys(await pages()).sort()).toEqual(paths);
});

it.each(paths)('%s has the tables of the operations as they are (npm run readme writes them)', async (path) => {
	const { [path]: page } = await pages();
	expect(readFileSync(join(root, path), 'utf8')).toBe(page);
});
