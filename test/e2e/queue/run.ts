import { appendFileSync, rmSync } from 'node:fs';
import { startSandbox, type Sandbox } from '../../../sandbox';
import { readExample } from '../../../sandbox/examples';
import { startQueue, waitFor, type Api, type Jobs, type Program } from '../../../sandbox/host';
import { saveCredentials } from '../../../sandbox/savedCredentials';
import { accessOf, providersOf, systems, type Access, type System } from '../../../sandbox/tickets';
import { root } from '../../../scripts';
import { artifact } from '../artifacts';
import { openContacts } from '../hosts/contacts';
import { type Post, postAll } from './poster';
import { countByStatus, recordOf, type StoredExecution, underWay, unfinishedIn } from './records';
import { prepareTickets, type QueuedTicket } from './tickets';

export const atOnce = 20;
/** How many executions a worker takes at once, as n8n comes. */
export const concurrency = 10;

const counts = { warmUp: 40, measured: 100, main: 300 };
// What an API on the internet takes. Without it the run would measure processors alone, and workers exist for the waiting.
const latency = 50;
// Long enough to see that every post hangs at a provider, shorter than the nodes wait.
const frozen = 20_000;
// n8n's own are 60, 10 and 30 s: too long to wait in a test for a dead worker's executions to be given up.
const settings = {
	QUEUE_WORKER_LOCK_DURATION: '15000',
	QUEUE_WORKER_LOCK_RENEW_TIME: '3000',
	QUEUE_WORKER_STALLED_INTERVAL: '5000',
};

export interface Run {
	sandbox: Sandbox;
	tickets: QueuedTicket[];
	before: Access;
	posts: Post[];
	/** What was under way on the worker that was killed. */
	inFlight: StoredExecution[];
	killedAt: number;
	/** At each provider, in turn: by the first posts, and after all sessions had expired at once. */
	tokenFetches: { first: number[]; renewed: number[] };
	/** At the end. */
	statuses: Record<string, number>;
	jobs: Jobs;
	executions: StoredExecution[];
}

export interface Opened {
	run(): Promise<Run>;
	close(): Promise<void>;
}

const publishExample = async (api: Api, sandbox: Sandbox): Promise<void> => {
	await api.signIn();
	const credentials = await saveCredentials(api, sandbox);
	const example = readExample('offboarding.json');
	// Without Verify and the like: the run counts the requests that tickets ask for, and what is read beside them is no part of it.
	const nodes = example.nodes.map((node) =>
		node.type.startsWith('n8n-nodes-access-management.')
			? { ...node, parameters: { ...node.parameters, options: {} } }
			: node,
	);
	await api.publish(await api.importWorkflow({ ...example, nodes }, credentials));
};

// Logs are added to, and those of an earlier run would tell of other executions under the same numbers.
rmSync(artifact('logs', 'queue'), { recursive: true, force: true });

export const say = (line: string) => {
	process.stdout.write(`${line}\n`);
	appendFileSync(artifact('logs', 'queue', 'counts.txt'), `${line}\n`);
};

