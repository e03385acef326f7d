import type { Engine } from '../../../sandbox/host';
import { diceOf, type Dice } from '../dice';
import { openStage, type Stage } from '../stage';
import { openTally, type Tally } from '../tally';
import { judgeStored } from '../truth';
import { aimsOfAll, aimsOfSets, castOf, havingOf, mannerOf, type Cast } from './draw';
import type { LayOutSets, SetGround } from './ground';
import { act, performanceOf, type Acted, type Performance } from './perform';
import { applyPerformance, applyingsOf, judgePlans, wishesOfPlans, type Planned } from './plans';
import { judgeSingle, singlePerformance, singlesOf } from './singles';
import type { Scene } from './scene';
import { judgeUndos, undoingsOf, undoPerformance, wishesOfSteps } from './undos';
import { judgeUnasked, judgeWholes, wishesOf, type Came, type Wish } from './wholes';

interface Playing {
	readonly stage: Stage<SetGround>;
	readonly cast: Cast;
	readonly dice: Dice;
	readonly tally: Tally;
	readonly signsIn: boolean;
}

/** How the executions of an act go about it. */
const mannersIn = ({ stage: { ground }, dice }: Playing, name: string) => {
	const isPlain = dice(name, 'stops') < 0.2;
	const manner = (what: string) => ({
		name: `${name}, ${what}`,
		...mannerOf(ground, (...about) => dice(name, what, ...about), isPlain),
	});
	return { isPlain, manner };
};

/** Plays an act and holds what n8n stores of it against the secrets that there are. */
const playAct = async ({ stage, cast, tally }: Playing, all: readonly Performance[]) => {
	const acted = await act(stage, all);
	for (const { name, result } of acted.performed) judgeStored(name, result, stage.secrets(), tally);
	const users = [...cast.members, ...cast.leavers, ...cast.others];
	const scene: Scene = { ...acted, ground: stage.ground, users };
	return { scene, performed: named(acted) };
};

const named = ({ performed }: Acted) => {
	const all = new Map(performed.map((one) => [one.name, one]));
	return <Of>(name: string, judged: (one: NonNullable<ReturnType<typeof all.get>>) => readonly Of[]): readonly Of[] => {
		const one = all.get(name);
		return one ? judged(one) : [];
	};
};

interface Played {
	readonly scene: Scene;
	readonly came: readonly Came[];
}

/** Set and Remove All at once, made or as dry runs. */
const playWholes = async (playing: Playing, name: string, isDry: boolean): Promise<Played & { planned: Planned[] }> => {
	const { stage, cast, dice, tally, signsIn } = playing;
	const { ground } = stage;
	const { isPlain, manner } = mannersIn(playing, name);
	const drawing = { name, isDry, isPlain };
	const [sets, alls] = [aimsOfSets(ground, cast, dice, drawing), aimsOfAll(ground, cast, dice, drawing)];
	const singles = isDry ? singlesOf(ground, cast, dice) : [];
	const manners = [manner('set'), manner('remove all'), ...singles.map(({ change }) => manner(change.operation))];
	const { scene, performed } = await playAct(playing, [
		performanceOf(ground, 'set', sets, manners[0]),
		performanceOf(ground, 'all', alls, manners[1]),
		...singles.map((single, index) => singlePerformance(ground, single, manners[2 + index])),
	]);
	const came = [sets, alls].flatMap((aims, index) =>
		performed(manners[index].name, (one) => judgeWholes(scene, one, aims, tally)),
	);
	judgeUnasked(name, scene, wishesOf(scene, [...sets, ...alls]), tally);
	const plans = singles.flatMap((single, index) =>
		performed(manners[2 + index].name, (one) => judgeSingle(scene, single, one, { signsIn, tally })),
	);
	const planned = came.flatMap(({ aim, json }): Planned[] =>
		json.plan ? [{ id: aim.id, plan: json.plan as Planned['plan'], of: aim }] : [],
	);
	tally.count(isDry ? 'dry runs of Set' : 'Set', sets.flatMap(({ items }) => items).length);
	tally.count(isDry ? 'dry runs of Remove All' : 'Remove All', alls.length);
	return { scene, came, planned: [...planned, ...plans] };
};

/** Takes back what an act made. */
const playUndo = async (playing: Playing, name: string, { scene: first, came }: Played): Promise<void> => {
	const { stage, dice, tally, signsIn } = playing;
	const { isPlain, manner } = mannersIn(playing, name);
	const undoings = undoingsOf(stage.ground, came, dice, isPlain);
	const own = manner('undo');
	const { scene, performed } = await playAct(playing, [undoPerformance(undoings, own)]);
	performed(own.name, (one) => {
		judgeUndos({ first, scene, performed: one, signsIn }, undoings, tally);
		return [];
	});
	const wishes = undoings.filter(({ isEdited }) => !isEdited).flatMap(({ steps }) => wishesOfSteps(steps));
	judgeUnasked(name, scene, wishes, tally);
	tally.count('Undo', undoings.length);
};

/** Makes the plans of dry runs true, some of them overtaken meanwhile. */
const playPlans = async (playing: Playing, name: string, planned: readonly Planned[]): Promise<Played> => {
	const { stage, cast, dice, tally, signsIn } = playing;
	const { ground } = stage;
	const { isPlain, manner } = mannersIn(playing, name);
	const all = applyingsOf(ground, cast, planned, dice, isPlain);
	// Two executions at once; a plan and its repeat in one.
	const isFirst = ({ id }: Planned) => dice(name, 'half', id.replace(/ again$/, '')) < 0.5;
	const halves = [all.filter(isFirst), all.filter((one) => !isFirst(one))];
	const manners = [manner('apply'), manner('apply more')];
	const { scene, performed } = await playAct(
		playing,
		halves.map((half, index) => applyPerformance(half, manners[index])),
	);
	const came = halves.flatMap((applyings, index) =>
		performed(manners[index].name, (one) => judgePlans(one, { scene, applyings, signsIn, tally })),
	);
	const wishes: Wish[] = wishesOfPlans(scene, all);
	judgeUnasked(name, scene, wishes, tally);
	tally.count('Apply Plan', all.length);
	return { scene, came };
};

/** Set, Remove All, what takes them back, and plans of them, in bad weather; each act is held against the truth. */
export const runSets = async (engine: Engine, layOut: LayOutSets, seed: ReadonlyArray<string | number>) => {
	const dice = diceOf(...seed);
	const stage = await openStage(engine, layOut, dice);
	const { ground, proxy, requests } = stage;
	const cast = castOf(ground);
	ground.place(havingOf(ground, cast, dice));
	const tally = openTally();
	const playing: Playing = { stage, cast, dice, tally, signsIn: ground.signIn !== undefined };
	try {
		await playUndo(playing, 'undo', await playWholes(playing, 'wholes', false));
		const { planned } = await playWholes(playing, 'dry runs', true);
		await playUndo(playing, 'undo plans', await playPlans(playing, 'plans', planned));
		return { ...tally, requests: requests.length, met: proxy.met };
	} finally {
		await stage.close();
	}
};
