const painted = (code: number) => (text: string) => (process.stdout.isTTY ? `\x1b[${code}m${text}\x1b[0m` : text);

export const [bold, dim, red, green, yellow] = [1, 2, 31, 32, 33].map(painted);

export const say = (line = '') => console.log(line);

export const fitted = (text: string, width: number) =>
	text.length > width ? `${text.slice(0, width - 1)}…` : text.padEnd(width);
