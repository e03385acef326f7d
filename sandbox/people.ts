import { createHash } from 'node:crypto';

const names = [
	'John Smith',
	'Maria Garcia',
	'Mia Chen',
	'Oliver Brown',
	'Priya Patel',
	'Lukas Weber',
	'Sofia Rossi',
	'Noah Johansson',
	'Amara Okafor',
	'Hiro Tanaka',
	'Elena Petrova',
	'Daniel Novak',
];

export interface Person {
	first: string;
	last: string;
	name: string;
	login: string;
	email: string;
}

/** The same people work with all four providers, so that a demo can take one person's access away everywhere. */
export const people: Person[] = names.map((name) => {
	const [first, last] = name.split(' ');
	const login = `${first}.${last}`.toLowerCase();
	return { first, last, name, login, email: `${login}@example.com` };
});

/** A UUID that is the same on every run, so that demos and tests can name it. */
export const uuidOf = (seed: string): string =>
	createHash('sha256')
		.update(seed)
		.digest('hex')
		.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-a$4-$5');

export const daysAfter = (start: string, days: number): string =>
	new Date(Date.parse(start) + days * 86_400_000).toISOString().replace('.000Z', 'Z');
