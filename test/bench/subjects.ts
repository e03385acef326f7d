import type { IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';

import type { Subject } from './runs';

const credential = 'guardhouseApi';
const byId = (value: string) => ({ __rl: true, mode: 'id', value });
const clientId = 'aa7cf840-9ca9-46a3-9778-9015d6580d50';
const departmentId = 'd1a2b3c4-e5f6-7890-abcd-ef1234567890';

/** Our node, taking a role of each item's user away. Without a number nothing is set. */
export const unassignRole = (concurrency?: number): Subject => ({
	name: concurrency === undefined ? 'Unassign Role, nothing set' : `Unassign Role, concurrency ${concurrency}`,
	node: {
		name: 'Guardhouse',
		type: 'n8n-nodes-access-management.guardhouse',
		parameters: {
			resource: 'user',
			operation: 'unassignRole',
			userId: byId('={{ $json.userId }}'),
			roleId: byId('={{ $json.roleId }}'),
			options: concurrency === undefined ? {} : { concurrency },
		},
	},
});

/** The same with the item's own fields, so that there is no expression to resolve. */
export const mappedUnassignRole: Subject = {
	name: 'Unassign Role, Map Automatically, nothing set',
	node: {
		name: 'Guardhouse',
		type: 'n8n-nodes-access-management.guardhouse',
		parameters: { resource: 'user', operation: 'unassignRole', mappingMode: 'autoMapInputData', options: {} },
	},
};

export const removeMembers: Subject = {
	name: 'Remove Members',
	node: {
		name: 'Directory',
		type: 'n8n-nodes-access-management.clientDirectory',
		parameters: {
			resource: 'department',
			operation: 'removeMembers',
			clientId,
			departmentId: byId(departmentId),
			userIds: '=user-{{ $json.userId }}',
			options: {},
		},
	},
};

/** n8n's own node, set up as its editor does. It sends the requests of all items at once. */
const httpNode = (method: string, url: string, jsonBody: string): Subject => ({
	name: 'HTTP Request',
	node: {
		name: 'HTTP Request',
		type: 'n8n-nodes-base.httpRequest',
		credentials: { httpHeaderAuth: { id: 'httpHeaderAuth', name: 'httpHeaderAuth' } },
		parameters: {
			method,
			url,
			authentication: 'genericCredentialType',
			genericAuthType: 'httpHeaderAuth',
			sendBody: true,
			contentType: 'json',
			specifyBody: 'json',
			jsonBody,
			options: {},
		},
	},
});

export const httpRequest = (url: string): Subject =>
	httpNode('DELETE', `=${url}/api/v1/users/{{ $json.userId }}/roles/{{ $json.roleId }}`, '{"instantLogout":false}');

/** Going on after what is refused, so that the refusals can be counted. */
export const carelessHttpRequest = (url: string): Subject => {
	const { name, node } = httpRequest(url);
	return { name, node: { ...node, onError: 'continueRegularOutput' }, mayFail: true };
};

export const httpRemoveMembers = (url: string): Subject =>
	httpNode(
		'POST',
		`${url}/clients/${clientId}/departments/${departmentId}/members/remove`,
		'={"user_ids":["user-{{ $json.userId }}"]}',
	);

/**
 * The least that any node can cost: n8n resolving the same two expressions for each item, then nothing but its helper in
 * lanes, with the options that our node gives it.
 */
export const possible = (concurrency: number, url: string): Subject => ({
	...unassignRole(concurrency),
	name: `Expressions and bare loop, concurrency ${concurrency}`,
	instead: () =>
		async function (this: IExecuteFunctions) {
			const items = this.getInputData();
			const given = items.map((_, item) =>
				['userId', 'roleId'].map((name) => (this.getNodeParameter(name, item, {}) as { value: unknown }).value),
			);
			let next = 0;
			const lane = async () => {
				while (next < given.length) {
					const [userId, roleId] = given[next++];
					const options: IHttpRequestOptions = {
						method: 'DELETE',
						url: `${url}/api/v1/users/${String(userId)}/roles/${String(roleId)}`,
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
