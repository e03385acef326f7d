import { change } from '../../operation/model';
import { byUsername, everyGrant, userInBody } from '../byWord';
import { findBoth } from '../existence';
import { apiVersion, organizationGuid, userGuid } from '../parameters';
import { membership, roleExists } from '../refusals';
import { ofUsernames } from '../unseenRefusals';
import { otherRoles } from '../roleParameters';
import { role } from '../samples';
import { isRole, isUser } from '../shapes';
import { added } from '../state';
import { inVariants } from '../variants';
import { v2Docs } from '../versions';

const v2 = change({
	name: 'Add Organization',
	action: 'Add user to organization',
	description: 'Make a user a plain member of an organization',
	docs: v2Docs,
	route: 'PUT /v2/users/{guid}/organizations/{organization_guid}',
	path: { guid: userGuid, organization_guid: organizationGuid },
	chooses: [apiVersion],
	subject: userGuid,
	inTurnFor: userGuid,
	sample: role,
	success: { 201: isUser },
	isNotFor: otherRoles,
	refusals: membership,
	prepare: findBoth,
	state: added,
	options: everyGrant,
});

const v3 = change({
	...v2,
	route: 'POST /v3/roles',
	path: {},
	always: { type: 'organization_user' },
	body: {
		'relationships.user.data.guid': userGuid,
		...userInBody,
		'relationships.organization.data.guid': organizationGuid,
	},
	success: { 201: isRole },
	unchanged: [roleExists],
	makesDifference: true,
	refusals: [...ofUsernames, ...membership],
	byWord: byUsername,
});

export const addOrganization = inVariants({ ...v2, byWord: byUsername }, v2, v3);
