import type { IDataObject } from 'n8n-workflow';

import { isBulk } from '../words';
import { addressed } from './inverse';
import { joined } from './joined';
import type { Run } from './run';
import type { Reconciled } from './steps';
import type { StepFate } from './wholeFates';

export const bulkIn = ({ whole }: Reconciled) => whole.changes.filter(isBulk).map(({ bulk }) => bulk)[0];

/** How to take back what was made, the last first; and what of it nobody knows how to. */
export const undoOf = ({ connection }: Pick<Run, 'connection'>, desired: Reconciled, fates: readonly StepFate[]) => {
	const made = fates
		.filter(({ is }) => is === 'made')
		.map(({ part, result }) => {
			const { change, seen, values } = part;
			return { part, undo: (result ? result.undo : change.state.undo(seen, values)) as IDataObject | null };
		});
	// What is sealed holds one member, and is sealed anew with all of its kind.
	const known = made.flatMap(({ undo }) => (undo ? [{ ...undo, seal: undefined }] : [])).reverse();
	const unknown = made.filter(({ undo }) => !undo).map(({ part }) => part.called);
	const all = joined(known, bulkIn(desired)?.of.property.name);
	return { undo: all.map((one) => addressed(connection, one)), unknown };
};
