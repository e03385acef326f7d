import type { Refusal, Refused } from '../operation/model';

/** What v3 answers to a username in the place of a GUID (app/controllers/v3/roles_controller.rb); it makes nobody of one. */
export const ofUsernames: readonly Refusal[] = [
	{
		status: 422,
		says: / and origin '/,
		message: "'User' can't be found by username: no user of that origin has {userGuid}",
		description: "Nothing was changed. Check 'Origin', and the spelling: it counts as a whole, in any case.",
	},
	{
		status: 422,
		says: /^No user exists with the username/,
		message: "'User' can't be found by username: no user has {userGuid}",
		description: 'Nothing was changed. Check the spelling: it counts as a whole, in any case.',
	},
	{
		status: 422,
		says: /^Ambiguous user/,
		message: "'User' can't be found by username: several users have {userGuid}",
		description:
			"Nothing was changed. Fill in 'Origin' with that of the one that is meant, of those that the answer names.",
	},
];

/** How somebody is added whom the account doesn't see by GUID: a GUID that nobody knows would make a user. */
export const orByUsername = (refused: Refused): Refused =>
	refused.status === 404 && /^User not found/.test(refused.said ?? '')
		? {
				...refused,
				description: `${refused.description} Or choose By Username, which takes users whom the account doesn't see.`,
			}
		: refused;
