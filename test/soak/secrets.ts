/** In base64 what stands before a secret shifts its letters: its middle, at each shift. */
const middles = (secret: string): string[] =>
	[0, 1, 2].map((shift) => {
		const letters = Buffer.from('#'.repeat(shift) + secret).toString('base64url');
		return letters.slice(shift === 0 ? 0 : shift + 1, -2);
	});

/** A secret as it is, as an address holds it, in base64 and in hex. */
const formsOf = (secret: string): string[] => {
	return [secret, secret.replaceAll('-', '%2D'), Buffer.from(secret).toString('hex'), ...middles(secret)];
};

/** The secrets that a text repeats, and where. */
export const secretsIn = (text: string, secrets: readonly string[]): string[] => {
	const plain = text.replaceAll('+', '-').replaceAll('/', '_').toLowerCase();
	const lower = text.toLowerCase();
	return secrets.flatMap((secret) => {
		const found = formsOf(secret)
			.map((form) => form.toLowerCase())
			.map((form) => Math.max(lower.indexOf(form), plain.indexOf(form)))
			.find((at) => at >= 0);
		return found === undefined ? [] : [`${secret} in ${text.slice(Math.max(0, found - 200), found + 100)}`];
	});
};
