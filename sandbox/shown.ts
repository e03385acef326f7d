import { bold, dim, fitted, green, red, wrapped, yellow } from './print';
import { linesBeyond, type Access, type ExpectedTicket, type System, systems } from './tickets';

/** The reply to one ticket, as the example answers. */
export interface Reply {
	ticket: string;
	status: string;
	outcome?: string;
	reason?: string;
	details?: { lookedUp?: Record<string, string | string[]>; [parameter: string]: unknown };
}

export interface Counts {
	requests: number;
	/** Requests that came when the session was over. */
	refused: number;
	signIns: number;
}

export const labels: Record<System, string> = {
	delos: 'Delos',
	'client directory': 'Client Directory',
	guardhouse: 'Guardhouse',
	'cloud foundry': 'Cloud Foundry',
};

/** What became of a ticket: its mark in the table, and what the mark means. */
const meanings = {
	done: '✓ done',
	accepted: '✓ accepted',
	asked: '= as asked',
	partly: '± partly done',
	failed: '✗ failed',
	'not sent': '– not sent',
};
type Fate = keyof typeof meanings;

const explained: Record<Fate, string> = {
	done: 'the provider accepted it, and access has changed',
	accepted: "the provider accepted it, but there was nothing to change: its answer doesn't tell (Verify does)",
	asked: 'it was so already, and the provider says so',
	partly: 'some of what the ticket asks for was done, the rest failed',
	failed: 'nothing was changed',
	'not sent': "it wasn't approved, or the workflow has no node for it",
};

const paints: Record<Fate, (text: string) => string> = {
	done: green,
	accepted: green,
	asked: green,
	partly: yellow,
	failed: red,
	'not sent': yellow,
};

export const changeOf = (before: string[], after: string[]) => [
	...linesBeyond(before, after).map((line) => ({ line, mark: '−' })),
	...linesBeyond(after, before).map((line) => ({ line, mark: '+' })),
];

/** What really changed at the provider, of what this ticket was to change. */
const madeBy = ({ ticket, expect }: ExpectedTicket, before: Access, after: Access) => {
	const asked = [...(expect.removed ?? []), ...(expect.added ?? [])];
	const system = ticket.system as System;
	return systems.includes(system)
		? changeOf(before[system], after[system]).filter(({ line }) => asked.includes(line))
		: [];
};

const fateOf = ({ status, outcome }: Reply, made: unknown[]): Fate => {
	if (status === 'partly done') return 'partly';
	if (status === 'failed') return 'failed';
	if (status !== 'done') return 'not sent';
	if (outcome !== 'applied') return 'asked';
	return made.length > 0 ? 'done' : 'accepted';
};

/** Which record each word turned out to mean. */
const meantBy = ({ details: { lookedUp = {}, ...details } = {} }: Reply): string[] =>
	Object.entries(lookedUp).flatMap(([parameter, words]) => {
		const ids = [details[parameter]].flat();
		return [words].flat().map((word, index) => `${word} has the ID ${fitted(String(ids[index]), 17).trimEnd()}`);
	});

/** Of a ticket that was partly done, what was. */
const partsOf = (made: Array<{ line: string; mark: string }>): string[] =>
	made.map(({ line, mark }) => `Done: ${mark} ${line}`);

const columns = [10, 18, 27, 34];
const row = (cells: string[]) => cells.map((cell, index) => fitted(cell, columns[index] ?? 0)).join('');

const start = ' '.repeat(columns[0]);
const room = 120 - columns[0];

/** A row for each ticket, with what it asks for in words; below it why it failed, and which records its words mean. */
export const repliesTable = (
	tickets: ExpectedTicket[],
	subjectOf: (ticket: ExpectedTicket['ticket']) => string,
	replies: Reply[],
	before: Access,
	after: Access,
): string[] => {
	const met = new Set<Fate>();
	const lines = [bold(`${row(['Ticket', 'Provider', 'Whose access', 'What is asked'])}What became of it`)];
	for (const expected of tickets) {
		const { ticket } = expected;
		const made = madeBy(expected, before, after);
		const own = replies.filter((reply) => reply.ticket === ticket.id);
		const fates = own.map((reply) => fateOf(reply, made));
		for (const fate of fates) met.add(fate);
		const asked = `${ticket.action} ${subjectOf(ticket)}`.trim();
		const cells = row([ticket.id, labels[ticket.system as System] ?? ticket.system, ticket.person, asked]);
		lines.push(cells + (fates.map((fate) => paints[fate](meanings[fate])).join(' ') || red('✗ no reply')));
		const below = own.flatMap((reply, index) => [
			...(reply.reason ? [reply.reason] : []),
			...(fates[index] === 'partly' ? partsOf(made) : []),
			...wrapped(meantBy(reply), room),
		]);
		lines.push(...below.map((line) => start + dim(fitted(line, room).trimEnd())));
	}
	const legend = (Object.keys(meanings) as Fate[]).filter((fate) => met.has(fate));
	return [...lines, '', ...legend.map((fate) => dim(`${fitted(meanings[fate], 16)}${explained[fate]}`))];
};

/** How many accesses there are at each provider, what changed, and which ticket asked for it. */
export const accessTable = (
	tickets: ExpectedTicket[],
	before: Access,
	after: Access,
	counts: Record<System, Counts>,
): string[] => {
	const numbers = (cells: unknown[]) => cells.map((cell) => String(cell).padStart(13)).join('');
	const headings = numbers(['before', 'after', 'requests', 'refused', 'sign-ins']);
	const lines = [bold(fitted('How many accesses there are', 40) + headings)];
	for (const system of systems) {
		const { requests, refused, signIns } = counts[system];
		const cells = [before[system].length, after[system].length, requests, refused, signIns];
		lines.push(fitted(labels[system], 40) + numbers(cells));
		for (const { line, mark } of changeOf(before[system], after[system])) {
			const paint = mark === '+' ? green : red;
			const asked = tickets.filter(({ ticket, expect }) => {
				const own = mark === '+' ? expect.added : expect.removed;
				return ticket.system === system && own?.includes(line);
			});
			const cause = asked.map(({ ticket }) => ticket.id).join(', ') || 'no ticket asked for it';
			lines.push(`  ${paint(`${mark} ${fitted(line, 56)}`)}  ${dim(cause)}`);
		}
	}
	return [
		...lines,
		'',
		dim('refused: requests that came when the session was over; they were sent again after a new sign-in'),
	];
};
