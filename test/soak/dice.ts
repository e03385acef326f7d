import { createHash } from 'node:crypto';

/** A number from 0 up to 1: the same for the same words, whenever it is asked for, so that arrival decides nothing. */
export type Dice = (...about: ReadonlyArray<string | number>) => number;

export const diceOf =
	(...seed: ReadonlyArray<string | number>): Dice =>
	(...about) =>
		createHash('sha256')
			.update(JSON.stringify([...seed, ...about]))
			.digest()
			.readUInt32BE() /
		2 ** 32;

export const pick = <Of>(throwing: number, from: readonly Of[]): Of => from[Math.floor(throwing * from.length)];

export const shuffled = <Of>(all: readonly Of[], dice: Dice): Of[] =>
	all
		.map((one, index) => ({ one, at: dice('shuffle', index) }))
		.sort((a, b) => a.at - b.at)
		.map(({ one }) => one);
