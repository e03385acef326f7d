import type { IDataObject } from 'n8n-workflow';

import type { Claim } from './claims';
import { linesOf, type Move } from './ground';
import type { Said, Scene } from './scene';

/** What a dry run says that it would send is what the moves are. */
export const brokenRequests = ({ ground }: Scene, { json }: Said, claims: readonly Claim[]): string[] => {
	const lines = (json.request as IDataObject[]).flatMap(({ method, url, body }) => {
		const { pathname, search } = new URL(String(url));
		return (
			ground.linesOf({ method: String(method), url: pathname + search, body: body ? JSON.stringify(body) : '' }) ?? []
		);
	});
	const moves = claims.flatMap(({ due: { move }, says }) => (says === 'planned' && move ? [move] : []));
	const isMet = (move: Move) => linesOf(ground, move).some((line) => lines.includes(line));
	const known = new Set(moves.flatMap((move) => linesOf(ground, move)));
	return [
		...(moves.every(isMet) ? [] : ["'request' lacks something"]),
		...lines.filter((line) => !known.has(line)).map((line) => `'request' holds ${line}`),
	];
};
