const inEitherCase = (digits: string) => digits.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);

const hexOf = (code: number, length = 1) => inEitherCase(code.toString(16).padStart(length, '0'));

const names: Record<string, string> = { '"': 'quot', "'": 'apos', '&': 'amp', '<': 'lt', '>': 'gt' };
const escapes: Record<string, string> = { '\n': 'n', '\r': 'r', '\t': 't' };

/** A character as JSON (however often nested), HTML, an address and a form write it. */
const writings = (character: string): string => {
	if (/[A-Za-z0-9]/.test(character)) return character;
	const code = character.codePointAt(0) as number;
	const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
	const entities = [`#0*${code}`, `#[xX]0*${hexOf(code)}`, ...(names[character] ? [names[character]] : [])];
	const ways = [
		`\\\\*${character.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')}`,
		[...Buffer.from(character)].map((byte) => `%(?:25)*${hexOf(byte, 2)}`).join(''),
		units.map((unit) => `\\\\+u${hexOf(unit, 4)}`).join(''),
		`&(?:amp;)*(?:${entities.join('|')});`,
		...(escapes[character] ? [`\\\\+${escapes[character]}`] : []),
		...(character === ' ' ? ['\\+'] : []),
	];
	return `(?:${ways.join('|')})`;
};

const shortest = 8;

/** In base64 what stands before a secret shifts its letters: its middle, at each shift. */
const middlesIn64 = (secret: string): string[] => {
	const bytes = Buffer.from(secret);
	const middles = [0, 1, 2].map((shift) => {
		const letters = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64url');
		const isWhole = (shift + bytes.length) % 3 === 0;
		return letters.slice(Math.ceil((shift * 4) / 3), isWhole ? undefined : -1);
	});
	return middles.filter(({ length }) => length >= shortest);
};

const inAlphabets = (letters: string): string | RegExp =>
	/[-_]/.test(letters)
		? new RegExp(letters.replace(/-/g, '(?:-|\\+|%2[bB])').replace(/_/g, '(?:_|\\\\*/|%2[fF])'), 'g')
		: letters;

/** A secret in every form in which it may be repeated: as it is, escaped, in base64 (with its client, too) and in hex. */
export const writtenForms = (secret: string, client: string): ReadonlyArray<string | RegExp> => {
	const isPlain = /^[A-Za-z0-9]+$/.test(secret);
	const hex = Buffer.from(secret).toString('hex');
	const in64 = [secret, `${client}:${secret}`].map((whole) => Buffer.from(whole).toString('base64url'));
	return [
		isPlain ? secret : new RegExp([...secret].map(writings).join(''), 'g'),
		hex,
		hex.toUpperCase(),
		...[...in64, ...middlesIn64(secret)].map(inAlphabets),
	];
};
