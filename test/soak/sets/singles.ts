import { pick, shuffled, type Dice } from '../dice';
import type { Item } from '../plan';
import type { Change } from '../ground';
import type { Tally } from '../tally';
import { judgeExecution } from '../truth';
import type { Cast } from './draw';
import type { SetGround } from './ground';
import type { Performance, Performed } from './perform';
import type { Planned } from './plans';
import type { Scene } from './scene';

/** A dry run of one operation that changes one access, beside those of wholes. */
export interface Single {
	readonly change: Change;
	readonly items: readonly Item[];
}

const perChange = 5;

const options: Item['options'] = {
	dryRun: true,
	verify: false,
	ifUnchanged: 'succeed',
	auditEvent: false,
	partialFailure: 'fail',
	output: 'summary',
};

export const singlesOf = (ground: SetGround, { others }: Cast, dice: Dice): Single[] => {
	// Places that stand for more than an ID are those of roles, which have no operation.
	const places = ground.places.filter((place) => !place.includes(' '));
	const grid = shuffled(
		others.flatMap((user) => places.map((place) => ({ user, place }))),
		dice,
	);
	return ground.changes.map((change): Single => {
		const items = grid.splice(0, perChange).map(({ user, place }): Item => {
			const isStrange = dice('strange', user, place) < 0.05;
			const users = [isStrange ? pick(dice('stranger', user), ground.strangers) : user];
			const fields = change.fields(users, place, (...about) => dice(user, place, ...about));
			return { id: `${change.operation} ${users[0]} ${place}`, users, place, fields, met: change.met(fields), options };
		});
		return { change, items };
	});
};

export const singlePerformance = (
	ground: SetGround,
	{ change, items }: Single,
	manner: Pick<Performance, 'name' | 'settings' | 'onError'>,
): Performance => ({
	...manner,
	resource: ground.resource,
	operation: change.operation,
	parameters: Object.keys(items[0].fields),
	options: Object.keys(options).filter(
		(name) => ground.node === 'clientDirectory' || !['partialFailure', 'output'].includes(name),
	),
	items: items.map((item) => ({ id: item.id, ...item.fields, ...item.options })),
});

/** Holds it against the truth, and gives its plans. */
export const judgeSingle = (
	scene: Scene,
	{ change, items }: Single,
	performed: Performed,
	{ signsIn, tally }: { readonly signsIn: boolean; readonly tally: Tally },
): Planned[] => {
	const { result, name, onError, settings } = performed;
	judgeExecution({ ...scene, signsIn }, { execution: { name, change, items, onError, settings }, result }, tally);
	const told = result.nodes.Node?.outputs[0] ?? [];
	return told.flatMap(({ json, pairedItem }): Planned[] => {
		const item = items[(pairedItem as { item: number }).item];
		const { plan } = json;
		return plan ? [{ id: item.id, plan: plan as Planned['plan'], of: { change, item } }] : [];
	});
};
