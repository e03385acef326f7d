import { everyChange, reportRemaining } from '../../operation/panel';
import { change } from '../../operation/model';
import { findRole } from '../existence';
import { settle } from '../jobs';
import { apiVersion, heldOrganizationGuid, roleGuid, userGuid } from '../parameters';
import { membership, roleGone } from '../refusals';
import { otherRoles } from '../roleParameters';
import { empty, isUser } from '../shapes';
import { removed } from '../state';
import { inVersions } from '../variants';

const v2 = change({
	name: 'Remove Organization',
	action: 'Remove user from organization',
	description: "End a user's plain membership in an organization; roles such as manager or auditor of it stay",
	docs: 'https://apidocs.cloudfoundry.org/215/users/remove_organization_from_the_user.html',
	route: 'DELETE /v2/users/{guid}/organizations/{organization_guid}',
	path: { guid: userGuid, organization_guid: heldOrganizationGuid },
	chooses: [apiVersion],
	subject: userGuid,
	inTurnFor: userGuid,
	success: { 201: isUser, 204: empty },
	isNotFor: otherRoles,
	refusals: membership,
	state: removed,
	options: [reportRemaining, ...everyChange],
});

/** Here the membership is a role, to be looked up first, and the removal a job. */
const v3 = change({
	...v2,
	route: 'DELETE /v3/roles/{guid}',
	path: { guid: roleGuid },
	success: { 202: empty },
	unchanged: [roleGone],
	prepare: findRole,
	settle,
	makesDifference: true,
});

export const removeOrganization = inVersions(v2, v3);
