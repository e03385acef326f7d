import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import type { RunResult } from '../../../sandbox/host';

/** The items that a result is linked to. */
const linksOf = ({ pairedItem }: INodeExecutionData): number[] => {
	if (Array.isArray(pairedItem)) return pairedItem.map((one) => (typeof one === 'number' ? one : one.item));
	if (pairedItem === undefined) return [];
	return [typeof pairedItem === 'number' ? pairedItem : pairedItem.item];
};

export interface Linked {
	readonly json: IDataObject;
	readonly items: readonly number[];
	readonly isError: boolean;
}

/** All that came out of a node, with its links; what came out at the wrong side has none. */
export const linkedIn = ({ nodes }: RunResult): Linked[] =>
	(nodes.Node?.outputs ?? []).flatMap((all, output) =>
		all.map((one): Linked => {
			const isError = one.json.success === undefined;
			const isAstray = output === 1 ? !isError : false;
			return { json: one.json, items: isAstray ? [] : linksOf(one), isError };
		}),
	);
