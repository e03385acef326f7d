import type { Outcome } from '../types';

/** Why, in the provider's words too. */
export const because = ({ why }: Pick<Outcome, 'why'>): string => {
	if (!why) return '';
	const { message, said } = why;
	return said === undefined || message.includes(said) ? message : `${message} (${said})`;
};

/** The same; of a member in the provider's words alone, where there are some. */
export const reasonOf = ({ id, why }: Outcome): string =>
	id === undefined ? because({ why }) : (why?.said ?? why?.message ?? '');
