import type { AccessWords } from '../model';

/** What sentences say of an access, which each of them is given. */
interface Verbs {
	readonly did: (access: string) => string;
	readonly should: (access: string) => string;
	readonly would: (access: string) => string;
	readonly was: (access: string) => string;
	readonly is: (access: string) => string;
	/** What is asked where nobody knows. */
	readonly open: (access: string) => string;
	readonly meant: (access: string) => string;
	/** Of several people, after their number. */
	readonly done: (access: string) => string;
	readonly same: (access: string) => string;
	/** Under which condition somebody would get or lose it. */
	readonly unless: string;
	readonly not: string;
}

type Both = Readonly<Record<'grants' | 'ends', Verbs>>;

const held: Both = {
	grants: {
		did: (access) => `got ${access}`,
		should: (access) => `should have got ${access}`,
		would: (access) => `would get ${access}`,
		was: (access) => `had ${access} already`,
		is: (access) => `has ${access}`,
		open: (access) => `has ${access} now`,
		meant: (access) => `was to get ${access}`,
		done: (access) => `got ${access}`,
		same: (access) => `had ${access} already`,
		unless: "if they don't have it yet",
		not: 'Not given',
	},
	ends: {
		did: (access) => `lost ${access}`,
		should: (access) => `should have lost ${access}`,
		would: (access) => `would lose ${access}`,
		was: (access) => `didn't have ${access}`,
		is: (access) => `doesn't have ${access}`,
		open: (access) => `still has ${access}`,
		meant: (access) => `was to lose ${access}`,
		done: (access) => `lost ${access}`,
		same: (access) => `didn't have ${access}`,
		unless: 'if they have it',
		not: 'Not taken away',
	},
};

const membership: Both = {
	grants: {
		did: (place) => `was added to ${place}`,
		should: (place) => `should have been added to ${place}`,
		would: (place) => `would be added to ${place}`,
		was: (place) => `was in ${place} already`,
		is: (place) => `is in ${place}`,
		open: (place) => `is in ${place} now`,
		meant: (place) => `was to be added to ${place}`,
		done: (place) => `added to ${place}`,
		same: (place) => `in ${place} already`,
		unless: "if they aren't in it yet",
		not: 'Not added',
	},
	ends: {
		did: (place) => `was removed from ${place}`,
		should: (place) => `should have been removed from ${place}`,
		would: (place) => `would be removed from ${place}`,
		was: (place) => `wasn't in ${place}`,
		is: (place) => `isn't in ${place}`,
		open: (place) => `is still in ${place}`,
		meant: (place) => `was to be removed from ${place}`,
		done: (place) => `removed from ${place}`,
		same: (place) => `not in ${place} before`,
		unless: 'if they are in it',
		not: 'Not removed',
	},
};

/** These name no access: whoever is blocked is the user, whom the sentence begins with. */
const account: Both = {
	grants: {
		did: () => 'was unblocked',
		should: () => 'should have been unblocked',
		would: () => 'would be unblocked',
		was: () => "wasn't blocked",
		is: () => "isn't blocked",
		open: () => 'is still blocked',
		meant: () => 'was to be unblocked',
		done: () => 'unblocked',
		same: () => 'not blocked before',
		unless: 'if they are blocked',
		not: 'Not unblocked',
	},
	ends: {
		did: () => 'was blocked',
		should: () => 'should have been blocked',
		would: () => 'would be blocked',
		was: () => 'was blocked already',
		is: () => 'is blocked',
		open: () => 'is blocked now',
		meant: () => 'was to be blocked',
		done: () => 'blocked',
		same: () => 'blocked already',
		unless: "if they aren't blocked yet",
		not: 'Not blocked',
	},
};

/** Nobody ceases to be something without becoming something else. */
const becoming: Verbs = {
	did: (what) => `became ${what}`,
	should: (what) => `should have become ${what}`,
	would: (what) => `would become ${what}`,
	was: (what) => `was ${what} already`,
	is: (what) => `is ${what}`,
	open: (what) => `is ${what} now`,
	meant: (what) => `was to become ${what}`,
	done: (what) => `became ${what}`,
	same: (what) => `was ${what} already`,
	unless: "if they aren't yet",
	not: 'Not changed',
};

const standing: Both = { grants: becoming, ends: becoming };

const verbs: Readonly<Record<AccessWords['as'], Both>> = { held, membership, account, standing };

export const verbsFor = ({ words, grants }: { readonly words: AccessWords; readonly grants: boolean }): Verbs =>
	verbs[words.as][grants ? 'grants' : 'ends'];
