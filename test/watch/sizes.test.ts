import { users } from '../support/guardhouse';
import { uuidOf } from '../../sandbox';
import { sandbox, setUp } from '../support/setUp';
import { watchGuardhouse } from '../support/watch';

setUp();

it.each([
	['5,000 users with one role each', 5000, 1, 16],
	['5,000 users with four roles each', 5000, 4, 8],
])('keeps %s in few bytes', async (_, count, each, most) => {
	expect(uuidOf('x')).toHaveLength(36);
	users(
		count,
		Array.from({ length: each }, (__, index) => index + 1),
	);
	sandbox.guardhouse.state.maxPageSize = 1000;
	const watch = watchGuardhouse();
	await watch.poll();
	const bytes = Buffer.byteLength(JSON.stringify(watch.saved()));
	expect(bytes / (count * each)).toBeLessThan(most);
});
