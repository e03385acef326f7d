import { setTimeout as sleep } from 'node:timers/promises';
import type { Ticket } from '../../../sandbox/tickets';

export interface Reply {
	ticket: string;
	status: string;
	outcome?: string;
	reason?: string;
}

export interface Post {
	ticket: string;
	/** When its answer came, or the connection broke; in ms since 1970. */
	endedAt: number;
	/** Absent where the connection broke. */
	status?: number;
	text: string;
	/** Absent unless the answer is one reply, and to this ticket. */
	reply?: Reply;
}

const replyIn = (status: number, text: string, ticket: string): Reply | undefined => {
	if (status !== 200) return undefined;
	try {
		const replies = JSON.parse(text) as Reply[];
		return replies.length === 1 && replies[0].ticket === ticket ? replies[0] : undefined;
	} catch {
		return undefined;
	}
};

const post = async (url: string, ticket: Ticket, signal: AbortSignal): Promise<Post> => {
	try {
		const response = await fetch(url, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(ticket),
			signal,
		});
		const { status } = response;
		const text = await response.text();
		return { ticket: ticket.id, endedAt: Date.now(), status, text, reply: replyIn(status, text, ticket.id) };
	} catch (error) {
		return { ticket: ticket.id, endedAt: Date.now(), text: String((error as Error).cause ?? error) };
	}
};

export interface PosterOptions {
	atOnce: number;
	/** How often a ticket is posted at most. */
	tries: number;
	signal: AbortSignal;
	onEnd(post: Post): void;
}

/** As a ticket system does it: each ticket in a post of its own, and once more where no good answer came. */
export const postAll = async (
	url: string,
	tickets: Ticket[],
	{ atOnce, tries, signal, onEnd }: PosterOptions,
): Promise<void> => {
	const left = [...tickets];
	const poster = async () => {
		for (let ticket = left.shift(); ticket; ticket = left.shift()) {
			for (let attempt = 1; attempt <= tries && !signal.aborted; attempt++) {
				if (attempt > 1) await sleep(1000);
				const ended = await post(url, ticket, signal);
				onEnd(ended);
				if (ended.reply) break;
			}
		}
	};
	await Promise.all(Array.from({ length: atOnce }, poster));
};
