import { unassignRole } from './unassignRole';

export const operations = {
	user: { unassignRole },
};
