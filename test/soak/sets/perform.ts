import type { RunResult } from '../../../sandbox/host';
import type { Playing, Stage } from '../stage';
import type { Aim } from './aim';
import type { SetGround, Whole } from './ground';

/** An execution of an act. */
export interface Performance extends Playing {
	readonly name: string;
}

export interface Performed extends Performance {
	readonly result: RunResult;
}

const wholeOptions = ['dryRun', 'verify', 'ifUnchanged', 'auditEvent', 'partialFailure'];
const listOptions = ['mode', 'allowEmpty', 'maxRemovalPercent'];

/** The execution that makes aims of one kind true. */
export const performanceOf = (
	ground: SetGround,
	by: Whole,
	aims: readonly Aim[],
	manner: Pick<Performance, 'name' | 'settings' | 'onError'>,
): Performance => ({
	...manner,
	...ground[by],
	parameters: [
		...Object.keys(aims[0].fields).filter((name) => !(name in ground.parameters)),
		...(by === 'set' ? ['userIds'] : []),
	],
	options: by === 'set' ? [...wholeOptions, ...listOptions] : wholeOptions,
	items: aims.flatMap(({ items }) => items),
});

/** How often faults come: a set takes many requests, and one that can't be read keeps all of it from being made. */
const rates = { usual: 0.6, stopping: 0.25 };

/** What an act did: executions at once on the same credential. */
export interface Acted {
	readonly performed: readonly Performed[];
	readonly before: ReadonlyMap<string, string>;
	readonly after: ReadonlyMap<string, string>;
	readonly sent: readonly string[];
	readonly answers: ReadonlyMap<string, number>;
}

export const act = async (
	{ ground, proxy, requests, weather, play }: Stage<SetGround>,
	all: readonly Performance[],
): Promise<Acted> => {
	const [before, answered, from] = [ground.standing(), new Map(proxy.answers), requests.length];
	weather.rate = all.some(({ onError }) => onError === 'stopWorkflow') ? rates.stopping : rates.usual;
	const performed = await Promise.all(
		all
			.filter(({ items }) => items.length > 0)
			.map(async (one): Promise<Performed> => ({ ...one, result: await play(one) })),
	);
	await proxy.settled();
	const answers = [...proxy.answers].map(([line, times]) => [line, times - (answered.get(line) ?? 0)] as const);
	return {
		performed,
		before,
		after: ground.standing(),
		sent: requests.slice(from).flatMap((request) => ground.linesOf(request) ?? []),
		answers: new Map(answers),
	};
};
