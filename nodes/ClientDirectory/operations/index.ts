import { removeMembers } from './removeMembers';

export const operations = {
	department: { removeMembers },
};
