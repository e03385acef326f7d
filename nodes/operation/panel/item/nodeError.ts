import type { INode } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import type { Refused } from '../../model';

/**
 * A refusal as n8n shows it. Its texts are set once more, because n8n replaces a message in which it finds the name of a system
 * error anywhere ('revokePermission' holds one).
 */
export const toNodeError = (node: INode, { message, description, status, invalid }: Refused, itemIndex?: number) => {
	const error = invalid
		? new NodeOperationError(node, message, { description, itemIndex })
		: new NodeApiError(node, { message }, {
				message,
				description,
				httpCode: status && String(status),
				itemIndex,
			} as object);
	error.message = message;
	error.description = description;
	return error;
};
