const painted = (code: number) => (text: string) => (process.stdout.isTTY ? `\x1b[${code}m${text}\x1b[0m` : text);

export const [bold, dim, red, green, yellow] = [1, 2, 31, 32, 33].map(painted);

export const say = (line = '') => console.log(line);

export const fitted = (text: string, width: number) =>
	text.length > width ? `${text.slice(0, width - 1)}…` : text.padEnd(width);

/** Entries one after the other, on as many lines as they need. */
export const wrapped = (entries: string[], width: number): string[] => {
	const lines: string[] = [];
	for (const entry of entries) {
		const last = lines.at(-1);
		if (last !== undefined && last.length + entry.length + 2 <= width) lines[lines.length - 1] = `${last}, ${entry}`;
		else lines.push(fitted(entry, width).trimEnd());
	}
	return lines;
};
