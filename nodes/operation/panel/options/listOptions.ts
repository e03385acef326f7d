import type { INodeProperties } from 'n8n-workflow';

import { choice, flag, forItem, wholeNumberBetween } from '../../model';

export const listMode = forItem(
	choice(
		{
			displayName: 'Mode',
			name: 'mode',
			description: 'What to do about those that are listed, and those that are not',
		},
		[
			{ name: 'Add Only', value: 'addOnly', description: 'Add who is missing; who is there beside the list stays' },
			{ name: 'Exact', value: 'exact', description: 'Add who is missing, then remove who is not listed' },
			{ name: 'Remove Only', value: 'removeOnly', description: 'Remove who is not listed; add nobody' },
		],
		'exact',
	),
);

export const maxRemovalPercent = forItem(
	wholeNumberBetween(
		{
			displayName: 'Max Removal Percent',
			name: 'maxRemovalPercent',
			description:
				'Refuse when more than this part of those who are there would be removed, as by a list that was cut off; counts where more than 5 are there',
		},
		0,
		100,
		20,
	),
);

export const allowEmpty = forItem(
	flag({
		displayName: 'Allow Empty List',
		name: 'allowEmpty',
		description: 'Whether an empty list may be meant: everybody is removed then, as far as Max Removal Percent allows',
	}),
);

/** Says what a list does to those who aren't on it, wherever they may lose something. */
export const listNotice = (resource: string, value: string): INodeProperties => ({
	displayName: "Whoever isn't listed loses the access. Dry Run shows first who that would be.",
	name: `${value}Notice`,
	type: 'notice',
	displayOptions: {
		show: { resource: [resource], operation: [value] },
		hide: { [`/options.${listMode.property.name}`]: ['addOnly'] },
	},
	default: '',
});

/** What decides what a list does. */
export const listOptions = [allowEmpty, maxRemovalPercent, listMode];
