import { json } from '../support/workflow';
import { bind, runDelos } from '../support/delos';
import { sandbox, setUp } from '../support/setUp';

// "User already related to this customer" names no ownership: what Get User shows is said, and no more.

setUp();

const clientsAre = (clients: ReadonlyArray<{ customerId: string; isOwner: boolean }>) => {
	const user = sandbox.delos.state.users.find(({ uuid }) => uuid === 'user_456ghi');
	Object.assign(user as object, { clients });
	sandbox.delos.fault({
		method: 'PUT',
		status: 409,
		body: '{"error":"User already related to this customer"}',
		times: 9,
	});
};

const bound = async (isOwner: boolean) => {
	const ran = await runDelos({ ...bind, isOwner });
	return ran.error?.message ?? json(ran.outputs[0])[0].outcome;
};

it.each([true, false])(
	'where no relationship is shown it is said that Delos shows none (owner: %s)',
	async (isOwner) => {
		clientsAre([{ customerId: 'cust_123abc', isOwner: true }]);
		const { error } = await runDelos({ ...bind, isOwner });
		expect(error?.message).toBe(
			"Delos says that the user 'user_456ghi' is related to the client 'cust_789xyz' already, but shows no such relationship",
		);
		expect(error?.description).toMatch(/^Look at the user there: what Get User shows and what Delos goes by differ\./);
	},
);

it.each([
	[true, true, 'unchanged'],
	[false, false, 'unchanged'],
	[
		true,
		false,
		"The user 'user_456ghi' has access to the client 'cust_789xyz' with the other ownership, and Delos left it so",
	],
	[
		false,
		true,
		"The user 'user_456ghi' has access to the client 'cust_789xyz' with the other ownership, and Delos left it so",
	],
])('where it is shown (owner: %s) and asked for (owner: %s): %s', async (shown, asked, told) => {
	clientsAre([{ customerId: 'cust_789xyz', isOwner: shown }]);
	expect(await bound(asked)).toBe(told);
});
