import type { IDataObject } from 'n8n-workflow';

import { uuidOf } from '../../sandbox';
import { finance } from './changes';
import { elsewhere, giveRole } from './cloudFoundry';
import { sandbox } from './setUp';
import type { SetExactly } from './wholes';

const everywhere = { delos: 'cust_alpine', clientDirectory: finance, guardhouse: 1, cloudFoundry: elsewhere };
const names = {
	delos: 'clientId',
	clientDirectory: 'departmentId',
	guardhouse: 'roleId',
	cloudFoundry: 'organizationGuid',
};

/** Another group of the kind that Set is about, which all users that there are have. Delos and Guardhouse fill it already. */
export const groupOfAll = ({ node, group }: SetExactly): IDataObject => {
	if (node === 'clientDirectory')
		for (const user of sandbox.clientDirectory.state.users) user.department_ids.push(finance);
	if (node === 'cloudFoundry')
		for (const { guid } of sandbox.cloudFoundry.state.users) giveRole('organization_user', guid, elsewhere);
	return { ...group, [names[node]]: everywhere[node] };
};

/** Makes that whoever is at this place of a Set has the access, or loses it, behind everybody's back. */
export const has = ({ node, id }: SetExactly, place: number, isSo: boolean): void => {
	const own = id(place);
	if (node === 'delos') {
		const user = sandbox.delos.state.users.find(({ uuid }) => uuid === own);
		if (!user) return;
		user.clients = user.clients.filter(({ customerId }) => customerId !== 'cust_789xyz');
		if (isSo) user.clients.push({ customerId: 'cust_789xyz', isOwner: false });
	} else if (node === 'clientDirectory') {
		const user = sandbox.clientDirectory.state.users.find((one) => one.id === own);
		if (user) user.department_ids = isSo ? ['d1a2b3c4-e5f6-7890-abcd-ef1234567890'] : [];
	} else if (node === 'guardhouse') {
		const user = sandbox.guardhouse.state.users.find((one) => String(one.id) === own);
		if (user) user.roleIds = isSo ? [1, 2] : [1];
	} else {
		const { state } = sandbox.cloudFoundry;
		const organization = uuidOf('organization data-platform');
		state.roles = state.roles.filter(
			({ user_guid, organization_guid }) => user_guid !== own || organization_guid !== organization,
		);
		if (isSo) giveRole('organization_user', own, organization);
	}
};
