import type { ItemRequest } from '../../panel';
import type { Refused } from '../../model';
import { refuse } from '../../model';

export const unchangedAlready: Refused = refuse(
	'The access is already as asked',
	"Nothing was changed, because 'If Unchanged' is Fail.",
);

export const askedAlready: Refused = refuse(
	'An earlier item of this run asked for just the same',
	"There was nothing left to do for this one, and 'If Unchanged' is Fail.",
);

export const isStrict = ({ options }: Pick<ItemRequest, 'options'>): boolean =>
	options.ifUnchanged === 'fail' && options.dryRun !== true;
