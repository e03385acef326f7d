const { default: Sequencer } = require('@jest/test-sequencer');

const waits = ({ path }) =>
	/\/test\/(wire|run\/(verify|stopping|wholes|setSafely)|e2e\/(breakGlass|timeBoxed|triggers))/.test(path);
const atOnce = 2;

/** What waits longest begins first, and beside each of them some that compute in its pauses. */
module.exports = class extends Sequencer {
	async sort(tests) {
		const sorted = await super.sort(tests);
		const [waiting, computing] = [sorted.filter(waits), sorted.filter((test) => !waits(test))];
		const mixed = waiting.flatMap((test, index) => [test, ...computing.slice(index * atOnce, (index + 1) * atOnce)]);
		return [...mixed, ...computing.slice(waiting.length * atOnce)];
	}
};
