import type { Option } from '../../model';
import { asNames, forRun, unreadable } from '../../model';

const isBlank = (raw: unknown): boolean =>
	raw === undefined || raw === null || (typeof raw === 'string' && /^[\s,;[\]"']*$/.test(raw));

const isEmpty = (raw: unknown): boolean => (Array.isArray(raw) ? raw.every(isBlank) : isBlank(raw));

/** Entries may be IDs or words: which of them one is, is decided where the users of the run are known. */
export const protectedUsers: Option = {
	...forRun({
		property: {
			displayName: 'Protected Users',
			name: 'protectedUsers',
			type: 'string',
			default: '',
			placeholder: 'e.g. jane@example.com, 102',
			description:
				'Refuse the whole run, before anything is changed, when it would touch one of these users: IDs, email addresses or usernames, separated by commas, each of which somebody has to have',
		},
		read: (raw) =>
			isEmpty(raw)
				? unreadable(
						'is there but empty, and an empty list protects nobody',
						'Name the users to protect, or remove the option; where it is an expression, check what it gives',
					)
				: asNames(raw),
	}),
	absent: [],
};
