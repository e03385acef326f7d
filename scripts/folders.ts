import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The folder of the project, which is the one of the package for all providers. */
export const root = join(__dirname, '..');

/** The folders of the packages that are for one provider each, in which `npm run packages` makes them. */
export const providerPackages = readdirSync(join(root, 'packages'))
	.map((name) => join(root, 'packages', name))
	.filter((folder) => existsSync(join(folder, 'package.json')));
