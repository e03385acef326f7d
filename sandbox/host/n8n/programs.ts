import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Where a program of PostgreSQL or Redis is: in one of the folders, or on the path. */
export const needed = (name: string, folders: string[] = []): string => {
	const places = [...folders, ...(process.env.PATH ?? '').split(delimiter)].map((folder) => join(folder, name));
	const found = places.find((place) => existsSync(place));
	if (found !== undefined) return found;
	throw new Error(
		`The program ${name} is missing: n8n's queue mode needs PostgreSQL and Redis. ` +
			"Debian's and Ubuntu's packages have them: apt-get install postgresql redis-server",
	);
};
