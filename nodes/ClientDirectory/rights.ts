import type { Rights } from '../operation/model';

/** https://api-docs.amm-scalepad.com: a 403 is "insufficient permissions for this client". */
export const rights: Rights = {
	least: 'The token needs permissions for the client organization. There is no finer right to ask for.',
	heads: ['It needs'],
	rows: [{ of: ['everything'], needs: ['a token with permissions for the client organization'] }],
};
