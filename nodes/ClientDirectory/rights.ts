import type { Rights } from '../operation/model';

/** https://api-docs.amm-scalepad.com: a 403 is "insufficient permissions for this client". */
export const rights: Rights = {
	least:
		'The token needs permissions for the client organization: the pages of the directory name no smaller right than that.',
	heads: ['It needs'],
	rows: [{ of: ['everything'], needs: ['a token with permissions for the client organization'] }],
};
