import { choice, idText } from '../operation/model';

export const of = choice(
	{ displayName: 'Whose Access', name: 'of', description: 'Of whom, or of what, it lists who has what' },
	[
		{
			name: 'Everybody',
			value: 'everybody',
			description: 'Every role in every organization and space; needs a credential that sees all of them',
		},
		{ name: 'One User', value: 'user', description: 'Every role of one user, in organizations and in spaces' },
		{
			name: 'One Organization',
			value: 'organization',
			description: 'Every role in one organization and in its spaces',
		},
		{ name: 'One Space', value: 'space', description: 'Every role in one space' },
	],
	'everybody',
);

/** Found out by the node itself: several, with commas. */
export const namedUsers = idText({ displayName: 'User GUIDs', name: 'userGuids', description: 'Users of API v3' });
