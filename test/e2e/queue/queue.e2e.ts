import { accessOf, expectedAccess, linesBeyond, systems } from '../../../sandbox/tickets';
import { answersTo, changesAt, wasEverCut } from './records';
import { atOnce, concurrency, open, type Run, say } from './run';
import type { QueuedTicket } from './tickets';

const opened = open();
let run: Run;
beforeAll(async () => {
	run = await opened.run();
	report();
});
afterAll(opened.close);

const postsOf = (id: string) => run.posts.filter(({ ticket }) => ticket === id);
const diedWith = (id: string) => run.inFlight.some(({ ticket }) => ticket === id);
const wasCut = ({ ticket, request }: QueuedTicket) =>
	request !== undefined && wasEverCut(run.sandbox, `${ticket.system} ${request}`);
const outcomesOf = (queued: QueuedTicket) => {
	const { outcome } = queued.expect;
	// The dead worker may have made the change, and no provider can be asked to make it again.
	if (diedWith(queued.ticket.id)) return [outcome, 'unchanged'];
	// A repeat of what got no answer can't know whether there had been nothing to do before.
	return [wasCut(queued) && outcome === 'unchanged' ? 'applied' : outcome];
};
const reasonsOf = (queued: QueuedTicket) => {
	const { status, reason = '' } = queued.expect;
	// After an answer that was lost, the refusal of the repeat says nothing of the first try.
	return status === 'failed' && wasCut(queued) ? [reason, "It isn't known whether "] : [reason];
};
const sorted = (ids: Array<string | undefined>) => [...ids].sort();

/** What its provider was asked for once more, because nobody had heard of the first answer. */
const askedTwice = () =>
	run.tickets.filter(({ ticket, request }) => answersTo(run.sandbox, `${ticket.system} ${request}`).length > 1);

const report = () => {
	const { posts, inFlight, killedAt, tokenFetches, tickets, sandbox } = run;
	const unanswered = posts.filter(({ reply }) => reply === undefined);
	const waits = unanswered.map(({ endedAt }) => Math.round((endedAt - killedAt) / 1000));
	const cut = tickets.filter((queued) => wasCut(queued) && !diedWith(queued.ticket.id));
	const refused = changesAt(sandbox).filter(({ status }) => status === 401).length;
	const shown = (fetches: number[]) => systems.map((system, index) => `${system} ${fetches[index]}`).join(', ');
	const answered = posts.length - unanswered.length;
	say(
		`Tickets: ${tickets.length}, posted ${posts.length}, answered ${answered}, repeated ${posts.length - tickets.length} times. ` +
			`In flight on the killed worker: ${inFlight.length}, of which ${askedTwice().length} had reached their provider`,
	);
	say(`Connections cut under a worker that lived on, and tried again by the nodes: ${cut.length}`);
	say(`Callers of what died: status 500, ${Math.min(...waits)} to ${Math.max(...waits)} s after the kill`);
	say(`Sign-ins by the first posts: ${shown(tokenFetches.first)}`);
	say(
		`Sign-ins after all sessions expired: ${shown(tokenFetches.renewed)}; ${refused} changes had been refused for it`,
	);
};

it('loses a worker in the middle of as many executions as it takes at once', () => {
	expect(run.inFlight.map(({ status }) => status)).toEqual(Array(concurrency).fill('running'));
	expect(new Set(run.inFlight.map(({ ticket }) => ticket)).size).toBe(concurrency);
	expect(askedTwice().length).toBeGreaterThan(0);
});

it('gives each ticket one proper reply, with what has to come of it', () => {
	const wrong = run.tickets.flatMap((queued) => {
		const { ticket, expect: wanted } = queued;
		const replies = postsOf(ticket.id).flatMap(({ reply }) => (reply ? [reply] : []));
		const [{ status, outcome, reason = '' } = { status: 'none' }] = replies;
		const isRight =
			replies.length === 1 &&
			status === wanted.status &&
			outcomesOf(queued).includes(outcome) &&
			reasonsOf(queued).some((start) => reason.startsWith(start));
		return isRight ? [] : [`${ticket.id}: ${JSON.stringify({ wanted, replies })}`];
	});
	expect(wrong).toEqual([]);
});

it('leaves access as it was, apart from what the tickets ask for', () => {
	const after = accessOf(run.sandbox);
	const expected = expectedAccess(run.before, run.tickets);
	for (const system of systems) {
		expect(linesBeyond(expected[system], run.before[system]).length > 0).toBe(system === 'delos');
		expect(linesBeyond(run.before[system], expected[system]).length).toBeGreaterThan(50);
		expect([system, 'missing', linesBeyond(expected[system], after[system])]).toEqual([system, 'missing', []]);
		expect([system, 'unexpected', linesBeyond(after[system], expected[system])]).toEqual([system, 'unexpected', []]);
	}
});

it('sends no change that no ticket asks for', () => {
	const asked = new Set(run.tickets.map(({ ticket, request }) => `${ticket.system} ${request}`));
	expect(changesAt(run.sandbox).filter(({ request }) => !asked.has(request))).toEqual([]);
});

it('has each change made once, and asks a second time only where the worker died with the ticket', () => {
	const wrong = run.tickets.flatMap(({ ticket, expect: wanted, request }) => {
		if (request === undefined) return [];
		const statuses = answersTo(run.sandbox, `${ticket.system} ${request}`);
		const isDelosChange = ticket.system === 'delos' && wanted.outcome === 'applied';
		// Delos alone tells a change from one that was made already.
		const isRight =
			(diedWith(ticket.id) ? [1, 2] : [1]).includes(statuses.length) &&
			(!isDelosChange || statuses.filter((status) => status === 200).length === 1);
		return isRight ? [] : [{ ticket, statuses }];
	});
	expect(wrong).toEqual([]);
});

it('tells the callers of what died that it failed, and nobody else', () => {
	const unanswered = run.posts.filter(({ reply }) => reply === undefined);
	expect(sorted(unanswered.map(({ ticket }) => ticket))).toEqual(sorted(run.inFlight.map(({ ticket }) => ticket)));
	for (const { status, text } of unanswered) expect([status, text]).toEqual([500, '{"message":"Error in workflow"}']);
});

it('has one successful execution for each ticket, and a failed one for each that died', () => {
	const ended = (well: boolean) => run.executions.filter(({ status }) => (status === 'success') === well);
	expect(sorted(ended(true).map(({ ticket }) => ticket))).toEqual(run.tickets.map(({ ticket }) => ticket.id));
	expect(sorted(ended(false).map(({ id }) => id))).toEqual(sorted(run.inFlight.map(({ id }) => id)));
});

it('leaves nothing waiting, active or running', () => {
	const { success, error, crashed, ...others } = run.statuses;
	expect(success + error + crashed).toBe(run.posts.length);
	expect(new Set(Object.values(others))).toEqual(new Set([0]));
	expect(run.jobs).toEqual({ waiting: 0, active: 0, delayed: 0, known: 0 });
});

it('signs in at most once for each ticket under way when a session is missing', () => {
	for (const fetches of Object.values(run.tokenFetches))
		for (const [index, system] of systems.entries()) {
			// The directory's token is one that somebody pasted.
			const [fewest, most] = system === 'client directory' ? [0, 0] : [1, atOnce];
			expect([system, fetches[index] >= fewest && fetches[index] <= most]).toEqual([system, true]);
		}
});
