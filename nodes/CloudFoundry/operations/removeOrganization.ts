import { operation } from '../../operation/operation';
import { everyChange } from '../../operation/options';
import { organizationGuid, userGuid } from '../parameters';
import { empty, isUser, membership } from '../refusals';

export const removeOrganization = operation({
	name: 'Remove Organization',
	action: 'Remove organization from user',
	description: "End a user's plain membership in an organization; roles such as manager or auditor of it stay",
	docs: 'https://apidocs.cloudfoundry.org/215/users/remove_organization_from_the_user.html',
	route: 'DELETE /v2/users/{guid}/organizations/{organization_guid}',
	path: { guid: userGuid, organization_guid: organizationGuid },
	success: { 201: isUser, 204: empty },
	refusals: membership,
	options: everyChange,
});
