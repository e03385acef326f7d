import { startEngine, type Engine } from '../../sandbox/host';
import { root } from '../../scripts';
import type { LayOut, ProviderName } from './ground';
import { clientDirectory } from './grounds/clientDirectory';
import { cloudFoundry } from './grounds/cloudFoundry';
import { rolesInOrganizations, rolesInSpaces } from './grounds/cloudFoundryRoles';
import { delos } from './grounds/delos';
import { delosOwnership } from './grounds/delosOwnership';
import { guardhouse } from './grounds/guardhouse';
import { guardhouseBlocking } from './grounds/guardhouseBlocking';
import type { Report } from './report';
import { runRound } from './round';
import type { LayOutSets } from './sets/ground';
import { clientDirectorySets } from './sets/grounds/clientDirectory';
import { cloudFoundrySets } from './sets/grounds/cloudFoundry';
import { delosSets } from './sets/grounds/delos';
import { guardhouseSets } from './sets/grounds/guardhouse';
import { runSets } from './sets/round';
import type { Judged } from './tally';
import { judge } from './truth';

interface Grounds {
	/** Of single changes: rounds take turns. */
	readonly plain: readonly LayOut[];
	readonly sets: LayOutSets;
}

const grounds: Record<ProviderName, Grounds> = {
	delos: { plain: [delos, delosOwnership], sets: delosSets },
	clientDirectory: { plain: [clientDirectory], sets: clientDirectorySets },
	guardhouse: { plain: [guardhouse, guardhouseBlocking], sets: guardhouseSets },
	cloudFoundry: { plain: [cloudFoundry, rolesInOrganizations, rolesInSpaces], sets: cloudFoundrySets },
};
export const providers = Object.keys(grounds) as ProviderName[];

export interface Wanted {
	readonly seed: string;
	readonly items: number;
	/** How many items of Set, and about as many of each of the others. */
	readonly sets: number;
	readonly provider: ProviderName;
	/** This one alone, to repeat it. */
	readonly round?: string;
}

type Ended = Judged & { readonly requests: number; readonly met: ReadonlyMap<string, number> };

interface Round {
	readonly name: string;
	readonly isOfSets: boolean;
	readonly run: (engine: Engine) => Promise<Ended>;
}

/** Items of one execution: two of them run at once. */
const perExecution = 125;
/** Items of Set in a round of sets, dry runs included. */
const setsPerRound = 20;

const plainRounds = ({ seed, items, provider }: Wanted): Round[] =>
	Array.from({ length: Math.ceil(items / (2 * perExecution)) }, (_, index) => {
		const number = index + 1;
		const left = items - index * 2 * perExecution;
		const count = Math.max(1, Math.min(perExecution, Math.ceil(left / 2)));
		const { plain } = grounds[provider];
		const layOut = plain[index % plain.length];
		const run = async (engine: Engine): Promise<Ended> => {
			const round = await runRound(engine, layOut, { seed: [seed, provider, number], count });
			return { ...judge(round), requests: round.requests, met: round.met };
		};
		return { name: String(number), isOfSets: false, run };
	});

const setRounds = ({ seed, sets, provider }: Wanted): Round[] =>
	Array.from({ length: Math.ceil(sets / setsPerRound) }, (_, index) => {
		const number = index + 1;
		const run = async (engine: Engine) =>
			await runSets(engine, grounds[provider].sets, [seed, provider, 'sets', number]);
		return { name: `sets-${number}`, isOfSets: true, run };
	});

const add = (to: Map<string, number>, more: ReadonlyMap<string, number>) => {
	for (const [what, many] of more) to.set(what, (to.get(what) ?? 0) + many);
};

export const soak = async (wanted: Wanted): Promise<Report> => {
	const { provider, round } = wanted;
	const all = [...plainRounds(wanted), ...setRounds(wanted)].filter(
		({ name }) => round === undefined || name === round,
	);
	const engine = await startEngine({ packageRoot: root });
	const start = performance.now();
	const [counts, ofSets, met] = [new Map<string, number>(), new Map<string, number>(), new Map<string, number>()];
	const findings: Array<Report['findings'][number]> = [];
	let requests = 0;
	try {
		for (const { name, isOfSets, run } of all) {
			const ended = await run(engine);
			add(isOfSets ? ofSets : counts, ended.counts);
			add(met, ended.met);
			requests += ended.requests;
			for (const finding of ended.findings) findings.push({ ...finding, round: name });
		}
	} finally {
		await engine.stop();
	}
	const took = performance.now() - start;
	return { provider, counts: [...counts], ofSets: [...ofSets], met: [...met], findings, requests, took };
};
