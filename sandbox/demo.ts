import { build, root } from '../scripts';
import { credentialsFor } from './access';
import { readExample } from './examples';
import { startEngine, webhookOf, type Engine } from './host';
import { namesOf, ownAccess, wrongWith, type LeavingReply } from './leaving';
import { people } from './people';
import { bold, dim, fitted, green, red, say } from './print';
import { accessTable, changeOf, labels, repliesTable, type Counts, type Reply } from './shown';
import { startSandbox, type Sandbox } from './start';
import {
	accessOf,
	expectedAccess,
	providersOf,
	readTickets,
	systems,
	type Access,
	type ExpectedTicket,
	type System,
	type Ticket,
} from './tickets';

/** Posts a body to the webhook of an example, exactly as it is shipped. */
const post = async (engine: Engine, sandbox: Sandbox, file: string, body: object): Promise<unknown[]> => {
	const workflow = readExample(file);
	const webhook = webhookOf(workflow);
	if (!webhook) throw new Error('The example has no webhook');
	const ours = workflow.nodes.filter(({ type }) => type.startsWith('n8n-nodes-access-management.'));
	say(dim(`  ${fitted('Node of the workflow', 26)}${fitted('Items', 24)}Time`));
	const { responses, error } = await engine.run(workflow, {
		credentials: credentialsFor(sandbox),
		mode: 'webhook',
		trigger: { node: webhook.name, items: [{ json: { headers: {}, params: {}, query: {}, body: body as never } }] },
		onNodeDone: (name, { data, executionTime }) => {
			if (!ours.some((node) => node.name === name)) return;
			const [worked = [], failed = []] = data?.main ?? [];
			const count = `${worked?.length ?? 0} worked${failed?.length ? `, ${failed.length} failed` : ''}`;
			say(`  ${fitted(name, 26)}${fitted(count, 24)}${dim(`${executionTime} ms`)}`);
		},
	});
	if (error) throw new Error(`The workflow failed: ${error.message}`);
	return responses.flatMap((response) => response.body as unknown[]);
};

/** What a ticket is about, by the names that people know. */
const subjectOf = (sandbox: Sandbox, ticket: Ticket): string => {
	const { delos, clientDirectory, guardhouse, cloudFoundry } = sandbox;
	const named: Array<[id: unknown, name: string]> = [
		...delos.state.clients.map(({ cuid, name }) => [cuid, name] as [string, string]),
		...clientDirectory.state.departments.map(({ id, name }) => [id, name] as [string, string]),
		...guardhouse.state.roles.map(({ id, name }) => [id, name] as [number, string]),
		...cloudFoundry.state.organizations.map(({ guid, name }) => [guid, name] as [string, string]),
	];
	const { departmentName, roleName, organizationName, clientName } = ticket;
	const { departmentId, roleId, organizationGuid, clientId } = ticket;
	const word = departmentName ?? roleName ?? organizationName ?? clientName;
	return word === undefined
		? (new Map(named).get(departmentId ?? roleId ?? organizationGuid ?? clientId) ?? '')
		: String(word);
};

const countsOf = (sandbox: Sandbox): Record<System, Counts> => {
	const providers = providersOf(sandbox);
	const counted = systems.map((system) => {
		const { requests, tokenFetches } = providers[system];
		const refused = requests.filter(({ status }) => status === 401).length;
		return [system, { requests: requests.length, refused, signIns: tokenFetches }];
	});
	return Object.fromEntries(counted) as Record<System, Counts>;
};

