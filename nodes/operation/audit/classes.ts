import type { IDataObject } from 'n8n-workflow';

import type { Audited } from '../model';

export const statuses = {
	success: { status_id: 1, status: 'Success' },
	failure: { status_id: 2, status: 'Failure' },
	unknown: { status_id: 0, status: 'Unknown' },
} as const;

const groupManagement = {
	class_uid: 3006,
	class_name: 'Group Management',
	grants: { activity_id: 3, activity_name: 'Add User' },
	ends: { activity_id: 4, activity_name: 'Remove User' },
} as const;

const userAccessManagement = {
	class_uid: 3005,
	class_name: 'User Access Management',
	grants: { activity_id: 1, activity_name: 'Assign Privileges' },
	ends: { activity_id: 2, activity_name: 'Revoke Privileges' },
} as const;

/** The class and the activity of a change of access. */
export const kindOf = (audited: Audited, grants: boolean): IDataObject => {
	const { grants: given, ends, ...kind } = 'group' in audited ? groupManagement : userAccessManagement;
	const isGiven = 'privileges' in audited && audited.ends !== undefined ? !audited.ends : grants;
	const activity = isGiven ? given : ends;
	return { ...kind, ...activity, type_uid: kind.class_uid * 100 + activity.activity_id };
};
