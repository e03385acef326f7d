import { isBlank, shortened, trimmed } from '../text';
import type { Unreadable } from './parameter';
import { unreadable } from './parameter';

/** What sheets and forms write, in the languages that they are set to. */
const yes = new Set([
	'true',
	'yes',
	'y',
	'on',
	'1',
	'wahr',
	'ja',
	'vrai',
	'oui',
	'sí',
	'si',
	'verdadero',
	'vero',
	'verdadeiro',
]);
const no = new Set(['false', 'no', 'n', 'off', '0', 'falsch', 'nein', 'faux', 'non', 'falso']);

const toWrite = 'Use true or false; yes or no, and 1 or 0, are understood too';

/** A yes or no, where what is written means one of them alone. */
export const asBoolean = (raw: unknown): boolean | Unreadable => {
	if (typeof raw === 'boolean') return raw;
	if (raw === undefined || isBlank(raw)) return unreadable('is empty', toWrite);
	if (typeof raw !== 'string' && typeof raw !== 'number') return unreadable("isn't true or false", toWrite);
	const word = trimmed(String(raw)).normalize('NFC').toLowerCase();
	if (yes.has(word)) return true;
	if (no.has(word)) return false;
	return unreadable(`is '${shortened(String(raw))}', which isn't true or false`, toWrite);
};
