import { sandbox, setUp } from '../support/setUp';
import { providerOf, removeAlls, runWhole, sets } from '../support/wholes';
import { json } from '../support/workflow';

// What is said of a whole that wasn't made as asked, word for word: what was made of it, what wasn't, and what to do.

setUp();

const all = removeAlls.guardhouse;
const role = (place: number) => `role ${place + 1} (Role ${place + 1})`;
const report = "To get a result that lists them and can be undone, set 'Partial Failure' to Report.";
const lostAt = (place: number) => ({
	...all.refusal(place),
	status: undefined,
	body: undefined,
	headers: undefined,
	drop: 'after' as const,
	times: 1,
});
const unread = { method: 'GET', path: '/users/101', times: 50, status: 403, body: 'No' };

const failed = async (options = {}) => {
	const { error } = await runWhole(all, [all.user], { options: { concurrency: 1, ...options } });
	return [error?.message, error?.description];
};

describe('a whole', () => {
	it('of which one change was refused', async () => {
		all.fill(3);
		providerOf(all).fault(all.refusal(1));
		expect(await failed()).toEqual([
			"1 of 3 changes wasn't made",
			`Not removed: ${role(1)} (Guardhouse doesn't let this client use the System API (No)). But removed: ${role(0)}, ${role(2)}. ${report} In this run, 2 changes had been made when it stopped.`,
		]);
	});

	it('whose only change was refused', async () => {
		all.fill(1);
		providerOf(all).fault(all.refusal(0));
		expect(await failed()).toEqual([
			"The only change wasn't made",
			`Not removed: ${role(0)} (Guardhouse doesn't let this client use the System API (No)). ${report} In this run, no changes had been made when it stopped.`,
		]);
	});

	it('of which two were refused', async () => {
		all.fill(3);
		providerOf(all).fault(all.refusal(0));
		providerOf(all).fault(all.refusal(1));
		expect((await failed())[0]).toBe("2 of 3 changes weren't made");
	});

	it('of which nobody knows whether one was made', async () => {
		all.fill(2);
		providerOf(all).fault(lostAt(0));
		providerOf(all).fault({ ...unread, skip: 1 });
		const [message, description] = await failed({ maxRetries: 0 });
		expect(message).toBe("It isn't known whether 1 of 2 changes was made");
		expect(description).toBe(
			`Not known: ${role(0)} (The connection to Guardhouse broke). But removed: ${role(1)}. ${report} In this run, 1 change had been made when it stopped, and of 1 change it isn't known.`,
		);
	});

	it('of which what is left can not be read', async () => {
		all.fill(2);
		providerOf(all).fault(all.refusal(0));
		providerOf(all).fault({ ...unread, skip: 1 });
		const { outputs } = await runWhole(all, [all.user], { options: { partialFailure: 'report', concurrency: 1 } });
		expect(json(outputs[0])[0]).toMatchObject({
			success: false,
			failed: [{ ...all.entry(0), error: "Guardhouse doesn't let this client use the System API (No)" }],
			remaining: null,
			note: "What is left couldn't be read: Guardhouse doesn't let this client use the System API.",
		});
	});

	it('that was to be verified and can not be', async () => {
		all.fill(2);
		providerOf(all).fault({ ...unread, skip: 1 });
		expect((await failed({ verify: true }))[0]).toBe(
			"The changes were accepted, but couldn't be read back: Guardhouse doesn't let this client use the System API",
		);
	});

	it('that could not be begun', async () => {
		all.fill(2);
		providerOf(all).fault(unread);
		const [message, description] = await failed();
		expect(message).toBe("Guardhouse doesn't let this client use the System API");
		expect(description).toMatch(/^In Guardhouse, open the client's details /);
	});
});

describe('a list', () => {
	const kind = sets.guardhouse;

	it('that would take too many', async () => {
		kind.fill(10, 10);
		const { error } = await runWhole(kind, [{ ...kind.group, userIds: [kind.id(0)] }]);
		expect([error?.message, error?.description]).toEqual([
			"Set Users would remove 9 of 10 (90 %), and 'Max Removal Percent' allows 20 %",
			"Nothing was sent for it. Check that the list is whole; if it is as it should be, raise 'Max Removal Percent'.",
		]);
	});

	it('tells parts of a percent', async () => {
		kind.fill(7, 7);
		const userIds = [0, 1, 2, 3, 4].map((place) => kind.id(place));
		const { error } = await runWhole(kind, [{ ...kind.group, userIds }]);
		expect(error?.message).toBe("Set Users would remove 2 of 7 (28.6 %), and 'Max Removal Percent' allows 20 %");
	});

	it('that adds and removes where one of each is refused', async () => {
		kind.fill(5, 3);
		const { users } = sandbox.guardhouse.state;
		expect(users.length).toBeGreaterThan(3);
		providerOf(kind).fault({ method: 'POST', path: `/users/${kind.id(3)}/`, times: 9, status: 403, body: 'No' });
		const userIds = [kind.id(1), kind.id(2), kind.id(3)];
		const { error } = await runWhole(kind, [{ ...kind.group, userIds }], { options: { concurrency: 1 } });
		expect([error?.message, error?.description]).toEqual([
			"2 of 2 changes weren't made",
			`Not added: user ${kind.id(3)} (Guardhouse doesn't let this client use the System API (No)). Not removed, because it wasn't certain that everybody of the list was added: user ${kind.id(0)} (user-0@example.com). ${report} In this run, no changes had been made when it stopped.`,
		]);
	});
});
