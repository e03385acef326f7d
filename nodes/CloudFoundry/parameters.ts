import { idPicker } from '../operation/parameters';

export const userGuid = idPicker({
	displayName: 'User GUID',
	name: 'userGuid',
	placeholder: 'e.g. uaa-id-128',
	description: "The user's GUID: the ID of the user, or of the client, in the UAA",
});

export const organizationGuid = idPicker({
	displayName: 'Organization GUID',
	name: 'organizationGuid',
	placeholder: 'e.g. 1cc9d243-1c0d-43f6-a54e-1a8d8cc68f96',
	description: "The organization's GUID, which 'cf org NAME --guid' prints",
});
