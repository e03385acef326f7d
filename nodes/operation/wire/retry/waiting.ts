import { sleep } from 'n8n-workflow';

/** Waits in steps, because a wait has to end with the run, and n8n's `sleep` can't be interrupted. */
export const waitUntil = async (moment: number, isOver: () => boolean): Promise<void> => {
	while (!isOver() && Date.now() < moment) await sleep(Math.min(50, moment - Date.now()));
};
