import { comparable, shortened, unlinked, unquoted } from '../text';
import type { Unreadable } from './parameter';
import { unreadable } from './parameter';

const bare = (text: string): string => unlinked(unquoted(text.trim()));

const address = /^[^\s@<>,;:?"()[\]\\]+@[^\s@<>,;:?"()[\]\\]+$/u;

/** The one address in a text, alone or in brackets behind the name of whose it is. */
export const addressOf = (text: string): string | Unreadable => {
	const [, name = '', inner = text] = /^([^<>]*)<([^<>]*)>$/.exec(text) ?? [];
	const found = bare(inner);
	const isAnother = name.includes('@') && comparable(bare(name)) !== comparable(found);
	return address.test(found) && !isAnother
		? found
		: unreadable(
				`is '${shortened(text)}', which isn't one email address`,
				'Write the address alone, or as in Maria <maria@example.com>',
			);
};
