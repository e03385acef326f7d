import type { Option, Parameter } from '../words';
import { asIds, forItem, forRun, unreadable, wholeNumberBetween } from '../words';

const isEmpty = (raw: unknown): boolean => {
	if (Array.isArray(raw)) return raw.every(isEmpty);
	return raw === undefined || raw === null || (typeof raw === 'string' && /^[\s,;[\]"']*$/.test(raw));
};

const protectedBy = (raw: unknown, read?: Parameter['read']) =>
	isEmpty(raw)
		? unreadable(
				'is there but empty, and an empty list protects nobody',
				'Name the users to protect, or remove the option; where it is an expression, check what it gives',
			)
		: asIds(raw, read);

export const protectedIds: Option = {
	...forRun({
		property: {
			displayName: 'Protected IDs',
			name: 'protectedIds',
			type: 'string',
			default: '',
			placeholder: 'e.g. the IDs of your administrators',
			description:
				'Refuse the whole run, before anything is changed, when it would touch one of these users: a list, JSON, or IDs separated by commas, spaces or new lines',
		},
		read: (raw) => protectedBy(raw),
	}),
	absent: [],
	readFor:
		({ read }) =>
		(raw) =>
			protectedBy(raw, read),
};

export const planValidFor = forItem(
	wholeNumberBetween(
		{
			displayName: 'Plan Valid For (Hours)',
			name: 'planValidFor',
			description: 'How long the plan of a dry run may be applied',
		},
		1,
		720,
		24,
	),
);