const differencesIn = (tickets: ExpectedTicket[], replies: Reply[], before: Access, after: Access): string[] => {
	const wrong: string[] = [];
	for (const { ticket, expect } of tickets) {
		const own = replies.filter((reply) => reply.ticket === ticket.id);
		if (own.length !== 1) wrong.push(`${ticket.id} has ${own.length} replies`);
		const agrees = ({ status, outcome, reason = '' }: Reply) =>
			status === expect.status && outcome === expect.outcome && reason.startsWith(expect.reason ?? '');
		for (const reply of own)
			if (!agrees(reply)) wrong.push(`${ticket.id}: expected ${JSON.stringify(expect)}, got ${JSON.stringify(reply)}`);
	}
	const ids = tickets.map(({ ticket }) => ticket.id);
	for (const { ticket } of replies) if (!ids.includes(ticket)) wrong.push(`A reply to no ticket: ${ticket}`);
	const expected = expectedAccess(before, tickets);
	for (const system of systems)
		for (const { line, mark } of changeOf(expected[system], after[system]))
			wrong.push(`${labels[system]}: ${mark === '+' ? 'unexpected' : 'missing'}: ${line}`);
	return wrong;
};

const demonstrate = async (sandbox: Sandbox, engine: Engine): Promise<boolean> => {
	const expected = readTickets();
	const tickets = expected.map(({ ticket }) => ticket);
	// The sessions end in the middle of the work, as they do in real life; the directory's token is a static one.
	sandbox.delos.expireTokensAfter(4);
	sandbox.guardhouse.expireTokensAfter(2);
	sandbox.cloudFoundry.expireTokensAfter(2);
	const before = accessOf(sandbox);

	say(bold(`${tickets.length} tickets, posted to examples/offboarding.json on n8n's own engine`));
	say(dim('Three of the four providers end the session in the middle of it. The nodes sign in again by themselves.'));
	const start = performance.now();
	const replies = (await post(engine, sandbox, 'offboarding.json', { tickets })) as Reply[];
	const took = performance.now() - start;
	const after = accessOf(sandbox);

	say();
	const subject = (ticket: Ticket) => subjectOf(sandbox, ticket);
	for (const line of repliesTable(expected, subject, replies, before, after)) say(line);
	say();
	for (const line of accessTable(expected, before, after, countsOf(sandbox))) say(line);
	say();

	const wrong = differencesIn(expected, replies, before, after);
	for (const line of wrong) say(red(`✗ ${line}`));
	const time = `${(took / 1000).toFixed(1)} s (with start-up ${(performance.now() / 1000).toFixed(1)} s)`;
	if (wrong.length === 0) say(green(`✓ One reply for each ticket, and access is exactly as they ask, in ${time}`));
	else say(red(`✗ ${wrong.length} differences from what the tickets expect, in ${time}`));
	return wrong.length === 0;
};

const leave = async (sandbox: Sandbox, engine: Engine): Promise<boolean> => {
	const person = people[2];
	say();
	say(bold(`${person.name} has left: one call of examples/hr-offboarding.json takes everything`));
	const before = ownAccess(sandbox, person.name);
	const [reply] = await post(engine, sandbox, 'hr-offboarding.json', { person: namesOf(person) });
	const after = ownAccess(sandbox, person.name);
	say();
	for (const system of systems) {
		say(bold(labels[system]));
		for (const line of before[system]) say(`  ${red(`− ${line}`)}`);
	}
	say();
	const wrong = wrongWith(reply as LeavingReply, before, after);
	for (const line of wrong) say(red(`✗ ${line}`));
	const count = Object.values(before).flat().length;
	if (wrong.length === 0) say(green(`✓ All ${count} accesses are gone, each with an audit event and the way back`));
	return wrong.length === 0;
};

const demo = async (): Promise<boolean> => {
	build();
	const sandbox = await startSandbox({ latency: 40 });
	try {
		const engine = await startEngine({ packageRoot: root });
		try {
			const passed = await demonstrate(sandbox, engine);
			return (await leave(sandbox, engine)) && passed;
		} finally {
			await engine.stop();
		}
	} finally {
		await sandbox.close();
	}
};

demo().then(
	(passed) => {
		process.exitCode = passed ? 0 : 1;
	},
	(error: unknown) => {
		console.error(error instanceof Error ? error.message : error);
		process.exitCode = 1;
	},
);
