import type { Parameter, Word } from '../operation/model';
import {
	asBoolean,
	choice,
	flag,
	forItem,
	forRun,
	idList,
	idPicker,
	isUnreadable,
	mayBeEmpty,
} from '../operation/model';

export const isAddress = (text: string): boolean => text.includes('@');

/** Delos would be asked for an address as if it were an ID. */
const email: Word = {
	kind: 'email',
	fields: ['userEmail'],
	lookup: 'users',
	placeholder: 'e.g. name@email.com',
	excludesAt: true,
};

export const userId = idPicker(
	{
		displayName: 'User',
		name: 'userId',
		placeholder: 'e.g. user_abc123def',
		description: "The user: from the list, by email, or by the ID that Delos's pages call 'uuid'",
	},
	'users',
	email,
);

export const userIds: Parameter = {
	...mayBeEmpty(
		idList(
			{
				displayName: 'Users',
				name: 'userIds',
				placeholder: 'e.g. user_abc123def, user_456ghi',
				description:
					"Everybody who is to have access, by what 'Users Are' says: a list from an expression, JSON, or text with commas, spaces or new lines in between",
			},
			{ ...email, fields: ['userEmails', 'userEmail'], one: ['userEmail'] },
		),
	),
	alsoOne: ['userId', 'uuid'],
};

const client = {
	displayName: 'Client',
	name: 'clientId',
	placeholder: 'e.g. cust_789xyz',
	description: "The client (customer): from the list, by name, or by the ID that Delos's pages call 'cuid'",
};

const clientName: Word = { kind: 'name', fields: ['clientName'], lookup: 'clients', placeholder: 'e.g. Acme Inc.' };

export const clientId: Parameter = { ...idPicker(client, 'clients', clientName), also: ['customerId'] };

/** A client that the chosen user is bound to. */
export const boundClientId: Parameter = { ...idPicker(client, 'clientsOfUser', clientName), also: ['customerId'] };

export const isOwner = flag({
	displayName: 'Is Owner',
	name: 'isOwner',
	description:
		'Whether the user becomes an owner of the client, with full administrative rights, instead of a standard user with limited ones',
});

/** Of an access that is there; an item without it asks for nothing. */
export const becomesOwner = flag({
	displayName: 'Becomes Owner',
	name: 'isOwner',
	required: true,
	description:
		'Whether the standard user becomes an owner, with full administrative rights, or else the owner a standard user',
});

const kinds = choice(
	{
		displayName: 'Ownership',
		name: 'ownership',
		description: 'Which relationships to the client to remove',
	},
	[
		{ name: 'Any', value: 'any', description: 'Remove every relationship of the user to the client' },
		{ name: 'Owner', value: 'owner', description: 'Remove it only if the user is an owner' },
		{ name: 'Standard', value: 'standard', description: 'Remove it only if the user is a standard user' },
	],
	'any',
);

/** Absent on the wire means any, which false does not: Delos would remove standard access only. */
export const ownership: Parameter = {
	...kinds,
	// As in the result of Bind Client, and in the page's sample request: takes back just what was granted.
	also: ['isOwner'],
	read: (raw) => {
		const owner = asBoolean(raw);
		if (isUnreadable(owner)) return kinds.read(raw);
		return owner ? 'owner' : 'standard';
	},
	wire: (value) => (value === 'any' ? undefined : value === 'owner'),
};

/** The page's table, example and curls show the nested body; its one real sample the flat one. */
export const bodyFormat = forItem(
	choice(
		{
			displayName: 'Body Format',
			name: 'bodyFormat',
			description: 'Which of the two request bodies on the page of Delos to send',
		},
		[
			{ name: 'Flat', value: 'flat', description: 'With customerId and isOwner on top, as in the sample request' },
			{ name: 'Nested', value: 'nested', description: 'With a relation that holds cuid and isOwner' },
		],
		'nested',
	),
);

export const keepLastOwner = forRun(
	flag({
		displayName: 'Keep Last Owner',
		name: 'keepLastOwner',
		description:
			'Whether to refuse the whole run, before anything is changed, when it would remove the last owner of a client; reads every user of the clients',
	}),
);

export const of = choice(
	{ displayName: 'Whose Access', name: 'of', description: 'Of whom, or of what, it lists who has what' },
	[
		{ name: 'Everybody', value: 'everybody', description: 'Every client of every user; each user is read' },
		{ name: 'One User', value: 'user', description: 'Every client of one user' },
		{ name: 'One Client', value: 'client', description: 'Everybody who has access to one client' },
	],
	'everybody',
);
