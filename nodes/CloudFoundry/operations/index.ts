import { removeOrganization } from './removeOrganization';

export const operations = {
	user: { removeOrganization },
};
