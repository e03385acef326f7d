import type { Refused, Values } from '../model';
import { refuse } from '../model';
import { approvedBy, differentPeople, isRefused, justification, requestedBy, selfApproved, valuesOf } from '../panel';
import type { Plan } from './plan';

const [requester, approver] = [requestedBy, approvedBy].map(({ property }) => property.name);

const textIn = (values: Values, name: string): string[] => (values[name] ? [String(values[name])] : []);

/** What a plan says of why it is to be made and on whose word, and who approves that it is applied; as options of its changes. */
export const onWhoseWord = ({ justification: data }: Plan, options: Values): Values | Refused => {
	const said = data ?? {};
	const strange = Object.keys(said).find((name) => !justification.some(({ property }) => property.name === name));
	const known = valuesOf(justification, ({ property: { name }, read }) =>
		Object.hasOwn(said, name) ? read(said[name]) : undefined,
	);
	if (strange !== undefined || isRefused(known))
		return refuse(
			"The plan can't be used. What it says of its justification can't be read",
			'Make a new plan by a dry run.',
		);
	const approvers = [...textIn(known, approver), ...textIn(options, approver)];
	const refused = selfApproved(known[requester], approvers);
	if (refused) return refused;
	return approvers.length === 0 ? known : { ...known, [approver]: differentPeople(approvers).join(', ') };
};
