import type { INode } from 'n8n-workflow';

import type { Refused } from '../model';
import { toNodeError } from '../panel';

/** In n8n's words, by which it waits longer before it polls again. Older versions know none of them. */
interface Failure {
	readonly cause: 'configuration-invalid' | 'credential-invalid' | 'rate-limited' | 'temporarily-unavailable';
	readonly retryAfterMs?: number;
}

const failureOf = ({
	invalid,
	status = 0,
	again,
	isOfCredential,
	isPassing,
	isMoving,
}: Refused): Failure | undefined => {
	const retryAfterMs = again === undefined ? undefined : Math.max(0, Math.ceil(again - Date.now()));
	const wait = retryAfterMs ? { retryAfterMs } : {};
	if (isOfCredential || status === 401) return { cause: 'credential-invalid' };
	if (status === 429) return { cause: 'rate-limited', ...wait };
	if (isPassing || isMoving || status >= 500) return { cause: 'temporarily-unavailable', ...wait };
	return invalid || status === 403 || status === 404 ? { cause: 'configuration-invalid' } : undefined;
};

/** A poll that failed, as n8n shows it, with what n8n needs to know to wait for the right time. */
export const failedPoll = (node: INode, refused: Refused): Error => {
	const failure = failureOf(refused);
	return Object.assign(toNodeError(node, refused), failure && { failure });
};