export const open = (): Opened => {
	const closing = new AbortController();
	const stops: Array<() => Promise<void>> = [];
	const posts: Post[] = [];

	const run = async (): Promise<Run> => {
		const sandbox = await startSandbox({ latency });
		stops.push(sandbox.close);
		const providers = systems.map((system) => providersOf(sandbox)[system]);
		// As on the page, a second grant is refused: were it just repeated, nobody would see it.
		sandbox.delos.state.bindMode = 'refusesExisting';
		// Whoever signs in ends the session of all others, on whichever worker they are.
		for (const provider of providers) provider.oneTokenAtATime = true;
		const tickets = prepareTickets(sandbox, 2 * (counts.warmUp + counts.measured) + counts.main);
		const before = accessOf(sandbox);

		const contacts = openContacts('queue', sandbox);
		const queue = await startQueue([root], (name) => artifact('logs', 'queue', `${name}.log`), {
			...settings,
			...contacts.env,
		});
		stops.push(queue.stop);
		const { url } = queue.n8n;
		const api = contacts.watched(queue.n8n.api);
		await publishExample(api, sandbox);

		const look = async (when: string) => {
			const statuses = await countByStatus(api);
			const jobs = queue.jobs();
			const shown = Object.entries(statuses).flatMap(([status, count]) => (count > 0 ? [`${count} ${status}`] : []));
			say(`${when}: executions ${shown.join(', ')}; jobs in Redis ${jobs.active} active, ${jobs.waiting} waiting`);
			return { statuses, jobs };
		};

		let posted = 0;
		/** Resolves with how many a second. */
		const postNext = async (count: number): Promise<number> => {
			const batch = tickets.slice(posted, posted + count).map(({ ticket }) => ticket);
			posted += count;
			const start = performance.now();
			const onEnd = (post: Post) => void posts.push(post);
			await postAll(`${url}/webhook/access-tickets`, batch, { atOnce, tries: 3, signal: closing.signal, onEnd });
			return (count / (performance.now() - start)) * 1000;
		};
		const answered = () => posts.filter(({ reply }) => reply !== undefined).length;
		const answers = async (count: number) =>
			await waitFor(`${count} answers`, async () => answered() >= count, { every: 20, seconds: 120 });

		/** Kills the worker when it is known what is under way on it, and nothing is halfway between answer and record. */
		const killInTheMiddle = async (worker: Program) => {
			for (const provider of providers) provider.latency = frozen;
			// Some of the changes under way won't be made; the others are made when nobody is left to hear of it.
			const cut = new Set<string>();
			for (const [index, { ticket, request }] of tickets.entries()) {
				const [method, path] = request?.split(/[ ?]/) ?? [];
				if (index % 3 > 0 || path === undefined || cut.has(path)) continue;
				cut.add(path);
				providersOf(sandbox)[ticket.system as System].fault({ method, path, drop: 'before' });
			}
			await waitFor('all posts to hang at the providers', async () => {
				if (underWay(sandbox) !== atOnce) return false;
				const { success, running } = await countByStatus(api);
				return success === answered() && running === atOnce && underWay(sandbox) === atOnce;
			});
			const inFlight = await Promise.all(unfinishedIn(worker.log()).map(async (id) => await recordOf(api, id)));
			await look(`Before the kill, after ${answered()} answers`);
			await worker.kill();
			const killedAt = Date.now();
			for (const provider of providers) provider.latency = latency;
			await look('After the kill');
			await queue.startWorker('worker-2');
			await look(`When the worker is back, ${((Date.now() - killedAt) / 1000).toFixed(0)} s later`);
			return { inFlight, killedAt };
		};

		await queue.startWorker('worker-1');
		await postNext(counts.warmUp);
		const first = providers.map(({ tokenFetches }) => tokenFetches);
		const one = await postNext(counts.measured);
		const worker = await queue.startWorker('worker-2');
		await postNext(counts.warmUp);
		const two = await postNext(counts.measured);
		say(
			`Executions per second, of ${counts.measured} tickets, ${atOnce} at once, at a latency of ${latency} ms: ` +
				`${one.toFixed(1)} with one worker, ${two.toFixed(1)} with two (${(two / one).toFixed(2)} times as many)`,
		);

		const earlier = posted;
		const incident = async () => {
			await answers(earlier + 50);
			const fetched = providers.map(({ tokenFetches }) => tokenFetches);
			for (const provider of providers) provider.expireTokens();
			await answers(earlier + 120);
			return { ...(await killInTheMiddle(worker)), fetched };
		};
		const [{ fetched, ...killed }] = await Promise.all([incident(), postNext(counts.main)]);

		await waitFor('the last executions to be stored', async () => {
			const { running, new: queued } = await countByStatus(api);
			// A job leaves Redis after its execution has been stored.
			return running + queued === 0 && queue.jobs().known === 0;
		});
		const end = await look('At the end');
		const executions: StoredExecution[] = [];
		for (let id = 1; id <= posts.length; id++) executions.push(await recordOf(api, String(id)));
		return {
			...{ sandbox, tickets, before, posts, executions },
			...killed,
			...end,
			tokenFetches: { first, renewed: providers.map(({ tokenFetches }, index) => tokenFetches - fetched[index]) },
		};
	};

	return {
		run,
		close: async () => {
			closing.abort();
			for (const stop of stops.reverse()) await stop();
		},
	};
};
