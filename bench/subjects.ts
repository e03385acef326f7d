import type { IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';

import type { Subject } from './runs';

const credential = 'guardhouseApi';
const byId = (value: string) => ({ __rl: true, mode: 'id', value });

/** Our node, taking a role of each item's user away. */
export const unassignRole = (concurrency: number): Subject => ({
	name: `Unassign Role, concurrency ${concurrency}`,
	node: {
		name: 'Guardhouse',
		type: 'n8n-nodes-access-management.guardhouse',
		parameters: {
			resource: 'user',
			operation: 'unassignRole',
			userId: byId('={{ $json.userId }}'),
			roleId: byId('={{ $json.roleId }}'),
			instantLogout: false,
			options: { concurrency },
		},
	},
});

/** The same with the item's own fields, so that there is no expression to resolve. */
export const mappedUnassignRole = (concurrency: number): Subject => ({
	name: `Unassign Role, Map Automatically, concurrency ${concurrency}`,
	node: {
		name: 'Guardhouse',
		type: 'n8n-nodes-access-management.guardhouse',
		parameters: {
			resource: 'user',
			operation: 'unassignRole',
			mappingMode: 'autoMapInputData',
			options: { concurrency },
		},
	},
});

export const removeMembers: Subject = {
	name: 'Remove Members',
	node: {
		name: 'Directory',
		type: 'n8n-nodes-access-management.clientDirectory',
		parameters: {
			resource: 'department',
			operation: 'removeMembers',
			clientId: 'aa7cf840-9ca9-46a3-9778-9015d6580d50',
			departmentId: byId('d1a2b3c4-e5f6-7890-abcd-ef1234567890'),
			userIds: '=user-{{ $json.userId }}',
			options: {},
		},
	},
};

/** The same requests through n8n's own node, set up as its editor does. It sends all of them at once. */
export const httpRequest = (url: string): Subject => ({
	name: 'HTTP Request',
	node: {
		name: 'HTTP Request',
		type: 'n8n-nodes-base.httpRequest',
		credentials: { httpHeaderAuth: { id: 'httpHeaderAuth', name: 'httpHeaderAuth' } },
		parameters: {
			method: 'DELETE',
			url: `=${url}/api/v1/users/{{ $json.userId }}/roles/{{ $json.roleId }}`,
			authentication: 'genericCredentialType',
			genericAuthType: 'httpHeaderAuth',
			sendBody: true,
			contentType: 'json',
			specifyBody: 'json',
			jsonBody: '{"instantLogout":false}',
			options: {},
		},
	},
});

/** Nothing but n8n's helper in lanes, with the options that our node gives it: the least that any node can cost. */
export const bareLoop = (concurrency: number, url: string): Subject => ({
	...unassignRole(concurrency),
	name: `Bare loop, concurrency ${concurrency}`,
	instead: () =>
		async function (this: IExecuteFunctions) {
			const items = this.getInputData();
			let next = 0;
			const lane = async () => {
				while (next < items.length) {
					const { json } = items[next++];
					const options: IHttpRequestOptions = {
						method: 'DELETE',
						url: `${url}/api/v1/users/${json.userId as number}/roles/${json.roleId as number}`,
						headers: { Accept: 'application/json', 'Content-Type': 'application/json' },
						body: '{"instantLogout":false}',
						encoding: 'text',
						returnFullResponse: true,
						ignoreHttpStatusErrors: true,
						disableFollowRedirect: true,
						timeout: 30000,
					};
					await this.helpers.httpRequestWithAuthentication.call(this, credential, options);
				}
			};
			await Promise.all(Array.from({ length: concurrency }, lane));
			return [items];
		},
});
