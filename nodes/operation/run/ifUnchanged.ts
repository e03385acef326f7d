import type { Asked } from '../panel';
import type { Refused } from '../words';

export const unchangedAlready: Refused = {
	message: 'The access is already as asked',
	description: "Nothing was changed, because 'If Unchanged' is Fail.",
	invalid: true,
};

export const askedAlready: Refused = {
	message: 'An earlier item of this run asked for just the same',
	description: "There was nothing left to do for this one, and 'If Unchanged' is Fail.",
	invalid: true,
};

export const isStrict = ({ options }: Pick<Asked, 'options'>): boolean =>
	options.ifUnchanged === 'fail' && options.dryRun !== true;
