import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { accessesOf, type Item } from './plan';
import type { Ran, Round } from './round';
import { secretsIn } from './secrets';
import { openTally, type Judged, type Tally } from './tally';
import { factsOf, isBulk, judgeChanging, judgeTold, repeats, type Seen } from './told';

export const itemOf = ({ pairedItem }: INodeExecutionData): number =>
	typeof pairedItem === 'object' && !Array.isArray(pairedItem) ? pairedItem.item : NaN;

/** The counts of an execution that stopped: those it says it made, and those it doesn't know of. */
export const stopped = (
	{ before, after }: Pick<Seen, 'before' | 'after'>,
	{ error }: Ran['result'],
	all: readonly string[],
): string | undefined => {
	const words = `${error?.message} ${error?.description}`;
	const told =
		/In this run, (no|[\d,]+) changes? had been made when it stopped(?:, and of ([\d,]+) changes? it isn't known)?\./.exec(
			words,
		);
	if (!told && !/\bNothing was (changed|sent)\b/.test(words)) return `stopped without counts: ${words}`;
	const [made, unknown] = [told?.[1] ?? 'no', told?.[2] ?? 'no'].map((count) =>
		count === 'no' ? 0 : Number(count.replaceAll(',', '')),
	);
	const really = [...new Set(all)].filter((access) => before.get(access) !== after.get(access)).length;
	return made <= really && really <= made + unknown
		? undefined
		: `says ${made} made and ${unknown} not known, and made ${really}: ${words}`;
};

/** Of an execution that threw nothing can be told but what it counted. */
const judgeThrown = (seen: Seen, { execution, result }: Ran, { found, count }: Tally): void => {
	const { items, name, onError } = execution;
	if (onError !== 'stopWorkflow') {
		found('lost', `${name}: all ${items.length} items, because the node threw: ${result.error?.message}`);
		return;
	}
	count('in runs that stopped', items.length);
	const wrong = stopped(seen, result, items.flatMap(accessesOf));
	if (wrong) found('wrong outcome', `${name}: ${wrong}`);
};

/** What was said of each item, by the links. */
const toldOf = ({ execution, result }: Ran, { found }: Tally): IDataObject[][] => {
	const { change, items, name } = execution;
	const own = items.map((): IDataObject[] => []);
	for (const [output, all] of (result.nodes.Node?.outputs ?? []).entries())
		for (const one of all) {
			const index = itemOf(one);
			const item = items[index] as Item | undefined;
			const isError = one.json.success === undefined;
			const isOther = (asked: Item) =>
				isError
					? output === 1 && one.json.id !== asked.id
					: output !== 0 || !repeats({ change, item: asked }, one.json);
			if (!item) found('unpaired', `${name}: ${JSON.stringify(one).slice(0, 300)}`);
			else if (isOther(item)) found('unpaired', `${item.id}: ${JSON.stringify(one).slice(0, 300)}`);
			else own[index].push(one.json);
		}
	return own;
};

export const judgeExecution = (seen: Seen, ran: Ran, tally: Tally): void => {
	const { execution, result } = ran;
	const { change, items } = execution;
	tally.count('items', items.length);
	if (result.status !== 'success') return judgeThrown(seen, ran, tally);
	const own = toldOf(ran, tally);
	const facts = factsOf(seen, items);
	const changing = items.flatMap((item, index) => {
		const told = own[index];
		const isEach = isBulk(item) && item.options.output === 'members' && told[0]?.success !== undefined;
		const expected = isEach ? item.users.length : 1;
		if (told.length !== expected) tally.found('lost', `${item.id}: ${told.length} results in place of ${expected}`);
		return told.flatMap((json) => judgeTold({ change, item }, json, { facts, signsIn: seen.signsIn, tally }));
	});
	judgeChanging(changing, tally);
};

/** Whatever reached the provider or became of it without an item that asks for it. */
const unasked = (round: Round): string[] => {
	const wet = round.plan.executions.flatMap(({ change, items }) =>
		items.filter(({ options }) => !options.dryRun).map((item) => ({ change, item })),
	);
	const lines = new Map<string, number>();
	// Items that ask for just the same one after the other are one request.
	for (const { change, item } of wet)
		for (const line of item.isAgain ? [] : change.lines(item)) lines.set(line, (lines.get(line) ?? 0) + 1);
	const again = [...round.answers].filter(([line, times]) => times > (lines.get(line) ?? 0));
	const aims = new Map(
		wet.flatMap(({ change: { passes = [] }, item }) =>
			accessesOf(item).map((access) => [access, [...item.met, ...passes]] as const),
		),
	);
	const strays = round.sent.filter((line) => !lines.has(line)).map((line) => `sent: ${line}`);
	const accesses = new Set([...round.before.keys(), ...round.after.keys()]);
	const moved = [...accesses].filter((access) => {
		const now = round.after.get(access) ?? 'none';
		return now !== (round.before.get(access) ?? 'none') && !aims.get(access)?.includes(now);
	});
	return [
		...strays,
		...again.map(([line, times]) => `had its answer, and was sent again (${times} answers): ${line}`),
		...moved.map((access) => `${access} is ${round.after.get(access) ?? 'none'} now`),
	];
};

/** Whatever n8n stores of an execution holds no secret. */
export const judgeStored = (
	name: string,
	result: Ran['result'],
	secrets: readonly string[],
	{ found }: Tally,
): void => {
	const { stored, error } = result;
	for (const secret of secretsIn(`${stored} ${error?.stack ?? ''} ${JSON.stringify(error ?? null)}`, secrets))
		found('secret', `${name}: ${secret}`);
};

/** Holds the run data of a round against what became of the sandbox. */
export const judge = (round: Round): Judged => {
	const tally = openTally();
	for (const ran of round.ran) {
		judgeExecution(round, ran, tally);
		judgeStored(ran.execution.name, ran.result, round.secrets, tally);
	}
	for (const text of unasked(round)) tally.found('changed unasked', text);
	return tally;
};
