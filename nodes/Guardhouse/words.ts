import type { IDataObject } from 'n8n-workflow';

export const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

/** What a user is called, by both names. */
export const nameIn = ({ firstName, lastName }: IDataObject): string | null =>
	textOf(
		[firstName, lastName]
			.filter((part) => typeof part === 'string')
			.join(' ')
			.trim(),
	);
