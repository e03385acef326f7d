import type { Reader } from '../../model';

/** In milliseconds: a change may take that long to be seen. */
const pauses = [300, 700, 1500];

/** What is read once changes were made, a few times more where they can't be seen yet. */
export const untilSeen = async <Found>(
	reader: Reader,
	look: (earlier: Found | undefined) => Promise<Found>,
	isSeen: (found: Found) => boolean,
): Promise<Found> => {
	let found = await look(undefined);
	for (const pause of pauses) {
		if (isSeen(found)) break;
		await reader.pause(pause);
		found = await look(found);
	}
	return found;
};
