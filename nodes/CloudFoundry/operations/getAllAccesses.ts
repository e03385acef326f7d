import type { AccessList } from '../../operation/model';
import { onlyIf } from '../../operation/model';
import { accessesByV2, listsOfV2 } from '../accessesByV2';
import { accessesByV3, everyRoleOf, spacesInside } from '../accessesByV3';
import { readsOfNames } from '../accessNames';
import { of } from '../accessParameters';
import { readsOfSight, unseenOf } from '../accessSight';
import { worded } from '../accessWords';
import { apiVersion, organizationGuid, spaceGuid, userGuid } from '../parameters';
import { access } from '../samples';
import { isV3, v3Docs } from '../versions';

export const getAllAccesses: AccessList = {
	name: 'Get Many',
	action: 'Get who has what',
	description:
		"List who has which role where: everybody, one user, those in one organization and its spaces, or in one space. API v2 doesn't tell of space supporters.",
	docs: v3Docs,
	asks: [
		of,
		onlyIf(userGuid, of, 'user'),
		onlyIf(organizationGuid, of, 'organization'),
		onlyIf(spaceGuid, of, 'space'),
	],
	chooses: [apiVersion],
	reads: [everyRoleOf, spacesInside, ...readsOfNames, ...readsOfSight, ...listsOfV2],
	sample: access,
	user: 'userGuid',
	to: ['role', 'organizationGuid', 'spaceGuid'],
	ofUser: ['username', 'origin'],
	sources: async (values, reader) => {
		const isNewer = await isV3(values, reader);
		if (typeof isNewer !== 'boolean') return isNewer;
		const unseen = await unseenOf(values, reader);
		if (unseen) return unseen;
		return isNewer ? await accessesByV3(values, reader) : await accessesByV2(values, reader);
	},
	by: async (values, reader) => {
		const isNewer = await isV3(values, reader);
		return typeof isNewer === 'boolean' ? `API ${isNewer ? 'v3' : 'v2'}` : isNewer;
	},
	worded,
};
