import { uuidOf, type CloudFoundryRole } from '../../sandbox';
import { chain } from '../../sandbox/host';
import { signedIn } from '../support/cloudFoundryAccesses';
import { users } from '../support/guardhouse';
import { engine, sandbox, setUp } from '../support/setUp';
import { watchGuardhouse } from '../support/watch';
import { packageName } from '../support/workflow';

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

const inSpaces = ['space_developer', 'space_manager', 'space_auditor', 'space_supporter'] as const;
const numbered = (what: string, count: number) =>
	Array.from({ length: count }, (_, index) => uuidOf(`${what} ${index}`));

/** Exactly so many roles: for each user the membership in an organization, and roles in its spaces. */
const rolesOf = (people: readonly string[], each: number): CloudFoundryRole[] => {
	const { state } = sandbox.cloudFoundry;
	const [organization] = state.organizations;
	const [space] = state.spaces;
	const organizations = numbered('organization', 20);
	const spaces = numbered('space', 100);
	state.organizations = organizations.map((guid, index) => ({ ...organization, guid, name: `team-${index}` }));
	state.spaces = spaces.map((guid, index) => ({
		...{ ...space, guid, name: `space-${index}`, organization_guid: organizations[index % organizations.length] },
	}));
	return people.flatMap((user, person) =>
		Array.from({ length: each }, (_, index): CloudFoundryRole => {
			const place = (person + organizations.length * index) % spaces.length;
			const isMembership = index === 0 && each > 1;
			return {
				guid: uuidOf(`role ${index} ${user}`),
				type: isMembership ? 'organization_user' : inSpaces[(person + index) % inSpaces.length],
				user_guid: user,
				organization_guid: isMembership ? organizations[place % organizations.length] : null,
				space_guid: isMembership ? null : spaces[place],
			};
		}),
	);
};

// Three UUIDs each: the user, the organization and the space.
it.each([
	[1, 48],
	[2, 26],
	[5, 14],
])('keeps 5,000 accesses at Cloud Foundry, %d each, in at most %d bytes an access', async (each, most) => {
	const { state } = sandbox.cloudFoundry;
	const [, user] = state.users;
	const people = numbered('person', 5000 / each);
	state.users = people.map((guid, index) => ({ ...user, guid, username: `person-${index}@example.com` }));
	state.roles = rolesOf(people, each);
	const type = `${packageName}.cloudFoundryTrigger`;
	const parameters = { events: ['granted', 'revoked'], of: 'everybody', apiVersion: 'v3' };
	const watch = engine.publish(chain([{ name: 'Watch', type, parameters: parameters as never }]), {
		cloudFoundryApi: signedIn() as never,
	});
	expect(await watch.poll()).toBeUndefined();
	const kept = JSON.stringify(watch.saved());
	// All of them, and nobody twice.
	for (const guid of people) expect(kept.split(guid)).toHaveLength(2);
	expect(Buffer.byteLength(kept) / 5000).toBeLessThanOrEqual(most);
	state.roles.splice(-1);
	expect(await watch.poll()).toHaveLength(1);
});
