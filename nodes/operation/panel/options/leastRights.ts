import type { INodeProperties } from 'n8n-workflow';

import type { Rights } from '../../model';

/** Says in the panel of a credential what its account has to be allowed. */
export const leastRights = ({ least }: Rights): INodeProperties => ({
	displayName: least,
	name: 'leastRights',
	type: 'notice',
	default: '',
});
