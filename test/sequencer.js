const { default: Sequencer } = require('@jest/test-sequencer');

/** What waits longest begins first: the others fill its pauses. */
module.exports = class extends Sequencer {
	async sort(tests) {
		const waits = ({ path }) => /\/test\/(wire|run\/(verify|stopping|wholes))/.test(path);
		const sorted = await super.sort(tests);
		return [...sorted.filter(waits), ...sorted.filter((test) => !waits(test))];
	}
};
